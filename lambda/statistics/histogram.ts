import { histogramBinsMax } from "../limits.ts";
import type { Distribution } from "./distribution.ts";

export interface Histogram {
  readonly method: Distribution["method"];
  /** One more than bins, ascending. A bin is [from, to); the last one of non-integers [from, to]. */
  readonly edges: readonly number[];
  /** From a sketch, counts at an edge inside one of its bins are estimated linearly. */
  readonly counts: readonly number[];
  /** Values outside of the edges, where far tails would have squeezed all others into a bin or two. */
  readonly below: number;
  readonly above: number;
}

/** The range is cut to p1 … p99 when it is wider than this many times p99 − p1 (2.1 for a million normal values). */
export const tailsFactor = 3;

/**
 * Histogram for display: at most `binsMax` equal bins, edges at multiples of 1, 2 or 5 times a power of ten.
 * @param integral All values are integers: the bins are at least 1 wide.
 */
export function histogram(data: Distribution, integral: boolean, binsMax = histogramBinsMax): Histogram {
  let { min, max } = data;
  const p1 = data.quantile(0.01);
  const p99 = data.quantile(0.99);
  // Halves, because the range of two doubles may itself overflow.
  if (p99 > p1 && max / 2 - min / 2 > tailsFactor * (p99 / 2 - p1 / 2)) {
    min = p1;
    max = p99;
  }
  return countBetween(data, niceEdges(min, max, integral, binsMax), integral);
}

function countBetween(data: Distribution, edges: readonly number[], integral: boolean): Histogram {
  const first = edges[0] ?? data.min;
  const last = edges[edges.length - 1] ?? data.max;
  const below = Math.round(data.countBelow(first));
  const counts: number[] = [];
  let before = below;
  for (const edge of edges.slice(1, -1)) {
    const upTo = Math.round(data.countBelow(edge));
    counts.push(upTo - before);
    before = upTo;
  }
  const end = Math.round(integral && first < last ? data.countBelow(last) : data.countAtMost(last));
  counts.push(end - before);
  return { method: data.method, edges, counts, below, above: data.count - end };
}

/**
 * Edges around [min, max]. Computed from whole numbers of steps with one rounding, so that they print as 0.3 and
 * not as 0.30000000000000004.
 */
export function niceEdges(min: number, max: number, integral: boolean, binsMax: number): readonly number[] {
  const rawStep = max / binsMax - min / binsMax;
  // A single value, or a range so small that powers of ten leave the doubles.
  if (!(rawStep > 1e-290)) return [min, max];
  let power = Math.floor(Math.log10(integral ? Math.max(1, rawStep) : rawStep));
  for (;;) {
    for (const factor of [1, 2, 5]) {
      const edges = edgesAt(min, max, integral, factor, power, binsMax);
      if (edges !== null) return isAscending(edges) ? edges : [min, max];
    }
    power++;
  }
}

function edgesAt(
  min: number,
  max: number,
  integral: boolean,
  factor: number,
  power: number,
  binsMax: number,
): readonly number[] | null {
  const scale = 10 ** Math.abs(power);
  const inSteps = (x: number) => (power < 0 ? x * scale : x / scale) / factor;
  const first = Math.floor(inSteps(min));
  // An integer bin leaves out its end, so the largest integer needs a bin that ends above it.
  const last = integral ? Math.floor(inSteps(max)) + 1 : Math.max(first + 1, Math.ceil(inSteps(max)));
  // Past 2^53 a step more is no other number: wider steps are needed, whatever the range.
  if (!(last - first <= binsMax && Number.isSafeInteger(first) && Number.isSafeInteger(last))) return null;
  const edges: number[] = [];
  // Counted from 0: past 2^53 a step itself does not count up any more.
  for (let i = 0; i <= last - first; i++) {
    const step = first + i;
    edges.push(power < 0 ? (step * factor) / scale : step * factor * scale);
  }
  return edges;
}

function isAscending(edges: readonly number[]): boolean {
  return edges.every((edge, i) => Number.isFinite(edge) && (i === 0 || edge > (edges[i - 1] ?? edge)));
}
