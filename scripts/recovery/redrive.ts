/** Profile uploads again: the newest content of each, through the function's own queue. */
import { setTimeout as sleep } from "node:timers/promises";
import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import type { S3Client } from "@aws-sdk/client-s3";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { attemptErrorCodes, type ContentVersion, compareVersions } from "../../lambda/content-version.ts";
import { getItem, listItems, type MetadataItem } from "../metadata-items.ts";
import { describes, listUploads, type UploadedFile } from "../pipeline.ts";
import type { Target } from "../targets.ts";
import { redriveEvent } from "./redrive-event.ts";
import type { S3Clock } from "./s3-clock.ts";

export const selections = ["failed", "errors", "all"] as const;

/**
 * failed: what an attempt came to nothing of (time-out, memory, a service that was down), and what has no item;
 * errors: files that are wrong themselves, too; all: everything.
 */
export type Selection = (typeof selections)[number];

export interface RedriveClients {
  readonly s3: S3Client;
  readonly documents: DynamoDBDocumentClient;
  readonly lambda: LambdaClient;
  readonly clock: S3Clock;
}

export interface RedriveCandidate {
  readonly upload: UploadedFile;
  readonly item: MetadataItem | null;
  /** Why it is to be profiled again. */
  readonly reason: string;
}

export interface SentRedrive extends RedriveCandidate {
  readonly version: ContentVersion;
}

/** Requests at the same time; the function's own concurrency is not touched by it. */
const lanes = 8;
const pollMs = 200;

/** What of the uploads whose names begin with `prefix` is to be profiled again, in the order of the names. */
export async function findCandidates(
  { s3, documents }: Pick<RedriveClients, "s3" | "documents">,
  target: Target,
  prefix: string,
  selection: Selection,
): Promise<RedriveCandidate[]> {
  const uploads = await listUploads(s3, target, prefix);
  const items = new Map((await listItems(documents, target)).map((item) => [item.fileName, item]));
  return uploads.flatMap((upload) => {
    const item = items.get(upload.fileName) ?? null;
    const reason = reasonToRedrive(upload, item, selection);
    return reason === null ? [] : [{ upload, item, reason }];
  });
}

export function reasonToRedrive(
  upload: UploadedFile,
  item: MetadataItem | null,
  selection: Selection,
): string | null {
  if (item === null) return "no item";
  if (!describes(item, upload)) return "the item describes other content";
  const failed = attemptErrorCodes.some((code) => code === item.errorCode);
  if (failed || (selection !== "failed" && item.status === "error")) return item.errorCode ?? item.status;
  return selection === "all" ? "stated" : null;
}

/** Send the events. @param onSent is told after each */
export async function sendRedrives(
  { lambda, clock }: Pick<RedriveClients, "lambda" | "clock">,
  target: Target,
  candidates: readonly RedriveCandidate[],
  onSent: () => void = () => {},
): Promise<SentRedrive[]> {
  return inLanes(candidates, async (candidate) => {
    const { event, version } = redriveEvent(target.bucket, candidate.upload, candidate.item, clock.now());
    const Payload = JSON.stringify(event);
    await lambda.send(
      new InvokeCommand({ FunctionName: target.functionName, InvocationType: "Event", Payload }),
    );
    onSent();
    return { ...candidate, version };
  });
}

/**
 * Wait for the items of what was sent.
 * @returns the items in the order of `sent`; null where the time was over before there was a new one
 */
export async function awaitRedrives(
  documents: DynamoDBDocumentClient,
  target: Target,
  sent: readonly SentRedrive[],
  timeoutMs: number,
  onEnded: () => void = () => {},
): Promise<(MetadataItem | null)[]> {
  const startedMs = performance.now();
  return inLanes(sent, async (redrive) => {
    for (;;) {
      const item = await getItem(documents, target, redrive.upload.fileName);
      if (item !== null && isAnswer(item, redrive)) {
        onEnded();
        return item;
      }
      if (performance.now() - startedMs > timeoutMs) return null;
      await sleep(pollMs);
    }
  });
}

/**
 * The result of this redrive, of a later one, or of an upload that came after it. The same content uploaded again has a
 * greater sequencer, and perhaps an earlier time than the event of the redrive, which is then passed over as older; other
 * content has a result of its own, and is not the other content that was there before.
 */
export function isAnswer(item: MetadataItem, { upload, item: before, version }: SentRedrive): boolean {
  if (item.eventTime === null) return false;
  if (describes(item, upload)) return compareVersions(item, version) !== "older";
  return before === null || compareVersions(item, before) === "newer";
}

/** Carry the action out for each, a few at a time; results in the order of the values. */
async function inLanes<Value, Result>(
  values: readonly Value[],
  action: (value: Value) => Promise<Result>,
): Promise<Result[]> {
  const results = new Map<number, Result>();
  const pending = values.entries();
  const lane = async () => {
    for (const [i, value] of pending) results.set(i, await action(value));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
