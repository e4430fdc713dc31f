/** The bounds of one column's state; see lambda/statistics/column-budget.ts. */
export let quantileValuesMax: u32 = 0;
export let quantilePagesMax: u32 = 0;
export let distinctMax: u32 = 0;
export let hyperLogLogPrecision: u32 = 0;
export let countersMax: u32 = 0;
export let frequentTextUnitsMax: u32 = 0;
export let calendarPeriodsMax: u32 = 0;

export function setBudget(
  valuesExactMax: u32,
  pagesMax: u32,
  distinctExactMax: u32,
  precision: u32,
  frequentExactMax: u32,
  textUnitsMax: u32,
  calendarBinsMax: u32,
): void {
  quantileValuesMax = valuesExactMax;
  quantilePagesMax = pagesMax;
  distinctMax = distinctExactMax;
  hyperLogLogPrecision = precision;
  countersMax = frequentExactMax;
  frequentTextUnitsMax = textUnitsMax;
  calendarPeriodsMax = calendarBinsMax;
}
