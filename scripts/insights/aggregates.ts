/** The functions of `stats`: one value from all rows of a group. Rows whose operand is missing do not count. */
import { compareValues, toNumber, toText, type Value } from "./values.ts";

/** An operand of one row, with the time of its event. */
export interface Sample {
  readonly value: Value;
  readonly timestampMs: number;
}

type Aggregate = (samples: readonly Sample[], rank: number) => Value;

/** All are exact; AWS approximates count_distinct, pct and median over large groups. */
export const aggregateFunctions: ReadonlyMap<string, Aggregate> = new Map<string, Aggregate>([
  ["count", (samples) => samples.length],
  ["count_distinct", (samples) => new Set(samples.map((sample) => toText(sample.value))).size],
  ["sum", (samples) => ofNumbers(samples, (numbers) => sum(numbers))],
  ["avg", (samples) => ofNumbers(samples, (numbers) => sum(numbers) / numbers.length)],
  ["min", (samples) => extreme(samples, -1)],
  ["max", (samples) => extreme(samples, 1)],
  ["pct", (samples, rank) => ofNumbers(samples, (numbers) => percentile(numbers, rank))],
  ["median", (samples) => ofNumbers(samples, (numbers) => percentile(numbers, 50))],
  ["stddev", (samples) => ofNumbers(samples, sampleStandardDeviation)],
  ["latest", (samples) => atTime(samples, (time, best) => time > best)],
  ["earliest", (samples) => atTime(samples, (time, best) => time < best)],
  ["sortsfirst", (samples) => extreme(samples, -1)],
  ["sortslast", (samples) => extreme(samples, 1)],
]);

function ofNumbers(samples: readonly Sample[], apply: (numbers: readonly number[]) => number): number | null {
  const numbers = samples.map((sample) => toNumber(sample.value)).filter((x) => x !== null);
  return numbers.length === 0 ? null : apply(numbers);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, x) => total + x, 0);
}

/** The smallest value with at least `rank` percent of the values at or below it (nearest rank). */
function percentile(numbers: readonly number[], rank: number): number {
  const sorted = Float64Array.from(numbers).sort();
  const index = Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1);
  return sorted[index] ?? Number.NaN;
}

/** Divided by n − 1; 0 for one value. */
function sampleStandardDeviation(numbers: readonly number[]): number {
  if (numbers.length < 2) return 0;
  const mean = sum(numbers) / numbers.length;
  return Math.sqrt(sum(numbers.map((x) => (x - mean) ** 2)) / (numbers.length - 1));
}

function extreme(samples: readonly Sample[], direction: -1 | 1): Value {
  let best: Value = null;
  for (const { value } of samples) {
    if (best === null || compareValues(value, best) * direction > 0) best = value;
  }
  return best;
}

function atTime(samples: readonly Sample[], better: (timeMs: number, bestMs: number) => boolean): Value {
  let best: Sample | undefined;
  for (const sample of samples) {
    if (best === undefined || better(sample.timestampMs, best.timestampMs)) best = sample;
  }
  return best?.value ?? null;
}
