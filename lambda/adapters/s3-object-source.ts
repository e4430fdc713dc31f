/** Uploads in S3, each pinned to the content its event announced. */
import { setTimeout as sleep } from "node:timers/promises";
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  InvalidObjectState,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { ObjectSource, OpenObject, UploadEvent } from "../ports.ts";
import { fullChecksum, verified } from "./full-checksum.ts";
import { type ReadAhead, readAheadFor } from "./ranged-body.ts";
import { objectBody } from "./s3-body.ts";
import { quoteEtag, s3Status, unquoteEtag } from "./s3-client.ts";
import { isMissingKey, readableBody } from "./s3-range.ts";
import { userMetadata } from "./user-metadata.ts";

/**
 * Pauses before an object that is not there, or not yet the announced one, counts so. S3 itself is consistent;
 * caches and replicas in front of other implementations may lag behind their own events.
 */
const visibilityPausesMs: readonly number[] = [100, 400, 1_000];

/** How long after its event an object may still be on its way: longer than Lambda's retries take. */
const youngEventMs = 15 * 60_000;

/** S3 states times in whole seconds; a content older than its event by more than this is not the announced one. */
const clockToleranceMs = 2_000;

type Lookup = OpenObject | "not_found" | "archived" | { readonly otherContentAt: Date | null };

/**
 * Needs s3:GetObject on uploads/, and s3:ListBucket on the bucket: without it S3 answers 403 instead of 404 for a
 * key that does not exist.
 */
export class S3ObjectSource implements ObjectSource {
  readonly #s3: S3Client;
  readonly #readAhead: ReadAhead;
  readonly #pausesMs: readonly number[];

  constructor(
    s3: S3Client,
    readAhead: ReadAhead = readAheadFor(null),
    pausesMs: readonly number[] = visibilityPausesMs,
  ) {
    this.#s3 = s3;
    this.#readAhead = readAhead;
    this.#pausesMs = pausesMs;
  }

  async open(event: UploadEvent): ReturnType<ObjectSource["open"]> {
    for (let attempt = 0; ; attempt++) {
      const found = await this.#lookUp(event);
      if (found === "archived" || (typeof found === "object" && "body" in found)) return found;
      const pauseMs = this.#pausesMs[attempt];
      const lagging = found === "not_found" ? isYoung(event) : isOlderThan(found.otherContentAt, event);
      if (!lagging) return found === "not_found" ? found : "superseded";
      if (pauseMs === undefined) {
        if (found === "not_found") return found;
        throw new Error(`${event.key} still has content from before its event; to be tried again later.`);
      }
      await sleep(pauseMs);
    }
  }

  /** Under the decoded key, then under the key as it stood in the event. */
  async #lookUp(event: UploadEvent): Promise<Lookup> {
    const decoded = await this.#get(event, event.key);
    if (event.rawKey === event.key || decoded === "archived") return decoded;
    if (typeof decoded === "object" && "body" in decoded) return decoded;
    const raw = await this.#get(event, event.rawKey);
    return raw === "not_found" ? decoded : raw;
  }

  async #get(event: UploadEvent, key: string): Promise<Lookup> {
    let response: GetObjectCommandOutput;
    try {
      // Without a signal: with one, the client forgets the steps it has sorted, for requests of all kinds.
      response = await this.#s3.send(
        new GetObjectCommand({
          Bucket: event.bucket,
          Key: key,
          ...(event.etag !== null && { IfMatch: quoteEtag(event.etag) }),
        }),
      );
    } catch (error) {
      if (isMissingKey(error)) return "not_found";
      if (error instanceof InvalidObjectState) return "archived";
      if (s3Status(error) === 412) return { otherContentAt: await this.#lastModified(event, key) };
      throw error;
    }
    return this.#openObject(event, key, response);
  }

  async #lastModified(event: UploadEvent, key: string): Promise<Date | null> {
    try {
      const range = { Bucket: event.bucket, Key: key, Range: "bytes=0-0" };
      const response = await this.#s3.send(new GetObjectCommand(range));
      readableBody(response).destroy();
      // Of an object in parts it is the time at which the upload began, hours before its end perhaps.
      return isInParts(response.ETag) ? null : (response.LastModified ?? null);
    } catch (error) {
      // Deleted meanwhile, archived, or empty (416): newer than the event in any case.
      if (isMissingKey(error) || error instanceof InvalidObjectState || s3Status(error) === 416) return null;
      throw error;
    }
  }

  #openObject(event: UploadEvent, key: string, response: GetObjectCommandOutput): OpenObject {
    const aborter = new AbortController();
    const etag = unquoteEtag(response.ETag ?? event.etag ?? "");
    const first = readableBody(response);
    const pinned = { bucket: event.bucket, key, etag };
    const sizeBytes = response.ContentLength ?? null;
    const body = objectBody(this.#s3, pinned, { first, sizeBytes, aborter }, this.#readAhead);
    return {
      key,
      etag,
      versionId: response.VersionId ?? null,
      sizeBytes: sizeBytes ?? 0,
      lastModified: response.LastModified ?? new Date(event.eventTime ?? Date.now()),
      metadata: userMetadata(response.Metadata),
      body: verified(body, fullChecksum(response)),
      close: () => {
        aborter.abort();
        first.destroy();
      },
    };
  }
}

function isInParts(etag: string | undefined): boolean {
  return /-\d+"?$/.test(etag ?? "");
}

function isYoung(event: UploadEvent): boolean {
  return event.eventTime !== null && Date.now() - Date.parse(event.eventTime) < youngEventMs;
}

function isOlderThan(at: Date | null, event: UploadEvent): boolean {
  if (at === null || event.eventTime === null || !isYoung(event)) return false;
  return at.getTime() < Date.parse(event.eventTime) - clockToleranceMs;
}
