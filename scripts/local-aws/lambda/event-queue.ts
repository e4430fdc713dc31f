import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Activity } from "../activity.ts";
import { unfinishedSuffix, writeFileAtomically } from "../files.ts";
import { isJsonObject, numberOf, stringOf } from "../json.ts";
import type { LocalFunction } from "./local-function.ts";
import type { FunctionError, Outcome } from "./sandbox.ts";

/** An event that the function has not dealt with yet; on disk until it has. */
export interface PendingEvent {
  /** The id of the asynchronous request: the same in every attempt. */
  readonly requestId: string;
  /** Events are taken in the order of this text. */
  readonly order: string;
  readonly payload: unknown;
  readonly attempts: number;
}

/** An event whose every attempt failed. */
export interface ExhaustedEvent extends PendingEvent {
  readonly error: FunctionError;
}

interface QueueOptions {
  readonly folder: string;
  readonly target: LocalFunction;
  /** Pause before each retry; their number is the number of retries. */
  readonly retryDelaysMs: readonly number[];
  readonly activity: Activity;
  /** Called when no retry is left, before the event leaves the disk. */
  readonly onExhausted: (event: ExhaustedEvent) => Promise<void>;
  /** Called when the stack itself fails, for want of disk space say; the event then stays on disk. */
  readonly onFault: (cause: unknown) => void;
}

/**
 * Lambda's queue of asynchronous invocations. Each event is a file from before its object exists until the
 * function succeeded or the failure is recorded, so that it survives a crash; it may then be delivered again, as
 * it may by AWS.
 */
export class EventQueue {
  readonly #options: QueueOptions;
  readonly #closing = new AbortController();
  /** Events that wait for the function to have room. */
  readonly #waiting: { readonly order: string; readonly start: () => void }[] = [];
  #running = 0;

  constructor(options: QueueOptions) {
    this.#options = options;
    // Every event that waits for its retry listens: any number of them is no leak.
    setMaxListeners(0, this.#closing.signal);
  }

  /** Take up what an earlier process left, except events that `isVoid`. */
  async restore(isVoid: (event: PendingEvent) => boolean): Promise<void> {
    const { folder } = this.#options;
    await mkdir(folder, { recursive: true });
    const events: PendingEvent[] = [];
    for (const name of await readdir(folder)) {
      const event = name.endsWith(unfinishedSuffix)
        ? null
        : parseEvent(await readFile(join(folder, name), "utf8"));
      if (event === null || isVoid(event)) await rm(join(folder, name), { force: true });
      else events.push(event);
    }
    for (const event of events.sort((a, b) => (a.order < b.order ? -1 : 1))) this.enqueue(event);
  }

  /** Put an event on disk; it is run once it is enqueued. */
  async write(order: string, payload: unknown): Promise<PendingEvent> {
    const event: PendingEvent = { requestId: randomUUID(), order, payload, attempts: 0 };
    await writeFileAtomically(this.#path(event), JSON.stringify(event));
    return event;
  }

  async remove(event: PendingEvent): Promise<void> {
    await rm(this.#path(event), { force: true });
  }

  enqueue(event: PendingEvent): void {
    const done = this.#options.activity.begin();
    void this.#untilDone(event).catch(this.#options.onFault).finally(done);
  }

  /** Start nothing more. What is not finished stays on disk. */
  close(): void {
    this.#closing.abort();
    for (const { start } of this.#waiting.splice(0)) start();
  }

  async #untilDone(event: PendingEvent): Promise<void> {
    const { retryDelaysMs, onExhausted } = this.#options;
    let current = event;
    while (true) {
      const outcome = await this.#attempt(current);
      if (outcome === null) return;
      if (outcome.kind === "success") break;
      current = { ...current, attempts: current.attempts + 1 };
      const delayMs = retryDelaysMs[current.attempts - 1];
      if (delayMs === undefined) {
        await onExhausted({ ...current, error: outcome.error });
        break;
      }
      await writeFileAtomically(this.#path(current), JSON.stringify(current));
      if (!(await this.#pause(delayMs))) return;
    }
    await this.remove(current);
  }

  /** Null when the queue was closed before the function answered. */
  async #attempt(event: PendingEvent): Promise<Outcome | null> {
    const { target } = this.#options;
    if (this.#running >= target.configuration.concurrency) await this.#turn(event.order);
    if (this.#closing.signal.aborted) return null;
    this.#running++;
    try {
      return await target.invoke(event.requestId, event.payload);
    } finally {
      this.#running--;
      this.#waiting.shift()?.start();
    }
  }

  #turn(order: string): Promise<void> {
    return new Promise((start) => {
      const behind = this.#waiting.findIndex((other) => other.order > order);
      this.#waiting.splice(behind === -1 ? this.#waiting.length : behind, 0, { order, start });
    });
  }

  /** False when the queue was closed meanwhile. */
  async #pause(delayMs: number): Promise<boolean> {
    try {
      await sleep(delayMs, undefined, { signal: this.#closing.signal });
      return true;
    } catch {
      return false;
    }
  }

  #path({ order, requestId }: PendingEvent): string {
    return join(this.#options.folder, `${order}-${requestId}.json`);
  }
}

/** Null for what is no event, such as a file that somebody else put there. */
function parseEvent(text: string): PendingEvent | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isJsonObject(value)) return null;
  const requestId = stringOf(value, "requestId");
  const order = stringOf(value, "order");
  const attempts = numberOf(value, "attempts");
  if (requestId === undefined || order === undefined || attempts === undefined) return null;
  return { requestId, order, attempts, payload: value.payload };
}
