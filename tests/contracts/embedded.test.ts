/** The real adapters keep the contracts, against the embedded stack. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll } from "vitest";
import { DynamoDbMetadataStore } from "../../lambda/adapters/dynamodb-metadata-store.ts";
import { S3ObjectSource } from "../../lambda/adapters/s3-object-source.ts";
import { S3ReportStore } from "../../lambda/adapters/s3-report-store.ts";
import { S3SummaryStore } from "../../lambda/adapters/s3-summary-store.ts";
import { type LocalAws, startLocalAws } from "../../scripts/local-aws/server.ts";
import { metadataStoreContract } from "./metadata-store.contract.ts";
import { objectSourceContract } from "./object-source.contract.ts";
import { reportStoreContract } from "./report-store.contract.ts";
import { summaryStoreContract } from "./summary-store.contract.ts";

interface Stack {
  readonly aws: LocalAws;
  readonly dataDir: string;
  readonly s3: S3Client;
  readonly dynamoDb: DynamoDBClient;
}

let started: Stack | undefined;

/** A function that does nothing: uploads of these tests are looked at by the tests alone. */
const idleFunction = "export const handler = async () => {};\nexport const recordFailure = async () => {};\n";

beforeAll(async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), "contracts-"));
  const functionBundle = path.join(dataDir, "idle.mjs");
  await writeFile(functionBundle, idleFunction);
  const aws = await startLocalAws({ dataDir: path.join(dataDir, "data"), functionBundle, port: 0 });
  const client = {
    region: "us-east-1",
    endpoint: aws.url,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  started = {
    aws,
    dataDir,
    s3: new S3Client({ ...client, forcePathStyle: true }),
    dynamoDb: new DynamoDBClient(client),
  };
});

afterAll(async () => {
  if (started === undefined) return;
  started.s3.destroy();
  started.dynamoDb.destroy();
  await started.aws.close();
  await rm(started.dataDir, { recursive: true });
});

function stack(): Stack {
  if (started === undefined) throw new Error("The embedded stack did not start.");
  return started;
}

objectSourceContract("S3", () => {
  const { s3, aws } = stack();
  const { bucket } = aws.names;
  return {
    source: new S3ObjectSource(s3),
    bucket,
    upload: async (key, bytes, metadata = {}) => {
      const put = new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, Metadata: { ...metadata } });
      const { ETag = "" } = await s3.send(put);
      return ETag.replaceAll('"', "");
    },
    remove: async (key) => {
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
  };
});

async function readObject(key: string) {
  const { s3, aws } = stack();
  try {
    const get = new GetObjectCommand({ Bucket: aws.names.bucket, Key: key });
    const { Body, ContentType = "" } = await s3.send(get);
    return { body: (await Body?.transformToString()) ?? "", contentType: ContentType };
  } catch (error) {
    if (error instanceof S3ServiceException && error.name === "NoSuchKey") return null;
    throw error;
  }
}

summaryStoreContract("S3", () => {
  const { s3, aws } = stack();
  return { store: new S3SummaryStore(s3, aws.names.bucket), read: readObject };
});

reportStoreContract("S3", () => {
  const { s3, aws } = stack();
  return { store: new S3ReportStore(s3, aws.names.bucket), read: readObject };
});

metadataStoreContract("DynamoDB", () => {
  const { dynamoDb, aws } = stack();
  const documents = DynamoDBDocumentClient.from(dynamoDb);
  return {
    store: new DynamoDbMetadataStore(dynamoDb, aws.names.table),
    read: async (fileName) => {
      const { Item } = await documents.send(
        new GetCommand({ TableName: aws.names.table, Key: { file_name: fileName }, ConsistentRead: true }),
      );
      return Item ?? null;
    },
  };
});
