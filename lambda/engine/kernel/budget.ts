/** The bounds of one column's state; see lambda/statistics/column-budget.ts. */
const filterSlotsPerCounter: u32 = 8;

export let quantileValuesMax: u32 = 0;
export let quantilePagesMax: u32 = 0;
export let distinctMax: u32 = 0;
export let hyperLogLogPrecision: u32 = 0;
/** Counters once counts have an error, and as long as they have none. */
export let countersExactMax: u32 = 0;
export let countersMax: u32 = 0;
/** The table is so wide (from some 150 columns on) that none of them has more counters than its share of the memory. */
export let columnsShareMemory: bool = false;
/** Slots of the filter in front of the counters, a power of two. */
export let filterSlots: u32 = 0;
export let frequentTextUnitsMax: u32 = 0;
export let calendarPeriodsMax: u32 = 0;
/** Only the basic figures are asked for; see lambda/profile/options.ts. */
export let isBasic: bool = false;

export function setBudget(
  valuesExactMax: u32,
  pagesMax: u32,
  distinctExactMax: u32,
  precision: u32,
  frequentExactMax: u32,
  frequentCountersMax: u32,
  textUnitsMax: u32,
  calendarBinsMax: u32,
  basic: bool,
): void {
  quantileValuesMax = valuesExactMax;
  quantilePagesMax = pagesMax;
  distinctMax = distinctExactMax;
  hyperLogLogPrecision = precision;
  countersExactMax = frequentExactMax;
  countersMax = frequentCountersMax;
  columnsShareMemory = countersMax === countersExactMax;
  filterSlots = 1;
  while (filterSlots < filterSlotsPerCounter * countersExactMax) filterSlots <<= 1;
  frequentTextUnitsMax = textUnitsMax;
  calendarPeriodsMax = calendarBinsMax;
  isBasic = basic;
}
