/** Conditional requests: RFC 9110 §13 as S3 applies it. */
import { AwsError } from "../aws-error.ts";
import type { StoredObject } from "./stored-object.ts";

type Headers = (name: string) => string | undefined;

/** @throws AwsError PreconditionFailed (412), or NotModified (304) where the client holds this content already. */
export function checkReadConditions(object: StoredObject, header: Headers): void {
  const ifMatch = header("if-match");
  const ifNoneMatch = header("if-none-match");
  const modified = Date.parse(object.lastModified);
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, object.etag)) throw preconditionFailed("If-Match");
  } else if (modified > timeOf(header("if-unmodified-since"), Number.POSITIVE_INFINITY)) {
    throw preconditionFailed("If-Unmodified-Since");
  }
  const isUnchanged =
    ifNoneMatch === undefined
      ? modified <= timeOf(header("if-modified-since"), Number.NEGATIVE_INFINITY)
      : matches(ifNoneMatch, object.etag);
  if (isUnchanged) {
    throw new AwsError("NotModified", 304, "Not Modified", {
      etag: `"${object.etag}"`,
      "last-modified": new Date(modified).toUTCString(),
    });
  }
}

/** A source must satisfy all four; failing is always 412, as nothing could be "not modified". */
export function checkCopySourceConditions(object: StoredObject, header: Headers): void {
  try {
    checkReadConditions(object, (name) => header(`x-amz-copy-source-${name}`));
  } catch (cause) {
    if (cause instanceof AwsError && cause.status === 304) throw preconditionFailed("copy source");
    throw cause;
  }
}

/** @throws AwsError PreconditionFailed (412), or NoSuchKey (404) where If-Match finds nothing. */
export function checkWriteConditions(current: StoredObject | undefined, header: Headers): void {
  const ifNoneMatch = header("if-none-match");
  const ifMatch = header("if-match");
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch.trim() !== "*") {
      throw new AwsError(
        "NotImplemented",
        501,
        "A header you provided implies functionality that is not implemented",
      );
    }
    if (current !== undefined) throw preconditionFailed("If-None-Match");
  }
  if (ifMatch !== undefined) {
    if (current === undefined) throw new AwsError("NoSuchKey", 404, "The specified key does not exist.");
    if (!matches(ifMatch, current.etag)) throw preconditionFailed("If-Match");
  }
}

function matches(list: string, etag: string): boolean {
  return list.split(",").some((candidate) => {
    const bare = candidate
      .trim()
      .replace(/^W\//, "")
      .replace(/^"(.*)"$/, "$1");
    return bare === "*" || bare === etag;
  });
}

function timeOf(date: string | undefined, otherwise: number): number {
  const time = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? otherwise : time;
}

function preconditionFailed(condition: string): AwsError {
  return new AwsError(
    "PreconditionFailed",
    412,
    `At least one of the pre-conditions you specified did not hold (${condition})`,
  );
}
