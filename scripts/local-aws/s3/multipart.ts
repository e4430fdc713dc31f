/** Multipart uploads. Completing one moves no bytes: the object's content is the list of its parts' files. */
import { createHash } from "node:crypto";
import { AwsError } from "../aws-error.ts";
import { isJsonObject, stringOf } from "../json.ts";
import { attributesOf } from "./attributes.ts";
import type { Bucket } from "./bucket.ts";
import {
  asChecksumAlgorithm,
  type Checksums,
  checksumAlgorithmOf,
  checksumHeader,
  compositeChecksum,
  createDigest,
} from "./checksums.ts";
import { checkWriteConditions } from "./conditions.ts";
import { copyContent, copySource, copySourceRange } from "./copy.ts";
import { header, noContent, readText, type S3Request, type S3Response, xmlResponse } from "./exchange.ts";
import { keyEncoding, pageSize } from "./listing.ts";
import { checksumHeaders, readContent, receiveToFile } from "./objects.ts";
import type { ReceivedBody } from "./receive-body.ts";
import type { ObjectStore } from "./store.ts";
import type { DataFile, StoredObject, StoredPart, StoredUpload } from "./stored-object.ts";
import { malformedXml, parseXml, type XmlElement } from "./xml.ts";

const partNumberMax = 10_000;

/** Bytes that every part but the last must have. */
const partBytesMin = 5 * 1024 * 1024;

export async function createMultipartUpload(bucket: Bucket, request: S3Request): Promise<S3Response> {
  const algorithm = header(request, "x-amz-checksum-algorithm");
  const checksumAlgorithm = algorithm === undefined ? null : checksumAlgorithmOf(algorithm);
  const type = header(request, "x-amz-checksum-type");
  const upload = await bucket.createUpload({
    key: request.key,
    initiated: new Date().toISOString(),
    checksumAlgorithm,
    checksumType: type === "FULL_OBJECT" || checksumAlgorithm === "crc64nvme" ? "FULL_OBJECT" : "COMPOSITE",
    ...attributesOf(request.message.headers),
  });
  return xmlResponse("InitiateMultipartUploadResult", [
    ["Bucket", bucket.name],
    ["Key", request.key],
    ["UploadId", upload.uploadId],
  ]);
}

export async function uploadPart(
  store: ObjectStore,
  bucket: Bucket,
  request: S3Request,
): Promise<S3Response> {
  const upload = bucket.upload(request.query.get("uploadId") ?? "", request.key);
  const partNumber = partNumberOf(request.query.get("partNumber") ?? "");
  if (header(request, "x-amz-copy-source") === undefined) {
    const part = await addPart(bucket, upload, partNumber, await receiveToFile(bucket, request));
    return {
      status: 200,
      headers: { etag: `"${part.etag}"`, ...checksumHeaders({ checksums: part.checksums, files: [part] }) },
    };
  }
  const source = copySource(store, request);
  const body = await copyContent(source, copySourceRange(request, source), bucket);
  const part = await addPart(bucket, upload, partNumber, body);
  return xmlResponse("CopyPartResult", [
    ["LastModified", part.lastModified],
    ["ETag", `"${part.etag}"`],
  ]);
}

async function addPart(
  bucket: Bucket,
  upload: StoredUpload,
  partNumber: number,
  body: ReceivedBody & { readonly file: DataFile },
): Promise<StoredPart> {
  const { checksums, file, md5 } = body;
  const part = { ...file, partNumber, etag: md5, lastModified: new Date().toISOString(), checksums };
  try {
    await bucket.putPart(upload.uploadId, upload.key, part);
  } catch (cause) {
    await bucket.data.remove([file]);
    throw cause;
  }
  return part;
}

export async function completeMultipartUpload(
  store: ObjectStore,
  bucket: Bucket,
  request: S3Request,
): Promise<S3Response> {
  const completion = parseXml(await readText(request.message), "CompleteMultipartUpload");
  const object = await bucket.exclusively(async () => {
    const upload = bucket.upload(request.query.get("uploadId") ?? "", request.key);
    const parts = chosenParts(upload, Array.isArray(completion.Part) ? completion.Part : []);
    const draft = await assemble(bucket, upload, parts, request);
    const created = await store.create(bucket, draft, "CompleteMultipartUpload", (current) =>
      checkWriteConditions(current, (name) => header(request, name)),
    );
    await bucket.endUpload(upload, parts);
    return created;
  });
  const checksums = Object.entries(object.checksums).map(
    ([name, value]): XmlElement => [`Checksum${name.toUpperCase()}`, value],
  );
  return xmlResponse("CompleteMultipartUploadResult", [
    ["Location", `/${bucket.name}/${object.key}`],
    ["Bucket", bucket.name],
    ["Key", object.key],
    ["ETag", `"${object.etag}"`],
    ...checksums,
  ]);
}

