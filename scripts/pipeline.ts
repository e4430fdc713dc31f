/** What the command line does with a deployed pipeline: upload, see what is uploaded, wait for the result. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { Upload } from "@aws-sdk/lib-storage";
import { compareVersions } from "../lambda/content-version.ts";
import { fileNameOf, uploadPrefix } from "../lambda/output-keys.ts";
import { CommandFailure } from "./command-failure.ts";
import { explainFileError, standardInput } from "./input.ts";
import { getItem, type MetadataItem } from "./metadata-items.ts";
import type { Target } from "./targets.ts";
import { adviceOnName } from "./upload-names.ts";

/** 10,000 parts of this size are 320 GB; four of them are in memory at a time. */
const partBytes = 32 * 1024 * 1024;
const pollMs = 200;
/** S3 tells when an object was written in whole seconds, and its events may bear the time of another of its clocks. */
const clockToleranceMs = 2_000;

export interface UploadedFile {
  /** The key below `uploads/`, which is the item's `file_name`. */
  readonly fileName: string;
  readonly etag: string;
}

export interface ListedUpload extends UploadedFile {
  readonly lastModified: Date;
}

export interface UploadRequest {
  readonly path: string;
  readonly fileName: string;
  /** User metadata without the `x-amz-meta-` prefix. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Told the bytes sent so far. */
  readonly onProgress?: (bytesSoFar: number) => void;
}

/** Stream one file, or standard input for `-`, to `uploads/`, in parts when it is large. @throws CommandFailure when it cannot be read. */
export async function uploadFile(
  s3: S3Client,
  target: Target,
  request: UploadRequest,
): Promise<UploadedFile> {
  const { path, fileName, metadata = {}, onProgress } = request;
  try {
    if (path !== "-" && (await stat(path)).isDirectory())
      throw new CommandFailure(`${path} is a directory: name a file in it.`);
    const upload = new Upload({
      client: s3,
      partSize: partBytes,
      params: {
        Bucket: target.bucket,
        Key: `${uploadPrefix}${fileName}`,
        Body: path === "-" ? standardInput() : createReadStream(path, { highWaterMark: 1024 * 1024 }),
        Metadata: { ...metadata },
      },
    });
    upload.on("httpUploadProgress", ({ loaded = 0 }) => onProgress?.(loaded));
    const { ETag = "" } = await upload.done();
    return { fileName, etag: bareEtag(ETag) };
  } catch (error) {
    throw explainFileError(path, error);
  }
}

/** What was uploaded under names that begin so, folder markers left out. */
export async function listUploads(s3: S3Client, target: Target, nameStart = ""): Promise<ListedUpload[]> {
  const files: ListedUpload[] = [];
  const request = { Bucket: target.bucket, Prefix: `${uploadPrefix}${nameStart}` };
  for await (const page of paginateListObjectsV2({ client: s3 }, request)) {
    for (const { Key = "", ETag = "", LastModified: lastModified = new Date(0) } of page.Contents ?? []) {
      if (!Key.endsWith("/")) files.push({ fileName: fileNameOf(Key), etag: bareEtag(ETag), lastModified });
    }
  }
  return files;
}

/** True when the item describes the content that was uploaded. */
export function describes(item: MetadataItem, upload: UploadedFile): boolean {
  return item.etag === null || bareEtag(item.etag) === upload.etag;
}

/**
 * True when the item describes the object as it was last written, as far as that can be told: the same content uploaded
 * again has the same ETag, but its event is younger than the item's.
 */
export function describesLatest(item: MetadataItem, upload: ListedUpload): boolean {
  if (!describes(item, upload)) return false;
  if (item.eventTime === null) return true;
  return Date.parse(item.eventTime) >= upload.lastModified.getTime() - clockToleranceMs;
}

/** True when the item is the result of an upload of this content, and not the one that was there before it. */
export function isResult(item: MetadataItem, upload: UploadedFile, before: MetadataItem | null): boolean {
  return describes(item, upload) && (before === null || compareVersions(item, before) === "newer");
}

/**
 * Wait for the item of this upload.
 * @param before the file's item as it was before the upload, null when there was none
 * @throws CommandFailure when there is no new one within `timeoutMs`
 */
export async function waitForItem(
  client: DynamoDBDocumentClient,
  target: Target,
  upload: UploadedFile,
  timeoutMs: number,
  before: MetadataItem | null = null,
): Promise<MetadataItem> {
  const startedMs = performance.now();
  for (;;) {
    const item = await getItem(client, target, upload.fileName);
    if (item !== null && isResult(item, upload, before)) return item;
    if (performance.now() - startedMs > timeoutMs) {
      const seconds = Math.round(timeoutMs / 1000);
      throw new CommandFailure(`${upload.fileName} was not profiled within ${seconds} s: see make logs.`);
    }
    await sleep(pollMs);
  }
}

/** The stored summary of a file as it is. @throws CommandFailure when there is none. */
export async function fetchSummary(
  clients: { readonly s3: S3Client; readonly documents: DynamoDBDocumentClient },
  target: Target,
  fileName: string,
): Promise<string> {
  const item = await getItem(clients.documents, target, fileName);
  if (item === null) {
    throw new CommandFailure(`There is no item for ${fileName}: ${adviceOnName(fileName)}`);
  }
  const key = item.attributes.summary_key;
  if (typeof key !== "string") {
    throw new CommandFailure(
      `${fileName} has no summary: ${item.errorMessage ?? "it ended before one was written"}`,
      { exitCode: 1 },
    );
  }
  const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket: target.bucket, Key: key }));
  if (Body === undefined) throw new CommandFailure(`The summary ${key} is empty.`);
  return Body.transformToString();
}

function bareEtag(etag: string): string {
  return etag.replaceAll('"', "");
}
