/** Summaries as JSON objects in S3. */
import type { S3Client } from "@aws-sdk/client-s3";
import { type ContentVersion, rankOf } from "../content-version.ts";
import type { Expected, SummaryStore, WriteOutcome } from "../ports.ts";
import type { Summary } from "../profile/summary.ts";
import { S3ResultObjects } from "./s3-result-objects.ts";

export class S3SummaryStore implements SummaryStore {
  readonly #objects: S3ResultObjects;

  constructor(s3: S3Client, bucket: string) {
    this.#objects = new S3ResultObjects(s3, bucket);
  }

  put(
    key: string,
    summary: Summary,
    version: ContentVersion,
    expected: Expected = "anything",
  ): Promise<WriteOutcome> {
    const body = { text: `${JSON.stringify(summary, null, 2)}\n`, contentType: "application/json" };
    return this.#objects.put(key, body, { version, rank: rankOf(summary) }, expected);
  }
}
