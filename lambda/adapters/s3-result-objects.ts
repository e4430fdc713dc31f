/** Results as objects in S3, each written only over what it replaces. */
import { HeadObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { type ResultRank, replaces, type StoredResult } from "../content-version.ts";
import type { Expected, WriteOutcome } from "../ports.ts";
import { s3Status } from "./s3-client.ts";

/** Lost races in a row before the service counts as failed: each means that another writer got through. */
const attemptsMax = 8;

/** User metadata of a result: which upload it describes, and how well. */
const metadataNames = {
  sequencer: "described-sequencer",
  eventTime: "described-event-time",
  etag: "described-etag",
  rank: "described-rank",
} as const;

interface Existing {
  readonly etag: string | null;
  /** Null for an object that another program put there. */
  readonly result: StoredResult | null;
}

/** What a result is written as. */
export interface ResultBody {
  readonly text: string;
  readonly contentType: string;
}

/**
 * Reads what is there, decides, and writes on condition that it is still there: of two writers one is refused and
 * decides again. Where nothing is expected, the reading is saved: that nothing is there is then the first condition.
 * Where an endpoint ignores the conditions, the window between reading, or expecting, and writing remains.
 *
 * Needs s3:PutObject and s3:GetObject on processed/, and s3:ListBucket on the bucket (403 instead of 404 without).
 */
export class S3ResultObjects {
  readonly #s3: S3Client;
  readonly #bucket: string;

  constructor(s3: S3Client, bucket: string) {
    this.#s3 = s3;
    this.#bucket = bucket;
  }

  async put(
    key: string,
    body: ResultBody,
    incoming: StoredResult,
    expected: Expected,
  ): Promise<WriteOutcome> {
    // As text it would be encoded three times: to be measured, for its checksum, and to be sent.
    const bytes = Buffer.from(body.text);
    for (let attempt = 1; ; attempt++) {
      const existing = attempt === 1 && expected === "nothing" ? null : await this.#head(key);
      if (existing?.result && !replaces(incoming, existing.result)) return "superseded";
      const command = new PutObjectCommand({
        Bucket: this.#bucket,
        Key: key,
        Body: bytes,
        ContentType: body.contentType,
        Metadata: toMetadata(incoming),
        ...(existing === null && { IfNoneMatch: "*" }),
        ...(existing?.etag && { IfMatch: existing.etag }),
      });
      try {
        await this.#s3.send(command);
        return "written";
      } catch (error) {
        if (!isLostRace(error) || attempt === attemptsMax) throw error;
      } finally {
        // The client keeps its first command with the steps that it sorted for it, but need not keep the result.
        delete command.input.Body;
      }
    }
  }

  async #head(key: string): Promise<Existing | null> {
    try {
      const head = await this.#s3.send(new HeadObjectCommand({ Bucket: this.#bucket, Key: key }));
      return { etag: head.ETag ?? null, result: fromMetadata(head.Metadata ?? {}) };
    } catch (error) {
      if (s3Status(error) === 404) return null;
      throw error;
    }
  }
}

/** 412: the condition failed; 409: another conditional write was under way; 404: what was to be replaced is gone. */
function isLostRace(error: unknown): boolean {
  const status = s3Status(error);
  if (status === 404) return error instanceof Error && error.name !== "NoSuchBucket";
  return status === 412 || status === 409;
}

function toMetadata({ version, rank }: StoredResult): Record<string, string> {
  return {
    ...(version.sequencer !== null && { [metadataNames.sequencer]: version.sequencer }),
    ...(version.eventTime !== null && { [metadataNames.eventTime]: version.eventTime }),
    ...(version.etag !== null && { [metadataNames.etag]: version.etag }),
    [metadataNames.rank]: String(rank),
  };
}

function fromMetadata(metadata: Readonly<Record<string, string>>): StoredResult | null {
  const rank = toRank(metadata[metadataNames.rank]);
  if (rank === null) return null;
  return {
    version: {
      sequencer: metadata[metadataNames.sequencer] ?? null,
      eventTime: metadata[metadataNames.eventTime] ?? null,
      etag: metadata[metadataNames.etag] ?? null,
    },
    rank,
  };
}

function toRank(text: string | undefined): ResultRank | null {
  const rank = Number(text);
  return rank === 0 || rank === 1 || rank === 2 ? rank : null;
}
