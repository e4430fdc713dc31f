/** Files that were uploaded and have no item of that upload yet. */
import { ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { fileNameOf, uploadPrefix } from "../../lambda/output-keys.ts";
import { getItem } from "../metadata-items.ts";
import { describesLatest, type ListedUpload } from "../pipeline.ts";
import type { Target } from "../targets.ts";

export interface WaitingFile extends ListedUpload {
  readonly sizeBytes: number | null;
}

/** Uploads of others are looked for this often, among the first 1,000 keys: S3 cannot list the newest. */
const listingMs = 5_000;
/** An upload older than this that has no item is a matter for `csvprofile reconcile`. */
const recentMs = 15 * 60_000;
const askedMax = 20;

export class WaitingFiles {
  readonly #s3: S3Client;
  readonly #documents: DynamoDBDocumentClient;
  readonly #target: Target;
  readonly #waiting = new Map<string, WaitingFile>();
  /** Name → which upload of it is known to be described. */
  readonly #described = new Map<string, string>();
  #listedAtMs = Number.NEGATIVE_INFINITY;

  constructor(s3: S3Client, documents: DynamoDBDocumentClient, target: Target) {
    this.#s3 = s3;
    this.#documents = documents;
    this.#target = target;
  }

  /** An upload of our own, known at once. */
  add(file: WaitingFile): void {
    this.#waiting.set(file.fileName, file);
  }

  /** The newest first. */
  async list(): Promise<WaitingFile[]> {
    if (performance.now() - this.#listedAtMs > listingMs) await this.#findRecent();
    const oldestFirst = [...this.#waiting.values()].slice(0, askedMax);
    await Promise.all(oldestFirst.map((file) => this.#check(file)));
    return [...this.#waiting.values()].sort((a, b) => b.lastModified.getTime() - a.lastModified.getTime());
  }

  async #findRecent(): Promise<void> {
    this.#listedAtMs = performance.now();
    const { Contents = [] } = await this.#s3.send(
      new ListObjectsV2Command({ Bucket: this.#target.bucket, Prefix: uploadPrefix }),
    );
    for (const { Key = "", ETag = "", LastModified: lastModified, Size: sizeBytes = null } of Contents) {
      const fileName = fileNameOf(Key);
      if (Key.endsWith("/") || lastModified === undefined) continue;
      const file = { fileName, etag: ETag.replaceAll('"', ""), lastModified, sizeBytes };
      const isDescribed = this.#described.get(fileName) === versionOf(file);
      if (Date.now() - lastModified.getTime() <= recentMs && !isDescribed) this.#waiting.set(fileName, file);
    }
  }

  async #check(file: WaitingFile): Promise<void> {
    const item = await getItem(this.#documents, this.#target, file.fileName);
    if (item === null || !describesLatest(item, file) || this.#waiting.get(file.fileName) !== file) return;
    this.#waiting.delete(file.fileName);
    this.#described.set(file.fileName, versionOf(file));
  }
}

/** The same content uploaded again has the same ETag. */
const versionOf = ({ etag, lastModified }: ListedUpload): string => `${etag} ${lastModified.getTime()}`;
