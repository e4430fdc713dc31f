/** Lambda's Invoke, asynchronous: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../aws-error.ts";
import { sequencerAt } from "../s3/sequencer.ts";
import type { EventQueue } from "./event-queue.ts";

/** Bytes of an asynchronous event: Lambda's own bound. */
const payloadBytesMax = 1024 * 1024;

const invocationPath = /^\/2015-03-31\/functions\/([^/?]+)\/invocations(?:\?.*)?$/;

/** The function's name or ARN, or null when the request is none of Lambda's. */
export function invokedFunction(message: IncomingMessage): string | null {
  const encoded = message.method === "POST" ? invocationPath.exec(message.url ?? "")?.[1] : undefined;
  if (encoded === undefined) return null;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/** Put the event on the function's queue, as `InvocationType: Event` does. @throws AwsError */
export async function answerInvoke(
  queues: ReadonlyMap<string, EventQueue>,
  functionName: string,
  { message, body }: { readonly message: IncomingMessage; readonly body: Buffer },
  response: ServerResponse,
): Promise<void> {
  const queue = queues.get(functionName.replace(/^arn:[^/]*:function:/, "").replace(/:\$LATEST$/, ""));
  if (queue === undefined) {
    throw new AwsError("ResourceNotFoundException", 404, `Function not found: ${functionName}`);
  }
  if (message.headers["x-amz-invocation-type"] !== "Event") {
    const advice = "The embedded stack invokes functions asynchronously only: InvocationType Event.";
    throw new AwsError("InvalidParameterValueException", 400, advice);
  }
  if (body.length > payloadBytesMax) {
    throw new AwsError("RequestTooLargeException", 413, `The event has more than ${payloadBytesMax} bytes.`);
  }
  queue.enqueue(await queue.write(sequencerAt(Date.now()), parsePayload(body)));
  response.writeHead(202, { "x-amzn-requestid": randomUUID() }).end();
}

function parsePayload(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString("utf8"));
  } catch {
    throw new AwsError("InvalidRequestContentException", 400, "Could not parse request body into json.");
  }
}
