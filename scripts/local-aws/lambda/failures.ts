import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Activity } from "../activity.ts";
import { writeFileAtomically } from "../files.ts";
import { accountId, region } from "../identity.ts";
import { isJsonObject } from "../json.ts";
import type { ExhaustedEvent } from "./event-queue.ts";
import { functionArn } from "./function-configuration.ts";
import type { LocalFunction } from "./local-function.ts";
import type { Outcome } from "./sandbox.ts";

interface FailuresOptions {
  /** `dead-letter/`: one file an exhausted event; those recorded move to `recorded/` below it. */
  readonly folder: string;
  readonly recorder: LocalFunction;
  /** The function whose events failed. */
  readonly source: string;
  readonly activity: Activity;
  /** Pauses before the recorder is called again, when it fails. */
  readonly retryDelaysMs: readonly number[];
  /** Called when the stack itself fails; the record then stays in the folder. */
  readonly onFault: (cause: unknown) => void;
}

/**
 * Where exhausted events go: what AWS does with an on-failure destination, the queue behind it and the recorder
 * that reads the queue. A record that cannot be delivered stays in the folder and is tried again at the next start.
 */
export class Failures {
  readonly #options: FailuresOptions;
  readonly #closing = new AbortController();
  /** One after the other: the recorder has one process. */
  #last: Promise<void> = Promise.resolve();

  constructor(options: FailuresOptions) {
    this.#options = options;
  }

  /** Deliver what an earlier process could not. */
  async restore(): Promise<void> {
    const { folder } = this.#options;
    await mkdir(join(folder, "recorded"), { recursive: true });
    for (const name of (await readdir(folder)).sort()) if (name.endsWith(".json")) this.#deliver(name);
  }

  /** Keep the record on disk, then hand it to the recorder (which is not waited for). */
  async add(event: ExhaustedEvent): Promise<void> {
    const name = `${event.order}-${event.requestId}.json`;
    const record = JSON.stringify(destinationRecord(event, this.#options.source), null, 2);
    await writeFileAtomically(join(this.#options.folder, name), record);
    this.#deliver(name);
  }

  close(): void {
    this.#closing.abort();
  }

  #deliver(name: string): void {
    const done = this.#options.activity.begin();
    this.#last = this.#last
      .then(() => this.#record(name))
      .catch(this.#options.onFault)
      .finally(done);
  }

  async #record(name: string): Promise<void> {
    const { folder, recorder, retryDelaysMs } = this.#options;
    // Indented on disk for people, in one line for the recorder as the queue delivers it.
    const body = JSON.stringify(JSON.parse(await readFile(join(folder, name), "utf8")));
    const messageId = randomUUID();
    for (let attempt = 1; !this.#closing.signal.aborted; attempt++) {
      const event = { Records: [sqsRecord(messageId, body, attempt, recorder.configuration.name)] };
      const outcome = await recorder.invoke(randomUUID(), event);
      if (outcome === null) return;
      if (isTaken(outcome, messageId)) {
        await rename(join(folder, name), join(folder, "recorded", name));
        return;
      }
      const delayMs = retryDelaysMs[attempt - 1];
      if (delayMs === undefined) return;
      await sleep(delayMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
function destinationRecord(event: ExhaustedEvent, source: string): object {
  const { errorType, errorMessage, trace } = event.error;
  return {
    version: "1.0",
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: `${functionArn(source)}:$LATEST`,
      condition: "RetriesExhausted",
      approximateInvokeCount: event.attempts,
    },
    requestPayload: event.payload,
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    responsePayload: { errorType, errorMessage, ...(trace.length > 0 ? { trace } : {}) },
  };
}

function sqsRecord(messageId: string, body: string, attempt: number, queue: string): object {
  const now = String(Date.now());
  return {
    messageId,
    receiptHandle: messageId,
    body,
    attributes: {
      ApproximateReceiveCount: String(attempt),
      SentTimestamp: now,
      SenderId: accountId,
      ApproximateFirstReceiveTimestamp: now,
    },
    messageAttributes: {},
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:${region}:${accountId}:${queue}`,
    awsRegion: region,
  };
}

/** Whether the message may leave the queue: the function succeeded and did not hand this message back. */
function isTaken(outcome: Outcome, messageId: string): boolean {
  if (outcome.kind === "error") return false;
  const failures = isJsonObject(outcome.result) ? outcome.result.batchItemFailures : undefined;
  if (!Array.isArray(failures)) return true;
  return !failures.some((failure) => isJsonObject(failure) && failure.itemIdentifier === messageId);
}
