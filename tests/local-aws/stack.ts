/** Start an embedded stack for a test, with a small function instead of the real one. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { type LocalAws, type LocalAwsOptions, startLocalAws } from "../../scripts/local-aws/server.ts";

export interface TestStack {
  readonly aws: LocalAws;
  readonly folder: string;
  readonly dataDir: string;
  readonly s3: S3Client;
  readonly dynamoDb: DynamoDBClient;
  /** Stop the stack and start it again on the same data. */
  restart(): Promise<TestStack>;
  /** Stop the stack and remove its data. */
  dispose(): Promise<void>;
}

export const clientOptions = {
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
};

/** A function that does nothing. */
const idleFunction = `
export const handler = async () => "ok";
export const recordFailure = async () => "ok";
`;

export async function startStack(
  functionSource: string = idleFunction,
  options: Partial<LocalAwsOptions> = {},
): Promise<TestStack> {
  const folder = await mkdtemp(join(tmpdir(), "local-aws-"));
  const functionBundle = join(folder, "handler.mjs");
  await writeFile(functionBundle, functionSource);
  return start(folder, {
    dataDir: join(folder, "data"),
    functionBundle,
    port: 0,
    retryDelaysMs: [10, 20],
    ...options,
  });
}

async function start(folder: string, options: LocalAwsOptions): Promise<TestStack> {
  const aws = await startLocalAws(options);
  const s3 = new S3Client({ ...clientOptions, endpoint: aws.url, forcePathStyle: true });
  const dynamoDb = new DynamoDBClient({ ...clientOptions, endpoint: aws.url });
  const stop = async () => {
    s3.destroy();
    dynamoDb.destroy();
    await aws.close();
  };
  return {
    aws,
    folder,
    dataDir: options.dataDir,
    s3,
    dynamoDb,
    async restart() {
      await stop();
      return start(folder, options);
    },
    async dispose() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
