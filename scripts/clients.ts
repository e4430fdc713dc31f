/** The SDK's clients for a target. Imported on demand: profiling a file needs none of them. */
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import "./quiet-sdk.ts";
import type { Target } from "./targets.ts";

type Where = Pick<Target, "endpoint" | "region">;

export function s3Client(where: Where): S3Client {
  return new S3Client({ ...clientOptions(where), forcePathStyle: where.endpoint !== null });
}

export function documentClient(where: Where): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient(clientOptions(where)));
}

export function logsClient(where: Where): CloudWatchLogsClient {
  return new CloudWatchLogsClient(clientOptions(where));
}

export function lambdaClient(where: Where): LambdaClient {
  return new LambdaClient(clientOptions(where));
}

/** Every emulator takes these and AWS refuses them. */
const testCredentials = { accessKeyId: "test", secretAccessKey: "test" };

/** For clients that only a few commands need. */
export function clientOptions({ endpoint, region }: Where) {
  if (endpoint === null) return region === null ? {} : { region };
  return {
    endpoint,
    region: region ?? "us-east-1",
    credentials: testCredentials,
    // An emulator that does not answer is not there: nobody need wait for a third attempt.
    maxAttempts: 2,
  };
}
