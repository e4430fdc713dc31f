/** One port for all services: which service a request is for, and errors in that service's protocol. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "./aws-error.ts";
import type { LocalDynamoDb } from "./dynamodb.ts";
import type { EventQueue } from "./lambda/event-queue.ts";
import { answerInvoke, invokedFunction } from "./lambda/invoke.ts";
import type { LogGroup } from "./logs/log-store.ts";
import { answerLogs, parseJsonInput } from "./logs/router.ts";
import { answerS3 } from "./s3/router.ts";
import type { ObjectStore } from "./s3/store.ts";
import { answerSts, stsError } from "./sts.ts";

export interface Services {
  readonly s3: ObjectStore;
  readonly dynamoDb: LocalDynamoDb;
  readonly logGroups: readonly LogGroup[];
  /** The events of each function that can be invoked, by its name. */
  readonly queues: ReadonlyMap<string, EventQueue>;
  /** What the health resource answers. */
  readonly health: () => object;
}

/** Says that the stack runs, on which folder, and what is pending. No bucket can have this name. */
export const healthPath = "/_local-aws/health";

/** DynamoDB takes 16 MB a request at the most. */
const requestBytesMax = 16 * 1024 * 1024;

/** Answer one request. Never rejects. */
export async function answer(
  services: Services,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await dispatch(services, message, response);
  } catch (cause) {
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    sendJsonError(response, cause);
  }
}

async function dispatch(
  services: Services,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = message.headers["x-amz-target"];
  const invoked = invokedFunction(message);
  if (typeof target === "string") {
    await answerTarget(services, target, message, response);
  } else if (
    message.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") &&
    message.url === "/"
  ) {
    await answerQuery(message, response);
  } else if (invoked !== null) {
    const whole = { message, body: await readBody(message) };
    await answerInvoke(services.queues, invoked, whole, response);
  } else if (message.url === healthPath) {
    sendJson(response, 200, services.health(), "application/json");
  } else {
    await answerS3(services.s3, message, response);
  }
}

/** The JSON protocols name the service and the operation in a header. */
async function answerTarget(
  services: Services,
  target: string,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(message);
  const [service = "", operation = ""] = target.split(".", 2);
  if (service.startsWith("DynamoDB_")) {
    await services.dynamoDb.answer(message, body, response);
  } else if (service === "Logs_20140328") {
    const output = await answerLogs(services.logGroups, operation, parseJsonInput(body.toString("utf8")));
    sendJson(response, 200, output);
  } else {
    throw new AwsError(
      "UnknownOperationException",
      400,
      `The embedded stack has S3, DynamoDB, CloudWatch Logs, STS and Lambda's Invoke, but not ${target}.`,
    );
  }
}

async function answerQuery(message: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = new URLSearchParams((await readBody(message)).toString("utf8"));
  response.setHeader("content-type", "text/xml");
  try {
    response.end(answerSts(form));
  } catch (cause) {
    if (!(cause instanceof AwsError)) throw cause;
    response.writeHead(cause.status).end(stsError(cause));
  }
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  type = "application/x-amz-json-1.1",
): void {
  response.writeHead(status, { "content-type": type, "x-amzn-requestid": randomUUID() });
  response.end(JSON.stringify(body));
}

function sendJsonError(response: ServerResponse, cause: unknown): void {
  const error =
    cause instanceof AwsError
      ? cause
      : new AwsError("InternalFailure", 500, `Internal error: ${String(cause)}`);
  // The JSON protocols look at the body, REST-JSON (Lambda) at the header.
  response.setHeader("x-amzn-errortype", error.code);
  sendJson(response, error.status, { __type: error.code, message: error.message });
}

async function readBody(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of source) {
    sizeBytes += chunk.length;
    if (sizeBytes <= requestBytesMax) chunks.push(chunk);
  }
  if (sizeBytes <= requestBytesMax) return Buffer.concat(chunks);
  throw new AwsError("RequestEntityTooLargeException", 413, "The request is larger than 16 MB.");
}
