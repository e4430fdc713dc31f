/** Columns in which nearly every value is different: of a key the others are mistakes, of times and measurements chance. */
import { isNameOfKey } from "../csv/sniff-header.ts";
import { dayMs } from "../types/calendar.ts";
import { alertOf } from "./alert.ts";
import type {
  Alert,
  ColumnSummary,
  DateHistogramSummary,
  FrequentSummary,
  HintName,
  NumberStatistics,
} from "./summary.ts";

/** Percent of distinct values from which on repetitions look like mistakes in a key. */
const keyUniquenessMin = 99;
/** Values below which a column is too short to be taken for a key with mistakes. */
const keyValuesMin = 100;

/** How much more often values come together than were they spread evenly: hours of work, round amounts. */
const clusterFactor = 3;
/** Standard deviations from what is expected within which a number of repetitions is chance. */
const deviationsMax = 3;

/** Steps of series; and the share of the times from first to last that they have, in spite of gaps. */
const seriesMs = [1, 60, 300, 600, 900, 1800, 3600, 86_400, 604_800].map((seconds) => seconds * 1000);
const filledShareMin = 0.9;

/** Of a bin's count, by how much the others differ; months do by three days. */
const evenShare = 0.06;
const evenBinsShareMin = 0.8;

/** What a time may be rounded to, by the unit that it is written in. */
const roundedMs: ReadonlyMap<number, number> = new Map([
  [1, 1_000],
  [1_000, 60_000],
  [60_000, 900_000],
]);

/** Of amounts, measurements and times: nobody looks a row up by them. */
const measureHints: ReadonlySet<HintName> = new Set([
  "currency",
  "decimal_comma",
  "magnitude",
  "negative_in_brackets",
  "number_with_unit",
  "percentage",
  "period",
  "sign_apart",
  "sign_behind",
  "spreadsheet_days",
  "thousands_separators",
  "time",
  "unicode_minus",
]);

export function isMeasure(hint: HintName): boolean {
  return measureHints.has(hint);
}

/** @param values Cells with a value of the column's type. */
export function* duplicateKeys(column: ColumnSummary, values: number): Generator<Alert> {
  const { type, distinct, name } = column;
  const repeated = values - distinct.count;
  if (type === "float" || distinct.method !== "exact" || values < keyValuesMin || repeated <= 0) return;
  if (distinct.count < (keyUniquenessMin / 100) * values) return;
  if (column.hints.some(({ hint }) => isMeasure(hint))) return;
  if (!isNameOfKey(name) && isChance(column, repeated)) return;
  const found = `${repeated} of ${values} values repeat an earlier one${exampleKeys(column.frequent)}`;
  yield areWords(column)
    ? alertOf(name)(
        "DUPLICATE_KEYS",
        "info",
        `Nearly all different: ${found}. Names and titles may well do so: see whether these rows mean one and the same.`,
        repeated,
      )
    : alertOf(name)("DUPLICATE_KEYS", "warning", `Nearly a key: ${found}.`, repeated);
}

/** A word behind another one, and no digit. */
const wordsShape = /^(?=.*a\+?[,.;:]? \S*a)[^9]*$/;

/** Whether most of its texts are several words, as far as their shapes are known. */
function areWords({ type, statistics }: ColumnSummary): boolean {
  if (type !== "string" || statistics === null) return false;
  const shapes = statistics.shapes.values;
  const share = (all: typeof shapes) => all.reduce((sum, { percentage }) => sum + percentage, 0);
  return share(shapes.filter(({ shape }) => wordsShape.test(shape))) > share(shapes) / 2;
}

function exampleKeys(frequent: FrequentSummary | null): string {
  const keys = (frequent?.values ?? []).filter(({ count, value }) => count > 1 && value !== null).slice(0, 3);
  return keys.length === 0 ? "" : ` (${keys.map(({ value }) => JSON.stringify(value)).join(", ")})`;
}

/**
 * Fewer than chance brings about has a series or a numbering, more has a key from a wide range: both are no chance. The
 * range of texts nobody knows, but for digits, as of postcodes.
 */
function isChance({ type, statistics, hints }: ColumnSummary, repeated: number): boolean {
  if (statistics === null) return false;
  if (type === "string") {
    if (hints.every(({ hint }) => hint !== "leading_zeros")) return false;
    const expected = pairs(statistics.count) / 10 ** statistics.length_max;
    return isWithin(repeated, expected, expected);
  }
  if (type !== "date") {
    const expected = ofNumbers(statistics);
    return isWithin(repeated, expected, expected);
  }
  const { count, span_days: days, formats, histogram } = statistics;
  const span = days * dayMs;
  if (isEven(histogram) && seriesMs.some((step) => isFilled(count - repeated, span / step + 1))) return false;
  const unit = Math.min(...formats.map(({ format }) => unitMs(format)));
  return isWithin(
    repeated,
    pairs(count) / (span / unit + 1),
    pairs(count) / (span / (roundedMs.get(unit) ?? unit) + 1),
  );
}

function isWithin(repeated: number, least: number, most: number): boolean {
  const many = clusterFactor * most;
  return (
    repeated >= least - deviationsMax * Math.sqrt(least) && repeated <= many + deviationsMax * Math.sqrt(many)
  );
}

/** Whether most of the bins between the first and the last hold about as many: those of random times do not. */
function isEven(histogram: DateHistogramSummary | null): boolean {
  const counts = (histogram?.bins ?? []).slice(1, -1).map(({ count }) => count);
  const median = [...counts].sort((a, b) => a - b)[counts.length >> 1] ?? 0;
  const even = counts.filter((count) => Math.abs(count - median) <= 1 + evenShare * median);
  return even.length >= evenBinsShareMin * counts.length;
}

/** Whether so many times leave out hardly one in a range of so many. */
function isFilled(distinct: number, range: number): boolean {
  return distinct <= range + 1 && distinct >= filledShareMin * range;
}

/** The least difference between two dates of a format. */
function unitMs(format: string): number {
  if (format.includes("S")) return 1;
  if (format.includes("s")) return 1_000;
  return /[Hh]/.test(format) ? 60_000 : dayMs;
}

/** Between two quantiles they are taken to be spread evenly. */
function ofNumbers({
  count,
  min,
  max,
  quantiles: { p1, p5, p25, p50, p75, p95, p99 },
}: NumberStatistics): number {
  const ends = [min, p1, p5, p25, p50, p75, p95, p99, max];
  const shares = [0.01, 0.04, 0.2, 0.25, 0.25, 0.2, 0.04, 0.01];
  return shares.reduce((sum, share, i) => {
    const integers = Math.max(1, (ends[i + 1] ?? 0) - (ends[i] ?? 0));
    return sum + pairs(share * count) / integers;
  }, 0);
}

function pairs(count: number): number {
  return (count * count) / 2;
}
