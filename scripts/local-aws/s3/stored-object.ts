import { isJsonObject, type JsonObject, numberOf, stringOf } from "../json.ts";
import { type Checksums, checksumsOf } from "./checksums.ts";

/** A file of the bucket's data folder: the whole object, or the part of a multipart upload. */
export interface DataFile {
  readonly name: string;
  readonly sizeBytes: number;
}

/** What belongs to an object besides its content. */
export interface ObjectAttributes {
  /** content-type, cache-control …, as they were sent; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata without `x-amz-meta-`, values as they stood in the header (bytes as Latin-1). */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface StoredObject extends ObjectAttributes {
  readonly key: string;
  /** Without quotes. */
  readonly etag: string;
  readonly sizeBytes: number;
  /** ISO 8601. */
  readonly lastModified: string;
  /** 18 hexadecimal digits, greater than that of every earlier write. */
  readonly sequencer: string;
  /** The content is their concatenation. */
  readonly files: readonly DataFile[];
  /** `x-amz-checksum-…` values by algorithm. */
  readonly checksums: Checksums;
}

/** One part of a multipart upload that is under way. */
export interface StoredPart extends DataFile {
  readonly partNumber: number;
  readonly etag: string;
  readonly lastModified: string;
  readonly checksums: Checksums;
}

export interface StoredUpload extends ObjectAttributes {
  readonly uploadId: string;
  readonly key: string;
  readonly initiated: string;
  /** The algorithm stated when the upload began, in lower case; null if none. */
  readonly checksumAlgorithm: string | null;
  readonly checksumType: "COMPOSITE" | "FULL_OBJECT";
  readonly parts: readonly StoredPart[];
}

/** Read what was written by JSON.stringify(StoredObject). @throws Error when it is not one. */
export function parseStoredObject(text: string): StoredObject {
  const value = parseObject(text);
  return {
    ...attributesOf(value),
    key: required(value, "key"),
    etag: required(value, "etag"),
    sizeBytes: requiredNumber(value, "sizeBytes"),
    lastModified: required(value, "lastModified"),
    sequencer: required(value, "sequencer"),
    files: arrayOf(value, "files").map(dataFileOf),
    checksums: checksumValuesOf(value),
  };
}

export function parseStoredUpload(text: string): StoredUpload {
  const value = parseObject(text);
  return {
    ...attributesOf(value),
    uploadId: required(value, "uploadId"),
    key: required(value, "key"),
    initiated: required(value, "initiated"),
    checksumAlgorithm: stringOf(value, "checksumAlgorithm") ?? null,
    checksumType: stringOf(value, "checksumType") === "FULL_OBJECT" ? "FULL_OBJECT" : "COMPOSITE",
    parts: arrayOf(value, "parts").map((part) => ({
      ...dataFileOf(part),
      partNumber: requiredNumber(part, "partNumber"),
      etag: required(part, "etag"),
      lastModified: required(part, "lastModified"),
      checksums: checksumValuesOf(part),
    })),
  };
}

function parseObject(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) throw new Error("expected a JSON object");
  return value;
}

function attributesOf(value: JsonObject): ObjectAttributes {
  return { headers: stringsOf(value, "headers"), metadata: stringsOf(value, "metadata") };
}

function dataFileOf(value: JsonObject): DataFile {
  return { name: required(value, "name"), sizeBytes: requiredNumber(value, "sizeBytes") };
}

function checksumValuesOf(value: JsonObject): Checksums {
  const named = Object.entries(stringsOf(value, "checksums")).map(([name, text]) => [
    `x-amz-checksum-${name}`,
    text,
  ]);
  return checksumsOf(Object.fromEntries(named));
}

function stringsOf(value: JsonObject, name: string): Readonly<Record<string, string>> {
  const child = value[name];
  const strings = Object.entries(isJsonObject(child) ? child : {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(strings);
}

function arrayOf(value: JsonObject, name: string): JsonObject[] {
  const child = value[name];
  if (!Array.isArray(child)) throw new Error(`${name} is missing`);
  return child.filter(isJsonObject);
}

function required(value: JsonObject, name: string): string {
  const text = stringOf(value, name);
  if (text === undefined) throw new Error(`${name} is missing`);
  return text;
}

function requiredNumber(value: JsonObject, name: string): number {
  const number = numberOf(value, name);
  if (number === undefined) throw new Error(`${name} is missing`);
  return number;
}
