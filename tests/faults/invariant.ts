/**
 * The claim, object by object: every object that was uploaded ended in exactly one terminal item that describes its
 * newest version, and what the item points at is that version's summary.
 */
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { attemptErrorCodes } from "../../lambda/content-version.ts";
import type { UploadEvent } from "../../lambda/ports.ts";
import { listItems, type MetadataItem } from "../../scripts/metadata-items.ts";
import { listUploads } from "../../scripts/pipeline.ts";
import type { Target } from "../../scripts/targets.ts";
import { difference, type Expectations } from "./expectations.ts";

/** "profiled": with the result that its content demands; "failed": the item says that it could not be had. */
export type Ending = "profiled" | "failed" | "deleted";

export interface Verdict {
  readonly endings: ReadonlyMap<string, Ending>;
  /** Error codes of the items that failed, with their number. */
  readonly failures: ReadonlyMap<string, number>;
  /** Where the claim does not hold. */
  readonly breaches: readonly string[];
}

interface World {
  readonly s3: S3Client;
  readonly documents: DynamoDBDocumentClient;
  readonly target: Target;
  /** The newest upload of each file, by S3's own events. */
  readonly newest: ReadonlyMap<string, UploadEvent>;
  readonly expectations: Expectations;
}

export async function checkInvariant(world: World): Promise<Verdict> {
  const items = await listItems(world.documents, world.target);
  const byName = new Map(items.map((item) => [item.fileName, item]));
  const uploads = await listUploads(world.s3, world.target);
  const present = new Map(uploads.map(({ fileName, etag }) => [fileName, etag]));
  const endings = new Map<string, Ending>();
  const failures = new Map<string, number>();
  const breaches: string[] = [];

  for (const fileName of present.keys()) {
    if (!world.newest.has(fileName)) breaches.push(`${fileName}: no event told of it`);
  }
  for (const item of items) {
    if (!world.newest.has(item.fileName)) breaches.push(`${item.fileName}: an item of a file never uploaded`);
  }
  for (const [fileName, upload] of world.newest) {
    const item = byName.get(fileName);
    const breach = item === undefined ? "no item" : breachOf(item, upload, present.get(fileName));
    if (item === undefined || breach !== null) {
      breaches.push(`${fileName}: ${breach}`);
      continue;
    }
    const failed = attemptErrorCodes.find((code) => code === item.errorCode);
    if (failed !== undefined) failures.set(failed, (failures.get(failed) ?? 0) + 1);
    else breaches.push(...(await resultBreaches(world, item, upload)).map((text) => `${fileName}: ${text}`));
    endings.set(fileName, !present.has(fileName) ? "deleted" : failed === undefined ? "profiled" : "failed");
  }
  return { endings, failures, breaches };
}

function breachOf(item: MetadataItem, newest: UploadEvent, presentEtag: string | undefined): string | null {
  if (item.sequencer !== newest.sequencer) {
    return `the item describes upload ${item.sequencer}, the newest is ${newest.sequencer}`;
  }
  if (presentEtag !== undefined && item.etag !== presentEtag) {
    return `the item describes content ${item.etag}, the object is ${presentEtag}`;
  }
  if (item.status !== "success" && item.status !== "error") return `status ${item.status} is not terminal`;
  if (item.status === "error" && (item.errorCode === null || item.errorMessage === null)) {
    return "an error without code or message";
  }
  return null;
}

/** The item and its summary are what the content demands. */
async function resultBreaches(
  { s3, target, expectations }: World,
  item: MetadataItem,
  upload: UploadEvent,
): Promise<string[]> {
  const expected = expectations.of(upload.etag ?? "");
  if (expected === undefined) return [`nobody uploaded content ${upload.etag}`];
  if (item.status !== expected.status || item.errorCode !== expected.error_code) {
    return [
      `ended as ${item.status} ${item.errorCode}, its content demands ${expected.status} ${expected.error_code}`,
    ];
  }
  const key = item.summaryKey;
  if (key === null) return ["the item names no summary"];
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: target.bucket, Key: key }));
    const summary: unknown = JSON.parse((await Body?.transformToString()) ?? "null");
    const found = difference(expected, summary);
    return found === null ? [] : [`in its summary ${found}`];
  } catch (error) {
    return [`its summary ${key} cannot be read: ${error}`];
  }
}
