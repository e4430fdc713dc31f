/**
 * One reading of an object. What is found wrong with a content before its end was seen may be wrong with its transfer
 * only: the checksum of the whole comes too late for it, and some objects have none. A second reading can tell.
 */
import { crc32 } from "node:zlib";
import { DeadlineError, untilDeadline } from "./deadline.ts";
import {
  type Clock,
  ObjectChangedError,
  type ObjectSource,
  type OpenObject,
  type UploadEvent,
} from "./ports.ts";

type TimeLeft = Pick<Clock, "remainingMs">;

export class Reading {
  readonly #body: AsyncIterable<Uint8Array>;
  #checksum = 0;
  #deliveredBytes = 0;
  #reachedEnd = false;

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#body = body;
  }

  get deliveredBytes(): number {
    return this.#deliveredBytes;
  }

  /** The source ended well: all was delivered, and was what its checksum says, if it has one. */
  get reachedEnd(): boolean {
    return this.#reachedEnd;
  }

  /** The body, once. */
  async *chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of this.#body) {
      this.#checksum = crc32(chunk, this.#checksum);
      this.#deliveredBytes += chunk.byteLength;
      yield chunk;
    }
    this.#reachedEnd = true;
  }

  /** Whether another body of the same object begins with the bytes that were delivered here; reads no more of it. */
  async isRepeatedBy(body: AsyncIterable<Uint8Array>): Promise<boolean> {
    let checksum = 0;
    let missingBytes = this.#deliveredBytes;
    for await (const chunk of body) {
      const wanted = chunk.subarray(0, missingBytes);
      checksum = crc32(wanted, checksum);
      missingBytes -= wanted.byteLength;
      if (missingBytes === 0) break;
    }
    return missingBytes === 0 && checksum === this.#checksum;
  }
}

/** The content of an open object from its beginning, over another connection. @throws ObjectChangedError, service faults */
export async function* contentAgain(
  object: OpenObject,
  event: UploadEvent,
  source: ObjectSource,
): AsyncGenerator<Uint8Array, void, undefined> {
  const opened = await source.open({ ...event, etag: object.etag });
  if (typeof opened === "string") throw new ObjectChangedError(`${event.key} changed between two readings.`);
  try {
    yield* opened.body;
  } finally {
    opened.close();
  }
}

/**
 * Read the same bytes again, over another connection. Where no time is left for all of them, the first reading stands.
 *
 * @throws Error when the readings differ, ObjectChangedError, service faults: the event is to be delivered again
 */
export async function readAgain(
  first: Reading,
  event: UploadEvent,
  source: ObjectSource,
  clock: TimeLeft,
  reserveMs: number,
): Promise<void> {
  const opened = await source.open(event);
  if (typeof opened === "string") throw new ObjectChangedError(`${event.key} changed between two readings.`);
  try {
    if (await first.isRepeatedBy(untilDeadline(opened.body, clock, reserveMs))) return;
    throw new Error(`Two readings of ${event.key} differ; to be tried again.`);
  } catch (error) {
    if (!(error instanceof DeadlineError)) throw error;
  } finally {
    opened.close();
  }
}
