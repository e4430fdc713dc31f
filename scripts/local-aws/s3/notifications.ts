import { randomBytes } from "node:crypto";
import { accountId, region } from "../identity.ts";
import { isJsonObject, stringOf } from "../json.ts";
import type { Creation } from "./store.ts";
import type { StoredObject } from "./stored-object.ts";

/**
 * The notification of a created object, as S3 sends it to a function.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function objectCreatedEvent(bucket: string, object: StoredObject, creation: Creation): object {
  return {
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: region,
        eventTime: new Date().toISOString(),
        eventName: `ObjectCreated:${creation}`,
        userIdentity: { principalId: `AWS:${accountId}` },
        requestParameters: { sourceIPAddress: "127.0.0.1" },
        responseElements: {
          "x-amz-request-id": randomBytes(8).toString("hex").toUpperCase(),
          "x-amz-id-2": randomBytes(57).toString("base64"),
        },
        s3: {
          s3SchemaVersion: "1.0",
          configurationId: "uploads",
          bucket: {
            name: bucket,
            ownerIdentity: { principalId: accountId },
            arn: `arn:aws:s3:::${bucket}`,
          },
          object: {
            key: formEncode(object.key),
            size: object.sizeBytes,
            eTag: object.etag,
            sequencer: object.sequencer,
          },
        },
      },
    ],
  };
}

/** As in HTML forms: `+` for a blank; slashes stay. */
function formEncode(key: string): string {
  return encodeURIComponent(key)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+")
    .replaceAll("%2F", "/");
}

/** Which write a notification tells of; null if it is none of ours. */
export function announcedWrite(
  event: unknown,
): { readonly bucket: string; readonly key: string; readonly sequencer: string } | null {
  const records = isJsonObject(event) && Array.isArray(event.Records) ? event.Records : [];
  const s3 = isJsonObject(records[0]) ? records[0].s3 : undefined;
  if (!isJsonObject(s3) || !isJsonObject(s3.bucket) || !isJsonObject(s3.object)) return null;
  const bucket = stringOf(s3.bucket, "name");
  const key = stringOf(s3.object, "key");
  const sequencer = stringOf(s3.object, "sequencer");
  if (bucket === undefined || key === undefined || sequencer === undefined) return null;
  return { bucket, key: decodeURIComponent(key.replaceAll("+", "%20")), sequencer };
}
