/** `s3://bucket/key` as an input, read through the same resuming source as in the function. */
import { isDynamicPattern } from "tinyglobby";
import { S3ObjectSource } from "../lambda/adapters/s3-object-source.ts";
import { fileNameOf } from "../lambda/output-keys.ts";
import type { OpenObject } from "../lambda/ports.ts";
import { s3Client } from "./clients.ts";
import { CommandFailure } from "./command-failure.ts";
import type { Input } from "./input.ts";
import type { Target } from "./targets.ts";

const objectUrl = /^s3:\/\/(?<bucket>[^/]+)\/(?<key>.+)$/s;

/** @throws CommandFailure when the URL is none or there is no such object */
export async function openS3Input(url: string, target: Pick<Target, "endpoint" | "region">): Promise<Input> {
  const { bucket, key } = objectUrl.exec(url)?.groups ?? {};
  if (bucket === undefined || key === undefined) {
    throw new CommandFailure(`${url} names no object: expected s3://bucket/key.`);
  }
  const s3 = s3Client(target);
  const source = new S3ObjectSource(s3);
  const named = {
    bucket,
    key,
    rawKey: key,
    etag: null,
    versionId: null,
    sequencer: null,
    eventTime: null,
  } as const;
  const object = await source.open(named).catch((error: unknown) => {
    s3.destroy();
    throw error;
  });
  if (typeof object === "string") {
    s3.destroy();
    throw new CommandFailure(
      object === "archived"
        ? `${url} is archived: restore it first (aws s3api restore-object).`
        : `There is no object ${url}${isDynamicPattern(key) ? ": patterns are for local files" : ""}.`,
    );
  }
  let reopened: OpenObject | null = null;
  return {
    fileName: fileNameOf(object.key),
    path: null,
    inode: null,
    sizeBytes: object.sizeBytes,
    modified: object.lastModified,
    bucket,
    key: object.key,
    etag: object.etag,
    versionId: object.versionId,
    metadata: object.metadata,
    body: object.body,
    reopen: async function* () {
      const again = await source.open({ ...named, etag: object.etag });
      if (typeof again === "string") throw new CommandFailure(`${url} was overwritten or deleted meanwhile.`);
      reopened = again;
      yield* again.body;
    },
    close: () => {
      object.close();
      reopened?.close();
      s3.destroy();
    },
  };
}
