/** S3's clock, read from its answers: event times must be comparable with S3's own, not with this machine's. */
import type { S3Client } from "@aws-sdk/client-s3";
import { isJsonObject } from "../local-aws/json.ts";

export class S3Clock {
  #aheadMs = 0;

  /** Watches every answer that the client gets from now on. */
  constructor(s3: S3Client) {
    s3.middlewareStack.add(
      (next) => async (request) => {
        const result = await next(request);
        this.#read(result.response);
        return result;
      },
      { step: "deserialize", name: "readS3Clock" },
    );
  }

  /** At most a second behind, because HTTP tells whole seconds; this machine's own time before the first answer. */
  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  #read(response: unknown): void {
    if (!isJsonObject(response) || !isJsonObject(response.headers)) return;
    const time = Date.parse(String(response.headers.date));
    if (!Number.isNaN(time)) this.#aheadMs = time - Date.now();
  }
}
