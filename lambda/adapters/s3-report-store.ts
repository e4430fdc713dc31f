/** Reports as HTML objects in S3. */
import type { S3Client } from "@aws-sdk/client-s3";
import type { StoredResult } from "../content-version.ts";
import type { Expected, ReportStore, WriteOutcome } from "../ports.ts";
import { S3ResultObjects } from "./s3-result-objects.ts";

export class S3ReportStore implements ReportStore {
  readonly #objects: S3ResultObjects;

  constructor(s3: S3Client, bucket: string) {
    this.#objects = new S3ResultObjects(s3, bucket);
  }

  put(
    key: string,
    page: string,
    result: StoredResult,
    expected: Expected = "anything",
  ): Promise<WriteOutcome> {
    return this.#objects.put(key, { text: page, contentType: "text/html; charset=utf-8" }, result, expected);
  }
}
