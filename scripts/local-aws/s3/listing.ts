import { AwsError } from "../aws-error.ts";
import type { Bucket } from "./bucket.ts";
import { type S3Request, type S3Response, xmlResponse } from "./exchange.ts";
import type { StoredObject } from "./stored-object.ts";
import type { XmlElement } from "./xml.ts";

/** Entries of one page at the most. */
const keysMax = 1000;

interface Page {
  readonly objects: readonly StoredObject[];
  readonly commonPrefixes: readonly string[];
  /** The last key or common prefix on the page, when there is more after it. */
  readonly next: string | null;
}

/** ListObjectsV2, and ListObjects for clients that still use it. */
export function listObjects(bucket: Bucket, request: S3Request): S3Response {
  const { query } = request;
  const isV2 = query.get("list-type") === "2";
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const maxKeys = pageSize(query.get("max-keys"));
  const token = query.get("continuation-token");
  const after = isV2
    ? token === null
      ? (query.get("start-after") ?? "")
      : decodeToken(token)
    : (query.get("marker") ?? "");
  const page = readPage(bucket, prefix, delimiter, after, maxKeys);
  const encode = keyEncoding(query.get("encoding-type"));

  const head: XmlElement[] = [
    ["Name", bucket.name],
    ["Prefix", encode(prefix)],
    ["Delimiter", delimiter === "" ? undefined : encode(delimiter)],
    ["MaxKeys", maxKeys],
    ["EncodingType", query.get("encoding-type") ?? undefined],
    ["IsTruncated", page.next !== null],
  ];
  const position: XmlElement[] = isV2
    ? [
        ["KeyCount", page.objects.length + page.commonPrefixes.length],
        ["ContinuationToken", token ?? undefined],
        ["StartAfter", query.has("start-after") ? encode(query.get("start-after") ?? "") : undefined],
        ["NextContinuationToken", page.next === null ? undefined : encodeToken(page.next)],
      ]
    : [
        ["Marker", encode(after)],
        // S3 states it only where the client could not tell it from the last key.
        ["NextMarker", page.next === null || delimiter === "" ? undefined : encode(page.next)],
      ];
  return xmlResponse("ListBucketResult", [
    ...head,
    ...position,
    ...page.objects.map((object): XmlElement => ["Contents", describe(object, encode)]),
    ...page.commonPrefixes.map((common): XmlElement => ["CommonPrefixes", [["Prefix", encode(common)]]]),
  ]);
}

function describe(object: StoredObject, encode: (key: string) => string): XmlElement[] {
  return [
    ["Key", encode(object.key)],
    ["LastModified", object.lastModified],
    ["ETag", `"${object.etag}"`],
    ["Size", object.sizeBytes],
    ["StorageClass", "STANDARD"],
  ];
}

function readPage(bucket: Bucket, prefix: string, delimiter: string, after: string, maxKeys: number): Page {
  const objects: StoredObject[] = [];
  const commonPrefixes: string[] = [];
  let last = "";
  const keys = bucket.sortedKeys();
  for (let i = firstAfter(keys, after); i < keys.length; i++) {
    const key = keys[i] ?? "";
    if (!key.startsWith(prefix)) continue;
    const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    const common = end === -1 ? null : key.slice(0, end + delimiter.length);
    if (common !== null && (common === after || common === last)) continue;
    if (objects.length + commonPrefixes.length === maxKeys) {
      return { objects, commonPrefixes, next: maxKeys === 0 ? null : last };
    }
    if (common === null) objects.push(bucket.object(key));
    else commonPrefixes.push(common);
    last = common ?? key;
  }
  return { objects, commonPrefixes, next: null };
}

/** Index of the first key above `after` in the order of UTF-8 bytes. */
function firstAfter(keys: readonly string[], after: string): number {
  const target = Buffer.from(after);
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (Buffer.compare(Buffer.from(keys[middle] ?? ""), target) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @throws AwsError InvalidArgument. */
export function pageSize(text: string | null): number {
  if (text === null || text === "") return keysMax;
  if (!/^\d{1,10}$/.test(text)) {
    throw new AwsError("InvalidArgument", 400, "Provided max-keys not an integer or within integer range");
  }
  return Math.min(keysMax, Number(text));
}

/** With `url`, keys that XML cannot carry come through. Blanks as %20, which every decoder understands. */
export function keyEncoding(type: string | null): (key: string) => string {
  if (type === null || type === "") return (key) => key;
  if (type !== "url")
    throw new AwsError("InvalidArgument", 400, "Invalid Encoding Method specified in Request");
  return (key) => encodeURIComponent(key).replaceAll("%2F", "/");
}

function encodeToken(last: string): string {
  return Buffer.from(last).toString("base64url");
}

function decodeToken(token: string): string {
  if (!/^[\w-]+$/.test(token)) {
    throw new AwsError("InvalidArgument", 400, "The continuation token provided is incorrect");
  }
  return Buffer.from(token, "base64url").toString();
}
