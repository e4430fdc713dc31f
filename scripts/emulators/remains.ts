/** What is deployed to an emulator, by its own account. */
import { paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient, paginateListTables } from "@aws-sdk/client-dynamodb";
import { LambdaClient, paginateListEventSourceMappings, paginateListFunctions } from "@aws-sdk/client-lambda";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { paginateListQueues, SQSClient } from "@aws-sdk/client-sqs";
import { clientOptions, logsClient, s3Client } from "../clients.ts";

/** One line a resource, e.g. `bucket data-ingestion-pipeline-data-localstack`. */
export async function remainsOf(endpoint: string): Promise<readonly string[]> {
  const where = { endpoint, region: null };
  const s3 = s3Client(where);
  const dynamoDb = new DynamoDBClient(clientOptions(where));
  const lambda = new LambdaClient(clientOptions(where));
  const sqs = new SQSClient(clientOptions(where));
  const logs = logsClient(where);
  const found: string[] = [];
  const add = (kind: string, names: readonly (string | undefined)[]) => {
    for (const name of names) found.push(`${kind} ${name}`);
  };
  try {
    add(
      "bucket",
      ((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).map(({ Name }) => Name),
    );
    for await (const page of paginateListTables({ client: dynamoDb }, {}))
      add("table", page.TableNames ?? []);
    for await (const page of paginateListFunctions({ client: lambda }, {})) {
      add(
        "function",
        (page.Functions ?? []).map(({ FunctionName }) => FunctionName),
      );
    }
    for await (const page of paginateListEventSourceMappings({ client: lambda }, {})) {
      add(
        "event source mapping",
        (page.EventSourceMappings ?? []).map(({ UUID }) => UUID),
      );
    }
    for await (const page of paginateListQueues({ client: sqs }, {})) add("queue", page.QueueUrls ?? []);
    for await (const page of paginateDescribeLogGroups({ client: logs }, {})) {
      add(
        "log group",
        (page.logGroups ?? []).map(({ logGroupName }) => logGroupName),
      );
    }
    return found;
  } finally {
    for (const client of [s3, dynamoDb, lambda, sqs, logs]) client.destroy();
  }
}