/** The parts that the client lists, each compared with what was received. */
function chosenParts(upload: StoredUpload, listed: readonly unknown[]): StoredPart[] {
  if (listed.length === 0) throw malformedXml();
  const received = new Map(upload.parts.map((part) => [part.partNumber, part]));
  let previous = 0;
  const parts = listed.map((item) => {
    if (!isJsonObject(item)) throw malformedXml();
    const partNumber = partNumberOf(stringOf(item, "PartNumber")?.trim() ?? "");
    if (partNumber <= previous) {
      throw new AwsError(
        "InvalidPartOrder",
        400,
        "The list of parts was not in ascending order. The parts list must be specified in order by part number.",
      );
    }
    previous = partNumber;
    const part = received.get(partNumber);
    const etag = stringOf(item, "ETag")
      ?.trim()
      .replace(/^"(.*)"$/, "$1");
    const isAsStated = Object.entries(part?.checksums ?? {}).every(([name, value]) => {
      const stated = stringOf(item, `Checksum${name.toUpperCase()}`)?.trim();
      return stated === undefined || stated === value;
    });
    if (part === undefined || part.etag !== etag || !isAsStated) {
      throw new AwsError(
        "InvalidPart",
        400,
        "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      );
    }
    return part;
  });
  if (parts.slice(0, -1).some(({ sizeBytes }) => sizeBytes < partBytesMin)) {
    throw new AwsError(
      "EntityTooSmall",
      400,
      "Your proposed upload is smaller than the minimum allowed size",
    );
  }
  return parts;
}

async function assemble(
  bucket: Bucket,
  upload: StoredUpload,
  parts: readonly StoredPart[],
  request: S3Request,
): Promise<Omit<StoredObject, "sequencer" | "lastModified">> {
  const md5 = createHash("md5");
  for (const part of parts) md5.update(part.etag, "hex");
  const draft = {
    key: upload.key,
    etag: `${md5.digest("hex")}-${parts.length}`,
    sizeBytes: parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    files: parts.map(({ name, sizeBytes }) => ({ name, sizeBytes })),
    headers: upload.headers,
    metadata: upload.metadata,
    checksums: {},
  };
  const checksums = await objectChecksums(bucket, upload, parts, {
    ...draft,
    sequencer: "",
    lastModified: "",
  });
  for (const [name, value] of Object.entries(checksums)) {
    const stated = header(request, checksumHeader(checksumAlgorithmOf(name)));
    if (stated !== undefined && stated !== value && `${stated}-${parts.length}` !== value) {
      throw new AwsError(
        "BadDigest",
        400,
        `The ${name} you specified did not match the calculated checksum.`,
      );
    }
  }
  return { ...draft, checksums };
}

async function objectChecksums(
  bucket: Bucket,
  upload: StoredUpload,
  parts: readonly StoredPart[],
  object: StoredObject,
): Promise<Checksums> {
  const algorithm = asChecksumAlgorithm(upload.checksumAlgorithm ?? "");
  if (algorithm === undefined) return {};
  if (upload.checksumType === "FULL_OBJECT") {
    const digest = createDigest(algorithm);
    for await (const bytes of readContent(bucket, object, null)) digest.update(bytes);
    return { [algorithm]: digest.digest().toString("base64") };
  }
  const partChecksums = parts.map(({ checksums }) => checksums[algorithm]).filter((sum) => sum !== undefined);
  if (partChecksums.length !== parts.length) return {};
  return { [algorithm]: compositeChecksum(algorithm, partChecksums) };
}

export async function abortMultipartUpload(bucket: Bucket, request: S3Request): Promise<S3Response> {
  await bucket.exclusively(async () => {
    await bucket.endUpload(bucket.upload(request.query.get("uploadId") ?? "", request.key), []);
  });
  return noContent;
}

export function listParts(bucket: Bucket, request: S3Request): S3Response {
  const upload = bucket.upload(request.query.get("uploadId") ?? "", request.key);
  const after = Number(request.query.get("part-number-marker") ?? 0);
  const following = upload.parts.filter(({ partNumber }) => partNumber > after);
  const page = following.slice(0, pageSize(request.query.get("max-parts")));
  const isTruncated = page.length < following.length;
  return xmlResponse("ListPartsResult", [
    ["Bucket", bucket.name],
    ["Key", upload.key],
    ["UploadId", upload.uploadId],
    ["PartNumberMarker", after],
    ["NextPartNumberMarker", isTruncated ? page.at(-1)?.partNumber : undefined],
    ["IsTruncated", isTruncated],
    ...page.map(
      (part): XmlElement => [
        "Part",
        [
          ["PartNumber", part.partNumber],
          ["LastModified", part.lastModified],
          ["ETag", `"${part.etag}"`],
          ["Size", part.sizeBytes],
        ],
      ],
    ),
  ]);
}

/** All uploads under way on one page: there are few on one machine. */
export function listMultipartUploads(bucket: Bucket, request: S3Request): S3Response {
  const encode = keyEncoding(request.query.get("encoding-type"));
  const prefix = request.query.get("prefix") ?? "";
  const uploads = [...bucket.uploads].filter(({ key }) => key.startsWith(prefix));
  return xmlResponse("ListMultipartUploadsResult", [
    ["Bucket", bucket.name],
    ["Prefix", encode(prefix)],
    ["EncodingType", request.query.get("encoding-type") ?? undefined],
    ["IsTruncated", false],
    ...uploads.map(
      ({ key, uploadId, initiated }): XmlElement => [
        "Upload",
        [
          ["Key", encode(key)],
          ["UploadId", uploadId],
          ["Initiated", initiated],
        ],
      ],
    ),
  ]);
}

function partNumberOf(text: string): number {
  const partNumber = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (partNumber >= 1 && partNumber <= partNumberMax) return partNumber;
  throw new AwsError(
    "InvalidArgument",
    400,
    `Part number must be an integer between 1 and ${partNumberMax}, inclusive`,
  );
}
