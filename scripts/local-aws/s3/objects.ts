/** Operations on one object, and DeleteObjects. */
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { AwsError } from "../aws-error.ts";
import { isJsonObject, stringOf } from "../json.ts";
import { attributesOf, responseHeaders } from "./attributes.ts";
import type { Bucket } from "./bucket.ts";
import { checkReadConditions, checkWriteConditions } from "./conditions.ts";
import { header, noContent, readText, type S3Request, type S3Response, xmlResponse } from "./exchange.ts";
import { type ByteRange, parseRange } from "./range.ts";
import { type ReceivedBody, receiveBody } from "./receive-body.ts";
import type { ObjectStore } from "./store.ts";
import type { DataFile, StoredObject } from "./stored-object.ts";
import { malformedXml, parseXml, type XmlElement } from "./xml.ts";

/** Objects that one DeleteObjects request may name. */
const deletionsMax = 1000;

export async function putObject(store: ObjectStore, bucket: Bucket, request: S3Request): Promise<S3Response> {
  const { key } = request;
  const attributes = attributesOf(request.message.headers);
  const mayReplace = (current: StoredObject | undefined) =>
    checkWriteConditions(current, (name) => header(request, name));
  // Checked again when the body is there; doing it now spares a large upload that is bound to fail.
  mayReplace(bucket.find(key));
  const body = await receiveToFile(bucket, request);
  const { file, md5, sizeBytes, checksums } = body;
  const draft = { key, etag: md5, sizeBytes, files: [file], checksums, ...attributes };
  try {
    const object = await bucket.exclusively(() => store.create(bucket, draft, "Put", mayReplace));
    return { status: 200, headers: { etag: `"${object.etag}"`, ...checksumHeaders(object) } };
  } catch (cause) {
    await bucket.data.remove([file]);
    throw cause;
  }
}

/** Receive the body into a data file of the bucket; nothing is left behind if that fails. */
export async function receiveToFile(
  bucket: Bucket,
  request: S3Request,
): Promise<ReceivedBody & { readonly file: DataFile }> {
  const name = bucket.data.newName();
  const path = bucket.data.path(name);
  try {
    const body = await receiveBody(request.message, request.message.headers, path);
    return { ...body, file: { name, sizeBytes: body.sizeBytes } };
  } catch (cause) {
    await rm(path, { force: true });
    throw cause;
  }
}

export function getObject(bucket: Bucket, request: S3Request): S3Response {
  const object = bucket.object(request.key);
  checkReadConditions(object, (name) => header(request, name));
  const range = partRange(object, request) ?? parseRange(header(request, "range"), object.sizeBytes);
  const headers = responseHeaders(object, request.query);
  if (range === null) {
    headers["content-length"] = String(object.sizeBytes);
    if (header(request, "x-amz-checksum-mode")?.toUpperCase() === "ENABLED") {
      Object.assign(headers, checksumHeaders(object));
    }
  } else {
    headers["content-length"] = String(range.last - range.first + 1);
    headers["content-range"] = `bytes ${range.first}-${range.last}/${object.sizeBytes}`;
  }
  const status = range === null ? 200 : 206;
  if (request.method === "HEAD") return { status, headers };
  // Held from here on: the object may be replaced before the first byte leaves.
  const release = bucket.data.hold(object.files);
  return {
    status,
    headers,
    body: (target) => pipeline(readContent(bucket, object, range), target).finally(release),
  };
}

/** `?partNumber=n` reads the n-th part of a multipart object, the whole of any other for n = 1. */
function partRange(object: StoredObject, request: S3Request): ByteRange | null {
  const text = request.query.get("partNumber");
  if (text === null || object.sizeBytes === 0) return null;
  const partNumber = Number(text);
  const part = object.files[partNumber - 1];
  if (part === undefined) {
    throw new AwsError("InvalidPartNumber", 416, "The requested partnumber is not satisfiable");
  }
  const first = object.files.slice(0, partNumber - 1).reduce((sum, file) => sum + file.sizeBytes, 0);
  return { first, last: first + part.sizeBytes - 1 };
}

/** The bytes of an object; the caller holds its files. */
export async function* readContent(
  bucket: Bucket,
  object: StoredObject,
  range: ByteRange | null,
): AsyncGenerator<Buffer> {
  const { first, last } = range ?? { first: 0, last: object.sizeBytes - 1 };
  let fileStart = 0;
  for (const file of object.files) {
    const start = Math.max(0, first - fileStart);
    const end = Math.min(file.sizeBytes, last - fileStart + 1) - 1;
    fileStart += file.sizeBytes;
    if (end < start) continue;
    yield* createReadStream(bucket.data.path(file.name), { start, end, highWaterMark: 256 * 1024 });
  }
}

export function checksumHeaders(object: Pick<StoredObject, "checksums" | "files">): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(object.checksums)) {
    headers[`x-amz-checksum-${name}`] = value;
    headers["x-amz-checksum-type"] = value.includes("-") ? "COMPOSITE" : "FULL_OBJECT";
  }
  return headers;
}

export async function deleteObjects(bucket: Bucket, request: S3Request): Promise<S3Response> {
  const deletion = parseXml(await readText(request.message), "Delete");
  const objects = Array.isArray(deletion.Object) ? deletion.Object : [];
  if (objects.length === 0 || objects.length > deletionsMax) throw malformedXml();
  const isQuiet = stringOf(deletion, "Quiet") === "true";
  const results: XmlElement[] = [];
  for (const object of objects) {
    const key = isJsonObject(object) ? stringOf(object, "Key") : undefined;
    if (key === undefined || key === "") throw malformedXml();
    await bucket.delete(key);
    if (!isQuiet) results.push(["Deleted", [["Key", key]]]);
  }
  return xmlResponse("DeleteResult", results);
}

export async function deleteObject(bucket: Bucket, request: S3Request): Promise<S3Response> {
  await bucket.delete(request.key);
  return noContent;
}
