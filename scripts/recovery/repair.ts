/** What `reconcile --fix` removes. What it profiles again goes the way of `redrive`. */

import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  DeleteObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { uploadPrefix } from "../../lambda/output-keys.ts";
import { listItems, type MetadataItem } from "../metadata-items.ts";
import { listUploads } from "../pipeline.ts";
import type { Target } from "../targets.ts";
import type { Inventory, Output } from "./reconcile.ts";
import type { RedriveClients } from "./redrive.ts";

const outputPrefix = "processed/";

type Clients = Pick<RedriveClients, "s3" | "documents">;

/**
 * Outputs are read first, then items, then uploads, against the order in which they come into being: what is made while
 * this reads may look as if its output were missing, which profiles it once more, but never as if one were stale.
 */
export async function takeInventory({ s3, documents }: Clients, target: Target): Promise<Inventory> {
  const outputs: Output[] = [];
  const request = { Bucket: target.bucket, Prefix: outputPrefix };
  for await (const page of paginateListObjectsV2({ client: s3 }, request)) {
    for (const { Key = "", LastModified = new Date(0) } of page.Contents ?? []) {
      if (!Key.endsWith("/")) outputs.push({ key: Key, lastModified: LastModified });
    }
  }
  const items = await listItems(documents, target);
  return { outputs, items, uploads: await listUploads(s3, target) };
}

export async function deleteOutput({ s3 }: Clients, target: Target, key: string): Promise<void> {
  await s3.send(new DeleteObjectCommand({ Bucket: target.bucket, Key: key }));
}

/**
 * Delete the item of an object that is gone, and the outputs it names.
 * @returns false when the object is back, or the item describes another upload by now
 */
export async function deleteOrphan(clients: Clients, target: Target, item: MetadataItem): Promise<boolean> {
  if (await exists(clients, target, `${uploadPrefix}${item.fileName}`)) return false;
  try {
    await clients.documents.send(
      new DeleteCommand({
        TableName: target.table,
        Key: { file_name: item.fileName },
        ConditionExpression: "#processed_timestamp = :seen",
        ExpressionAttributeNames: { "#processed_timestamp": "processed_timestamp" },
        ExpressionAttributeValues: { ":seen": item.processedTimestamp },
      }),
    );
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
  for (const key of [item.summaryKey, item.reportKey]) {
    if (key !== null) await deleteOutput(clients, target, key);
  }
  return true;
}

async function exists({ s3 }: Clients, target: Target, key: string): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket: target.bucket, Key: key }));
    return true;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return false;
    throw error;
  }
}
