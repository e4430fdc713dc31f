import { rm } from "node:fs/promises";
import { AwsError } from "../aws-error.ts";
import { attributesOf } from "./attributes.ts";
import type { Bucket } from "./bucket.ts";
import { checkCopySourceConditions, checkWriteConditions } from "./conditions.ts";
import { decode, header, type S3Request, type S3Response, xmlResponse } from "./exchange.ts";
import { readContent } from "./objects.ts";
import { type ByteRange, parseRange } from "./range.ts";
import { type ReceivedBody, receiveBody } from "./receive-body.ts";
import type { ObjectStore } from "./store.ts";
import type { DataFile, StoredObject } from "./stored-object.ts";

interface CopySource {
  readonly bucket: Bucket;
  readonly object: StoredObject;
}

export async function copyObject(
  store: ObjectStore,
  bucket: Bucket,
  request: S3Request,
): Promise<S3Response> {
  const source = copySource(store, request);
  const replacesMetadata = header(request, "x-amz-metadata-directive")?.toUpperCase() === "REPLACE";
  if (source.bucket === bucket && source.object.key === request.key && !replacesMetadata) {
    throw new AwsError(
      "InvalidRequest",
      400,
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const attributes = replacesMetadata
    ? attributesOf(request.message.headers)
    : { headers: source.object.headers, metadata: source.object.metadata };
  const { file, md5, sizeBytes } = await copyContent(source, null, bucket);
  const draft = { key: request.key, etag: md5, sizeBytes, files: [file], checksums: {}, ...attributes };
  try {
    const copy = await bucket.exclusively(() =>
      store.create(bucket, draft, "Copy", (current) =>
        checkWriteConditions(current, (name) => header(request, name)),
      ),
    );
    return xmlResponse("CopyObjectResult", [
      ["LastModified", copy.lastModified],
      ["ETag", `"${copy.etag}"`],
    ]);
  } catch (cause) {
    await bucket.data.remove([file]);
    throw cause;
  }
}

/** The object that `x-amz-copy-source` names. @throws AwsError NoSuchKey, PreconditionFailed … */
export function copySource(store: ObjectStore, request: S3Request): CopySource {
  const source = decode((header(request, "x-amz-copy-source") ?? "").replace(/\?versionId=.*$/, ""));
  const match = /^\/?([^/]+)\/(.+)$/s.exec(source);
  if (match === null) {
    throw new AwsError(
      "InvalidArgument",
      400,
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
    );
  }
  const [, bucketName = "", key = ""] = match;
  const bucket = store.bucket(bucketName);
  const object = bucket.object(key);
  checkCopySourceConditions(object, (name) => header(request, name));
  return { bucket, object };
}

/** The part of the source that UploadPartCopy wants. */
export function copySourceRange(request: S3Request, source: CopySource): ByteRange | null {
  return parseRange(header(request, "x-amz-copy-source-range"), source.object.sizeBytes);
}

/** Copy (a range of) an object's bytes to a new data file of the bucket. */
export async function copyContent(
  source: CopySource,
  range: ByteRange | null,
  bucket: Bucket,
): Promise<ReceivedBody & { readonly file: DataFile }> {
  const name = bucket.data.newName();
  const path = bucket.data.path(name);
  const release = source.bucket.data.hold(source.object.files);
  try {
    const body = await receiveBody(readContent(source.bucket, source.object, range), {}, path);
    return { ...body, file: { name, sizeBytes: body.sizeBytes } };
  } catch (cause) {
    await rm(path, { force: true });
    throw cause;
  } finally {
    await release();
  }
}
