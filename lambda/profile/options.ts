/** What a caller may state about a file instead of leaving it to be found out. */
import type { Figures } from "../statistics/column-budget.ts";
import type { StatedEncoding } from "../text/stated-encoding.ts";

export interface ProfileOptions {
  /** One character. */
  readonly delimiter?: string;
  /** One character, or null for "nothing quotes". */
  readonly quote?: string | null;
  /** One character; the quote itself means doubled quotes. */
  readonly escape?: string | null;
  readonly encoding?: Encoding;
  /** True: the first record of the table, and only this, holds the names. */
  readonly header?: boolean;
  /** Physical lines before the table. */
  readonly skipLines?: number;
  /** Instead of `defaultNullTokens`. Compared with the trimmed cell, case-sensitive. */
  readonly nullTokens?: readonly string[];
  readonly dateOrder?: "day_first" | "month_first";
  /** Share in (0.5, 1] that a type must reach; default `typeShareMin`. */
  readonly typeShareMin?: number;
  /** Default true. */
  readonly sampleValues?: SampleValues;
  /**
   * `basic`: types, missing and invalid cells, distinct values, the statistics of numbers, the range of dates. Without
   * frequent values, repeated rows, lengths and shapes of texts, histograms of dates, and the hints and alerts that
   * rest on them, the kernel takes three quarters of the time. Default `all`.
   */
  readonly figures?: Figures;
  /** Default `auto`. */
  readonly engine?: EngineChoice;
  /** Cores that may be used: as many threads read files of `parallelBytesMin`, unless `threads` is stated. Default 1. */
  readonly cores?: number;
  /**
   * Threads that read one file at the most, from 1 on. Only the kernel reads in several, only sources that can
   * be read again, and only texts of more than one segment. The profile is the same.
   */
  readonly threads?: number;
}

/** `auto`: the kernel for the dialects that it reads, the reference for the rest; both give the same. */
export const engineChoices = ["auto", "reference"] as const;

export type EngineChoice = (typeof engineChoices)[number];

/** Those that are found out by themselves. */
export const detectedEncodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;

export type Encoding = (typeof detectedEncodings)[number] | StatedEncoding;

/**
 * Cell values in a summary: true shows them; false withholds them all, examples then have `value: null`; a function
 * replaces each by what it returns, which must not be the value.
 */
export type SampleValues = boolean | ((value: string) => string);
