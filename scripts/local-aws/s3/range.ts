import { AwsError } from "../aws-error.ts";

/** Offsets of the first and the last byte. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The range that a Range header asks for; null for the whole object. Several ranges at once and malformed ones
 * are answered with the whole object, as S3 does.
 * @throws AwsError InvalidRange (416) when the object has none of those bytes.
 */
export function parseRange(range: string | undefined, sizeBytes: number): ByteRange | null {
  const match = range === undefined ? null : /^bytes=(\d*)-(\d*)$/.exec(range.trim());
  if (match === null) return null;
  const [, from = "", to = ""] = match;
  if (from === "" && to === "") return null;
  if (from === "") {
    const suffixBytes = Number(to);
    if (suffixBytes === 0 || sizeBytes === 0) throw unsatisfiable(sizeBytes);
    return { first: Math.max(0, sizeBytes - suffixBytes), last: sizeBytes - 1 };
  }
  const first = Number(from);
  const last = to === "" ? Number.POSITIVE_INFINITY : Number(to);
  if (last < first) return null;
  if (first >= sizeBytes) throw unsatisfiable(sizeBytes);
  return { first, last: Math.min(last, sizeBytes - 1) };
}

function unsatisfiable(sizeBytes: number): AwsError {
  return new AwsError("InvalidRange", 416, "The requested range is not satisfiable", {
    "content-range": `bytes */${sizeBytes}`,
  });
}
