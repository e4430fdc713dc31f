/**
 * A body that survives its connections: what a dropped, stalled or short response did not deliver is asked for
 * again from the byte where it ended. The SDK retries requests, but not a body that breaks off in the middle.
 */
import type { Readable } from "node:stream";

/** A response's body that begins where it was asked to. */
export type ReadFrom = (offset: number) => Promise<Readable>;

export interface ResumeOptions {
  /** Bytes of the whole; null when the first response did not say. */
  readonly sizeBytes: number | null;
  readonly signal: AbortSignal;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Attempts in a row that deliver nothing before the service counts as failed. */
export const fruitlessAttemptsMax = 5;

const backoffMs = { first: 100, max: 5_000 } as const;

/**
 * @param first the body of the response that opened the object; null when that is still to be asked for
 * @param readFrom asks for the rest; what it throws (the object changed, the service failed) ends the body
 * @throws what broke the last attempt, when `fruitlessAttemptsMax` in a row delivered nothing; at once what is
 *   thrown after the last byte, because that is a checksum that does not match
 */
export async function* resumingBody(
  first: Readable | null,
  readFrom: ReadFrom,
  { sizeBytes, signal, sleep }: ResumeOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  let body = first;
  let receivedBytes = 0;
  let fruitless = 0;
  const giveUp = () => body?.destroy();
  signal.addEventListener("abort", giveUp);
  try {
    for (;;) {
      signal.throwIfAborted();
      body ??= await readFrom(receivedBytes);
      if (signal.aborted) giveUp();
      const beforeBytes = receivedBytes;
      let failure: unknown;
      try {
        for await (const chunk of body) {
          if (!(chunk instanceof Uint8Array)) throw new TypeError("The body delivers text instead of bytes.");
          receivedBytes += chunk.byteLength;
          yield chunk;
        }
        if (sizeBytes === null || receivedBytes >= sizeBytes) return;
        failure = new Error(`The body ended after ${receivedBytes} of ${sizeBytes} bytes.`);
      } catch (error) {
        if (signal.aborted || receivedBytes === sizeBytes) throw error;
        failure = error;
      } finally {
        body.destroy();
      }
      body = null;
      fruitless = receivedBytes > beforeBytes ? 0 : fruitless + 1;
      if (fruitless >= fruitlessAttemptsMax) throw failure;
      await sleep(Math.min(backoffMs.max, backoffMs.first * 2 ** fruitless) * (0.5 + Math.random() / 2));
    }
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}
