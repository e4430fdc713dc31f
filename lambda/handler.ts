/**
 * The composition root of the two functions, which share one bundle: `handler` profiles uploads, `recordFailure`
 * records the events that Lambda gave up. Everything is built once a process, at init, where a wrong name shows at once.
 */
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { dynamoDbClient } from "./adapters/dynamodb-client.ts";
import { DynamoDbMetadataStore } from "./adapters/dynamodb-metadata-store.ts";
import { parseFailure } from "./adapters/failure-event.ts";
import { coresFor, invocationClock, lambdaPlatform, memorySizeMb } from "./adapters/lambda-platform.ts";
import { powertoolsLog } from "./adapters/logger.ts";
import { emfMetrics } from "./adapters/metrics.ts";
import { readAheadFor } from "./adapters/ranged-body.ts";
import { s3Client } from "./adapters/s3-client.ts";
import { S3ObjectSource } from "./adapters/s3-object-source.ts";
import { S3ReportStore } from "./adapters/s3-report-store.ts";
import { S3SummaryStore } from "./adapters/s3-summary-store.ts";
import { ConfigError, loadBaseConfig, loadConfig } from "./config.ts";
import { processEvent } from "./process-event.ts";
import { profileCsv } from "./profile/profile-csv.ts";
import { recordFailure as recordExhaustedEvent } from "./record-failure.ts";

const base = loadBaseConfig(process.env);
const memoryMb = memorySizeMb(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE);
const log = powertoolsLog(base.serviceName, base.logLevel);
const shared = {
  metadata: new DynamoDbMetadataStore(dynamoDbClient(base.serviceTimeoutMs), base.table),
  metrics: emfMetrics(base.serviceName, base.environment),
  log,
  bucket: base.bucket,
};
const processor = processorServices();
let coldStart = true;

/** S3 events. A rejection means: deliver the event again. */
export const handler = async (event: unknown, context: Context): Promise<void> => {
  const platform = lambdaPlatform(coldStart, memoryMb);
  coldStart = false;
  log.begin(context);
  if (processor instanceof ConfigError) {
    log.error("settings.unusable", {}, processor);
    throw processor;
  }
  const clock = invocationClock(() => context.getRemainingTimeInMillis());
  await processEvent(event, { ...processor, platform, clock });
};

/**
 * Messages of the failure queue. Those that could not be recorded go back, the others do not; an unreadable one
 * ends in the queue's own dead-letter queue.
 */
export const recordFailure = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  log.begin(context);
  const clock = invocationClock(() => context.getRemainingTimeInMillis());
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const message of event.Records) {
    try {
      await recordExhaustedEvent(parseFailure(message.body), { ...shared, clock });
    } catch (error) {
      log.error("failure.not_recorded", { message_id: message.messageId }, error);
      batchItemFailures.push({ itemIdentifier: message.messageId });
    }
  }
  return { batchItemFailures };
};

/** The recorder must load where the processor's own settings are wrong: they are thrown with each event instead. */
function processorServices() {
  try {
    const { bucket, report, profileOptions, serviceTimeoutMs } = loadConfig(process.env);
    const s3 = s3Client(process.env, serviceTimeoutMs);
    return {
      ...shared,
      source: new S3ObjectSource(s3, readAheadFor(memoryMb)),
      summaries: new S3SummaryStore(s3, bucket),
      reports: report ? new S3ReportStore(s3, bucket) : null,
      profile: profileCsv,
      defaults: { cores: coresFor(memoryMb), ...profileOptions },
    };
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}
