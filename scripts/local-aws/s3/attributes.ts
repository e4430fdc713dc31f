/** Headers that S3 keeps with an object: standard ones and user metadata. */
import type { IncomingHttpHeaders } from "node:http";
import { AwsError } from "../aws-error.ts";
import type { ObjectAttributes, StoredObject } from "./stored-object.ts";

const keptHeaders = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
] as const;

const metadataPrefix = "x-amz-meta-";

/** Bytes of all names and values of user metadata that S3 takes. */
const metadataBytesMax = 2 * 1024;

export function attributesOf(headers: IncomingHttpHeaders): ObjectAttributes {
  const kept: Record<string, string> = { "content-type": "binary/octet-stream" };
  for (const name of keptHeaders) {
    const value = name === "content-encoding" ? withoutAwsChunked(headers[name]) : headers[name];
    if (typeof value === "string" && value !== "") kept[name] = value;
  }
  const metadata: Record<string, string> = {};
  let metadataBytes = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith(metadataPrefix) || value === undefined) continue;
    const text = String(value);
    metadata[name.slice(metadataPrefix.length)] = text;
    metadataBytes += name.length - metadataPrefix.length + text.length;
  }
  if (metadataBytes > metadataBytesMax) {
    throw new AwsError(
      "MetadataTooLarge",
      400,
      "Your metadata headers exceed the maximum allowed metadata size",
    );
  }
  return { headers: kept, metadata };
}

/** The framing of the request is no property of the object. */
function withoutAwsChunked(encoding: string | undefined): string | undefined {
  return encoding
    ?.split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding.toLowerCase() !== "aws-chunked")
    .join(",");
}

/** The headers of a GET or HEAD answer, without those that depend on a range. */
export function responseHeaders(object: StoredObject, query: URLSearchParams): Record<string, string> {
  const headers: Record<string, string> = {
    ...object.headers,
    etag: `"${object.etag}"`,
    "last-modified": new Date(object.lastModified).toUTCString(),
    "accept-ranges": "bytes",
  };
  for (const [name, value] of Object.entries(object.metadata)) {
    headers[metadataPrefix + name] = asHeaderText(value);
  }
  for (const name of keptHeaders) {
    const override = query.get(`response-${name}`);
    if (override !== null) headers[name] = override;
  }
  return headers;
}

/** S3 answers metadata that is not US-ASCII in RFC 2047 encoding of what it took for Latin-1. */
function asHeaderText(value: string): string {
  return /^[\t\x20-\x7e]*$/.test(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString("base64")}?=`;
}
