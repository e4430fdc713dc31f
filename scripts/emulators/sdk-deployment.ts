/**
 * The pipeline deployed to an emulator without terraform: the resources that make it work, not those that protect
 * and watch it. For tests only; terraform/ is what describes the deployment.
 */
import { setTimeout as sleep } from "node:timers/promises";
import {
  type CloudWatchLogsClient,
  DeleteLogGroupCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  PutBucketNotificationConfigurationCommand,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { uploadPrefix } from "../../lambda/output-keys.ts";
import { clientOptions, logsClient, s3Client } from "../clients.ts";
import { failureQueueNameOf, type ResourceNames, recorderNameOf, resourceNames } from "../resource-names.ts";

export interface SdkDeploymentOptions {
  readonly endpoint: string;
  /** Last part of every name. */
  readonly environment: string;
  /** The built function. */
  readonly zip: Uint8Array;
  /** 1,024 by default. */
  readonly memoryMb?: number;
  /** 900 by default. */
  readonly timeoutS?: number;
  /** Further variables of the processor's environment. */
  readonly variables?: Readonly<Record<string, string>>;
}

export interface SdkDeployment extends ResourceNames {
  destroy(): Promise<void>;
}

const waitSeconds = 120;
const logsDelayMs = 2_000;

/** What was made is undone in the reverse order. */
type Undo = (() => Promise<unknown>)[];

export async function deployWithSdk(options: SdkDeploymentOptions): Promise<SdkDeployment> {
  const { endpoint, environment } = options;
  const where = { endpoint, region: null };
  const s3 = s3Client(where);
  const dynamoDb = new DynamoDBClient(clientOptions(where));
  const lambda = new LambdaClient(clientOptions(where));
  const sqs = new SQSClient(clientOptions(where));
  const logs = logsClient(where);
  const names = resourceNames(environment);
  const undo: Undo = [];
  const destroy = async () => {
    for (const step of undo.splice(0).reverse()) await step();
    for (const client of [s3, dynamoDb, lambda, sqs, logs]) client.destroy();
  };
  try {
    await createBucket(s3, names.bucket, undo);
    await createTable(dynamoDb, names.table, undo);
    const queueArn = await createQueue(sqs, failureQueueNameOf(environment), undo);
    const { memoryMb = 1024, timeoutS = 900, variables = {} } = options;
    const processor = { name: names.functionName, handler: "handler.handler", memoryMb, timeoutS, variables };
    const recorderName = recorderNameOf(environment);
    const recorder = { name: recorderName, handler: "handler.recordFailure", memoryMb: 256, timeoutS: 30 };
    for (const { name } of [processor, recorder]) undo.push(() => deleteLogs(logs, `/aws/lambda/${name}`));
    const processorArn = await createFunction(lambda, processor, options, undo);
    await createFunction(lambda, recorder, options, undo);
    await recordFailures(lambda, { processor: processor.name, recorder: recorder.name, queueArn }, undo);
    await notify(lambda, s3, names, processorArn);
    return { ...names, destroy };
  } catch (cause) {
    await destroy();
    throw cause;
  }
}

async function createBucket(s3: S3Client, Bucket: string, undo: Undo): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket }));
  undo.push(() => s3.send(new DeleteBucketCommand({ Bucket })));
  undo.push(async () => {
    for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket })) {
      for (const { Key } of page.Contents ?? []) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    }
  });
}

async function createTable(dynamoDb: DynamoDBClient, TableName: string, undo: Undo): Promise<void> {
  await dynamoDb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "file_name", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "file_name", AttributeType: "S" }],
    }),
  );
  undo.push(() => dynamoDb.send(new DeleteTableCommand({ TableName })));
  await waitUntilTableExists({ client: dynamoDb, maxWaitTime: waitSeconds }, { TableName });
}

/** @returns the queue's ARN */
async function createQueue(sqs: SQSClient, QueueName: string, undo: Undo): Promise<string> {
  const Attributes = { VisibilityTimeout: "180" };
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  undo.push(() => sqs.send(new DeleteQueueCommand({ QueueUrl })));
  const found = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  const arn = found.Attributes?.QueueArn;
  if (arn === undefined) throw new Error(`The queue ${QueueName} has no ARN.`);
  return arn;
}

/** Lambda makes the log group when it first writes to it; an invocation's last lines come after its result. */
async function deleteLogs(logs: CloudWatchLogsClient, logGroupName: string): Promise<void> {
  await sleep(logsDelayMs);
  try {
    await logs.send(new DeleteLogGroupCommand({ logGroupName }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
}

interface FunctionSettings {
  readonly name: string;
  readonly handler: string;
  readonly memoryMb: number;
  readonly timeoutS: number;
  readonly variables?: Readonly<Record<string, string>>;
}

/** @returns the function's ARN */
async function createFunction(
  lambda: LambdaClient,
  { name, handler, memoryMb, timeoutS, variables }: FunctionSettings,
  { environment, zip }: SdkDeploymentOptions,
  undo: Undo,
): Promise<string> {
  const { bucket, table } = resourceNames(environment);
  const { FunctionArn } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Handler: handler,
      Runtime: "nodejs22.x",
      Architectures: ["arm64"],
      Role: "arn:aws:iam::000000000000:role/any", // emulators do not ask for it
      Code: { ZipFile: zip },
      MemorySize: memoryMb,
      Timeout: timeoutS,
      Environment: {
        Variables: { S3_BUCKET: bucket, DYNAMODB_TABLE: table, ENVIRONMENT: environment, ...variables },
      },
    }),
  );
  undo.push(() => lambda.send(new DeleteFunctionCommand({ FunctionName: name })));
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: waitSeconds }, { FunctionName: name });
  if (FunctionArn === undefined) throw new Error(`The function ${name} has no ARN.`);
  return FunctionArn;
}

async function recordFailures(
  lambda: LambdaClient,
  parts: { readonly processor: string; readonly recorder: string; readonly queueArn: string },
  undo: Undo,
): Promise<void> {
  const { UUID } = await lambda.send(
    new CreateEventSourceMappingCommand({
      EventSourceArn: parts.queueArn,
      FunctionName: parts.recorder,
      BatchSize: 10,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    }),
  );
  undo.push(() => lambda.send(new DeleteEventSourceMappingCommand({ UUID })));
  await lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: parts.processor,
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: parts.queueArn } },
    }),
  );
}

async function notify(
  lambda: LambdaClient,
  s3: S3Client,
  names: ResourceNames,
  processorArn: string,
): Promise<void> {
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: names.functionName,
      StatementId: "AllowInvocationByBucket",
      Action: "lambda:InvokeFunction",
      Principal: "s3.amazonaws.com",
      SourceArn: `arn:aws:s3:::${names.bucket}`,
    }),
  );
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: names.bucket,
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [
          {
            LambdaFunctionArn: processorArn,
            Events: ["s3:ObjectCreated:*"],
            Filter: { Key: { FilterRules: [{ Name: "prefix", Value: uploadPrefix }] } },
          },
        ],
      },
    }),
  );
}
