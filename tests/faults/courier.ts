/**
 * Delivers S3's events in its own way: late, out of order, several times, several at once. What it has taken it
 * delivers at least once.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { parseS3Event } from "../../lambda/adapters/s3-event.ts";
import { fileNameOf } from "../../lambda/output-keys.ts";
import type { UploadEvent } from "../../lambda/ports.ts";
import type { FaultPlan } from "./fault-plan.ts";

/** How many held records make a batch. */
const batchRecords = 4;

export class Courier {
  readonly #plan: FaultPlan;
  readonly #lambda: LambdaClient;
  readonly #functionName: string;
  readonly #count: (what: string, fileName: string) => void;
  #held: object[] = [];
  #underWay = 0;
  /** The newest upload of each file that an event told of. */
  readonly newest = new Map<string, UploadEvent>();

  constructor(options: {
    readonly plan: FaultPlan;
    readonly lambda: LambdaClient;
    readonly functionName: string;
    readonly count: (what: string, fileName: string) => void;
  }) {
    this.#plan = options.plan;
    this.#lambda = options.lambda;
    this.#functionName = options.functionName;
    this.#count = options.count;
  }

  /** Events that were taken and not delivered yet. */
  get pending(): number {
    return this.#underWay + this.#held.length;
  }

  take(event: unknown): void {
    const [upload] = parseS3Event(event).uploads;
    const [record] = recordsOf(event);
    if (upload === undefined || record === undefined) return;
    const fileName = fileNameOf(upload.key);
    const known = this.newest.get(fileName);
    if ((known?.sequencer ?? "") < (upload.sequencer ?? "")) this.newest.set(fileName, upload);
    const { delaysMs, batched, split } = this.#plan.delivery(fileName);
    if (delaysMs.some((delayMs) => delayMs > 0)) this.#count("event delayed (others overtake it)", fileName);
    if (delaysMs.length > 1) this.#count(`event delivered ${delaysMs.length} times`, fileName);
    if (batched) {
      this.#count(split ? "event batched, and delivered singly too" : "event batched", fileName);
      this.#held.push(record);
      if (this.#held.length >= batchRecords) this.flush();
    }
    if (!batched || split) for (const delayMs of delaysMs) void this.#deliver([record], delayMs);
  }

  /** Deliver what is held back for a batch. */
  flush(): void {
    if (this.#held.length > 0) void this.#deliver(this.#held.splice(0), 0);
  }

  async #deliver(records: readonly object[], delayMs: number): Promise<void> {
    this.#underWay++;
    try {
      await sleep(delayMs);
      while (!(await this.#send(records))) await sleep(100);
    } finally {
      this.#underWay--;
    }
  }

  /** False when the stack is down. */
  async #send(records: readonly object[]): Promise<boolean> {
    try {
      await this.#lambda.send(
        new InvokeCommand({
          FunctionName: this.#functionName,
          InvocationType: "Event",
          Payload: JSON.stringify({ delivered: true, Records: records }),
        }),
      );
      return true;
    } catch {
      return false;
    }
  }
}

function recordsOf(event: unknown): readonly object[] {
  if (typeof event !== "object" || event === null || !("Records" in event)) return [];
  return Array.isArray(event.Records) ? event.Records : [];
}
