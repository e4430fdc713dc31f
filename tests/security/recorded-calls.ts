/** What the functions ask of the services, written down by a proxy on the way, and the permissions that it takes. */
import type { IncomingMessage } from "node:http";
import { FaultyProxy } from "../faults/faulty-proxy.ts";
import type { RequestTarget } from "../faults/request-target.ts";
import type { Need } from "./iam-statements.ts";

export interface CallRecorder {
  readonly proxy: FaultyProxy;
  readonly calls: RequestTarget[];
  /** Whatever was sent, headers included. */
  readonly headers: IncomingMessage["headers"][];
  /** True while every call is refused as if the service were down. */
  down: boolean;
}

export async function recordCalls(): Promise<CallRecorder> {
  const calls: RequestTarget[] = [];
  const headers: IncomingMessage["headers"][] = [];
  const state = { down: false };
  const unused = async () => {
    throw new Error("not part of this test");
  };
  const proxy = await FaultyProxy.start({
    faultFor: (target, message) => {
      calls.push(target);
      headers.push(message.headers);
      return state.down ? { kind: "refused", status: 500, code: "InternalServerError" } : null;
    },
    killFunction: () => {},
    overwrite: unused,
    remove: unused,
    answer: unused,
  });
  return Object.assign(state, { proxy, calls, headers });
}

/** The names that terraform gives on AWS, where the embedded stack has its own. */
const arns = {
  bucket: "arn:aws:s3:::data-ingestion-pipeline-data-aws-123456789012",
  table: "arn:aws:dynamodb:us-east-1:123456789012:table/data-ingestion-pipeline-file-metadata-aws",
} as const;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
const s3Actions: Readonly<Record<string, string>> = {
  GetObject: "s3:GetObject",
  HeadObject: "s3:GetObject",
  PutObject: "s3:PutObject",
  DeleteObject: "s3:DeleteObject",
  ListObjectsV2: "s3:ListBucket",
};

export function needOf({ service, operation, key, version }: RequestTarget): Need {
  if (service === "dynamodb") return { action: `dynamodb:${operation}`, resource: arns.table };
  const action = s3Actions[operation] ?? `s3:${operation}`;
  return { action: version ? `${action}Version` : action, resource: `${arns.bucket}/${key}` };
}

/** S3 tells what is missing from what is forbidden only to those who may list the bucket. */
export const tellMissing: Need = { action: "s3:ListBucket", resource: arns.bucket };

const ownLog = (role: string): readonly Need[] => {
  const resource = `arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/data-ingestion-pipeline-${role}-aws:log-stream:x`;
  return ["logs:CreateLogStream", "logs:PutLogEvents"].map((action) => ({ action, resource }));
};

const failureQueue = "arn:aws:sqs:us-east-1:123456789012:data-ingestion-pipeline-failures-aws";

/**
 * What Lambda itself does in a role's name, by its manual: it is in no code of ours. Logs, the destination of failed
 * events, the event source (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html), and traces.
 */
export const platformNeeds: Readonly<Record<"processor" | "recorder", readonly Need[]>> = {
  processor: [...ownLog("processor"), { action: "sqs:SendMessage", resource: failureQueue }],
  recorder: [
    ...ownLog("recorder"),
    ...["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"].map((action) => ({
      action,
      resource: failureQueue,
    })),
  ],
};

/** With active tracing only (https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html). */
export const tracingNeeds: readonly Need[] = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"].map(
  (action) => ({ action, resource: "*" }),
);
