/** Profiles the same bytes with both engines, and says where they differ. */
import type { Partition } from "../../lambda/engine/open-reader.ts";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import { profileCsv } from "../../lambda/profile/profile-csv.ts";
import type { ContentProfile } from "../../lambda/profile/summary.ts";
import { detectCompression } from "../../lambda/text/decompress.ts";

/** Sums of many doubles may differ by rounding, because the kernel adds them up in blocks. */
const roundedFigures = new Set(["avg", "sum", "variance", "stddev", "skewness", "kurtosis"]);
const relativeErrorMax = 1e-9;
/** Of a double; compensated sums have an error of the order of its square. */
const epsilon = 2 ** -52;

/** A text in chunks of these sizes, over and over. */
async function* inChunks(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.max(1, sizes[i % sizes.length] ?? bytes.length);
    yield bytes.slice(at, at + size);
    at += size;
  }
}

export interface Compared {
  readonly reference: ContentProfile;
  readonly kernel: ContentProfile;
  /** Who has read it when the choice was the kernel's, if it can. */
  readonly engine: "reference" | "kernel";
  readonly differences: readonly string[];
}

/** @param sizes of the kernel's chunks; the reference gets all bytes at once, unless they are compressed */
export async function compareEngines(
  bytes: Uint8Array,
  options: ProfileOptions = {},
  sizes: readonly number[] = [bytes.length],
  partition: Partition = {},
): Promise<Compared> {
  // Where compressed data are damaged is known to the chunk, and told in the message.
  const referenceSizes = detectCompression(bytes) === null ? [bytes.length] : sizes;
  const whole = inChunks(bytes, referenceSizes);
  const reference = await profileCsv(whole, { ...options, engine: "reference" }, {}, partition);
  const kernel = await profileCsv(inChunks(bytes, sizes), { ...options, engine: "auto" }, {}, partition);
  return {
    reference: reference.content,
    kernel: kernel.content,
    engine: kernel.engine,
    differences: [...differencesOf(reference.content, kernel.content, "")],
  };
}

/**
 * Where two profiles differ by more than rounding: path, and both values.
 *
 * @param cancelled what values that cancel each other out leave of a sum, or of a mean, may differ by so much
 */
export function* differencesOf(
  reference: unknown,
  kernel: unknown,
  path: string,
  cancelled = 0,
): Generator<string> {
  if (Object.is(reference, kernel)) return;
  if (isRecord(reference) && isRecord(kernel)) {
    for (const key of new Set([...Object.keys(reference), ...Object.keys(kernel)])) {
      const slack = key === "sum" || key === "avg" ? cancellationOf(reference) : 0;
      yield* differencesOf(reference[key], kernel[key], `${path}.${key}`, slack);
    }
    return;
  }
  if (typeof reference === "number" && typeof kernel === "number") {
    if (isClose(reference, kernel, path) || Math.abs(reference - kernel) <= cancelled) return;
  }
  yield `${path}: ${JSON.stringify(reference)} by the reference, ${JSON.stringify(kernel)} by the kernel`;
}

/**
 * The part of a compensated sum's error that does not depend on the sum: n · ε² · Σ|x| (Higham 2002, 4.3), n for those
 * that are added up in another order. 1e300, 1e19 and −1e300 leave 1e19 or nothing.
 */
function cancellationOf({ count, min, max }: Readonly<Record<string, unknown>>): number {
  if (typeof count !== "number" || typeof min !== "number" || typeof max !== "number") return 0;
  return (count * epsilon) ** 2 * Math.max(Math.abs(min), Math.abs(max));
}

function isClose(a: number, b: number, path: string): boolean {
  const figure = path.slice(path.lastIndexOf(".") + 1);
  if (!roundedFigures.has(figure)) return false;
  // Skewness and kurtosis of a symmetric column are differences of large numbers: zero but for rounding.
  const scale = figure === "skewness" || figure === "kurtosis" ? 1 : 0;
  return Math.abs(a - b) <= relativeErrorMax * Math.max(Math.abs(a), Math.abs(b), scale);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
