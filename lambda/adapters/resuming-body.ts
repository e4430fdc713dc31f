/**
 * A body that survives its connections: what a dropped, stalled or short response did not deliver is asked for
 * again from the byte where it ended. The SDK retries requests, but not a body that breaks off in the middle.
 */
import type { Readable } from "node:stream";
import type { FullChecksum } from "./full-checksum.ts";

/** A response's body that begins where it was asked to. */
export type ReadFrom = (offset: number) => Promise<Readable>;

export interface ResumeOptions {
  /** Bytes of the whole; null when the first response did not say. */
  readonly sizeBytes: number | null;
  /** Of the whole; null when none is known. */
  readonly checksum: FullChecksum | null;
  readonly signal: AbortSignal;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Attempts in a row that deliver nothing before the service counts as failed. */
export const fruitlessAttemptsMax = 5;

const backoffMs = { first: 100, max: 5_000 } as const;

/**
 * @param first the body of the response that opened the object
 * @param readFrom asks for the rest; what it throws (the object changed, the service failed) ends the body
 * @throws what broke the last attempt, when `fruitlessAttemptsMax` in a row delivered nothing; at once what is
 *   thrown after the last byte, because that is a checksum that does not match
 */
export async function* resumingBody(
  first: Readable,
  readFrom: ReadFrom,
  options: ResumeOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  let body = first;
  let receivedBytes = 0;
  let fruitless = 0;
  options.signal.addEventListener("abort", () => body.destroy(), { once: true });
  for (;;) {
    const beforeBytes = receivedBytes;
    let failure: unknown;
    try {
      for await (const chunk of body) {
        if (!(chunk instanceof Uint8Array)) throw new TypeError("The body delivers text instead of bytes.");
        receivedBytes += chunk.byteLength;
        options.checksum?.update(chunk);
        yield chunk;
      }
      if (options.sizeBytes === null || receivedBytes >= options.sizeBytes) break;
      failure = new Error(`The body ended after ${receivedBytes} of ${options.sizeBytes} bytes.`);
    } catch (error) {
      if (options.signal.aborted || receivedBytes === options.sizeBytes) throw error;
      failure = error;
    } finally {
      body.destroy();
    }
    fruitless = receivedBytes > beforeBytes ? 0 : fruitless + 1;
    if (fruitless >= fruitlessAttemptsMax) throw failure;
    await options.sleep(
      Math.min(backoffMs.max, backoffMs.first * 2 ** fruitless) * (0.5 + Math.random() / 2),
    );
    options.signal.throwIfAborted();
    body = await readFrom(receivedBytes);
  }
  options.checksum?.verify();
}
