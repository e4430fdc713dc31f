import {
  calendarBinsMax,
  columnStatisticsBytesMax,
  ddsketchPagesMax,
  distinctExactMax,
  distinctSampleMax,
  frequentCountersMax,
  frequentExactMax,
  frequentTextCharsMax,
  hyperLogLogPrecision,
  quantileValuesExactMax,
} from "../limits.ts";
import type { DistinctLimits } from "./distinct.ts";
import type { FrequentLimits } from "./frequent.ts";
import type { QuantilesLimits } from "./quantiles.ts";

/** `basic`: see `ProfileOptions.figures`. */
export const figureChoices = ["all", "basic"] as const;

export type Figures = (typeof figureChoices)[number];

export interface ColumnBudget {
  readonly figures: Figures;
  readonly quantiles: QuantilesLimits;
  readonly distinct: DistinctLimits;
  readonly frequent: FrequentLimits;
  readonly calendarBinsMax: number;
  /** Texts of `DistinctSample`. */
  readonly distinctSampleMax: number;
}

/** A counter of `Frequent`: hash, count and place, a string's header, and its text at a byte a character. */
const frequentCounterBytes = 64 + frequentTextCharsMax;
const calendarBinBytes = 40;

/**
 * The bounds of one column's state in a table of so many columns: the full ones as long as all columns together stay
 * below `columnStatisticsBytesMax`, then a share of it. A function of the number of columns only, so the parts of one
 * table always merge. The floors keep tables of up to `columnsMax` columns going at all.
 */
export function columnBudget(columns: number, figures: Figures = "all"): ColumnBudget {
  // A column is of one type, but its state is kept for each type until the type is known: four parts.
  const partBytes = columnStatisticsBytesMax / Math.max(1, columns) / 4;
  return {
    figures,
    quantiles: {
      valuesExactMax: clamp(partBytes / 8, 64, quantileValuesExactMax),
      // The table of keys takes 4 KiB, a page 1 KiB.
      pagesMax: clamp(partBytes / 1024 - 4, 8, ddsketchPagesMax),
    },
    distinct: {
      // A place of 8 bytes, in powers of two at most 3/4 full.
      exactMax: clamp(0.75 * powerOfTwoBelow(partBytes / 8), 48, distinctExactMax),
      precision: clamp(Math.log2(partBytes), 8, hyperLogLogPrecision),
    },
    frequent: {
      exactMax: clamp(partBytes / frequentCounterBytes, 16, frequentExactMax),
      countersMax: clamp(partBytes / frequentCounterBytes, 16, frequentCountersMax),
      textCharsMax: frequentTextCharsMax,
    },
    calendarBinsMax: clamp(partBytes / calendarBinBytes, 64, calendarBinsMax),
    // It holds up to twice as many between two trims.
    distinctSampleMax: clamp(partBytes / (2 * frequentCounterBytes), 16, distinctSampleMax),
  };
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, Math.floor(value)));
}

function powerOfTwoBelow(value: number): number {
  return 2 ** Math.floor(Math.log2(Math.max(1, value)));
}
