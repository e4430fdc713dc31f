import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { head, type Ranges, rangedBody, readAheadFor } from "../../lambda/adapters/ranged-body.ts";
import { rangeBytes, rangesAheadMax } from "../../lambda/limits.ts";

const byteAt = (i: number) => (i * 7 + (i >> 8)) % 251;
const bytesOf = (from: number, to: number) =>
  Uint8Array.from({ length: to - from + 1 }, (_, i) => byteAt(from + i));

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise(setImmediate);
}

/** A source whose every read takes its own time, and which counts what is out. */
class CountingSource implements Ranges {
  readonly sizeBytes: number;
  readonly #chunkBytes: number;
  readonly #delay: (at: number) => number;
  deliveredBytes = 0;
  stopped = 0;
  readonly asked: [number, number][] = [];

  constructor(sizeBytes: number, chunkBytes: number, delay: (at: number) => number) {
    this.sizeBytes = sizeBytes;
    this.#chunkBytes = chunkBytes;
    this.#delay = delay;
  }

  async *read(from: number, to: number): AsyncGenerator<Uint8Array> {
    this.asked.push([from, to]);
    for (let at = from; at <= to; at += this.#chunkBytes) {
      await turns(this.#delay(at));
      const chunk = bytesOf(at, Math.min(to, at + this.#chunkBytes - 1));
      this.deliveredBytes += chunk.byteLength;
      yield chunk;
    }
  }

  stop(): void {
    this.stopped++;
  }
}

const anyRun = fc.record({
  sizeBytes: fc.nat(3_000),
  rangeBytes: fc.integer({ min: 1, max: 700 }),
  rangesMax: fc.integer({ min: 1, max: 6 }),
  chunkBytes: fc.integer({ min: 1, max: 400 }),
  delays: fc.array(fc.nat(3), { minLength: 1 }),
  consumerDelays: fc.array(fc.nat(3), { minLength: 1 }),
});

describe("ranges ahead of their consumer", () => {
  it("deliver every byte once and in order, and hold no more than the bound", async () => {
    await fc.assert(
      fc.asyncProperty(anyRun, async (run) => {
        const source = new CountingSource(
          run.sizeBytes,
          run.chunkBytes,
          (at) => run.delays[at % run.delays.length] ?? 0,
        );
        const chunks: Uint8Array[] = [];
        let consumedBytes = 0;
        for await (const chunk of rangedBody(source, run)) {
          // What the consumer holds now is consumed only when it comes back for more.
          expect(source.deliveredBytes - consumedBytes).toBeLessThanOrEqual(run.rangesMax * run.rangeBytes);
          await turns(run.consumerDelays[chunks.length % run.consumerDelays.length] ?? 0);
          expect(source.deliveredBytes - consumedBytes).toBeLessThanOrEqual(run.rangesMax * run.rangeBytes);
          consumedBytes += chunk.byteLength;
          chunks.push(chunk);
        }
        expect(Buffer.concat(chunks).equals(bytesOf(0, run.sizeBytes - 1))).toBe(true);
        expect(source.asked).toHaveLength(Math.ceil(run.sizeBytes / run.rangeBytes));
        expect(source.stopped).toBe(1);
      }),
    );
  });

  it("fill the bound while the consumer is busy, and stay there", async () => {
    const source = new CountingSource(100_000, 100, () => 0);
    const body = rangedBody(source, { rangeBytes: 1_000, rangesMax: 4 });
    await body.next();
    await turns(500);
    expect(source.deliveredBytes).toBe(4_000);
    await body.return();
    await turns(500);
    expect(source.deliveredBytes).toBe(4_000);
    expect(source.stopped).toBe(1);
  });

  it("deliver a chunk as soon as it is there", async () => {
    const never = new Promise<never>(() => undefined);
    const source: Ranges = {
      sizeBytes: 20,
      async *read(from) {
        yield bytesOf(from, from + 3);
        await never;
      },
      stop: () => undefined,
    };
    const first = await rangedBody(source, { rangeBytes: 10, rangesMax: 2 }).next();
    expect(first.value).toEqual(bytesOf(0, 3));
  });

  it("ask for nothing before they are read", async () => {
    const source = new CountingSource(100, 10, () => 0);
    rangedBody(source, { rangeBytes: 10, rangesMax: 4 });
    await turns(5);
    expect(source.asked).toEqual([]);
  });

  it("fail where the range failed, not before", async () => {
    const source: Ranges = {
      sizeBytes: 40,
      async *read(from, to) {
        if (from === 20) throw new Error("range 3 is broken");
        await turns(5);
        yield bytesOf(from, to);
      },
      stop: () => undefined,
    };
    const chunks: Uint8Array[] = [];
    const reading = (async () => {
      for await (const chunk of rangedBody(source, { rangeBytes: 10, rangesMax: 4 })) chunks.push(chunk);
    })();
    await expect(reading).rejects.toThrow("range 3 is broken");
    expect(Buffer.concat(chunks).equals(bytesOf(0, 19))).toBe(true);
  });
});

it("the head of a body ends in its bytes, and lets go of the body", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 50 }),
      fc.nat(20),
      fc.integer({ min: 1, max: 9 }),
      async (bytes, more, chunkBytes) => {
        let released = false;
        async function* body() {
          try {
            for (let at = 0; at < bytes + more; at += chunkBytes) {
              yield bytesOf(at, Math.min(bytes + more, at + chunkBytes) - 1);
            }
          } finally {
            released = true;
          }
        }
        const chunks: Uint8Array[] = [];
        for await (const chunk of head(body(), bytes)) chunks.push(chunk);
        expect(Buffer.concat(chunks).equals(bytesOf(0, bytes - 1))).toBe(true);
        expect(released).toBe(true);
      },
    ),
  );
});

describe("how much is read ahead", () => {
  it.each([
    [rangeBytes - 1, 1],
    [rangeBytes, 1],
    [rangeBytes + 1, 2],
  ])("an object of %i bytes is asked for in %i parts", async (sizeBytes, parts) => {
    const asked: [number, number][] = [];
    const source: Ranges = {
      sizeBytes,
      async *read(from, to) {
        asked.push([from, to]);
        yield new Uint8Array(to - from + 1);
      },
      stop: () => undefined,
    };
    let bytes = 0;
    for await (const chunk of rangedBody(source, readAheadFor(null))) bytes += chunk.byteLength;
    expect(asked).toHaveLength(parts);
    expect(bytes).toBe(sizeBytes);
  });

  it.each([
    [128, 1],
    [256, 1],
    [512, 2],
    [1_024, 4],
    [1_769, 6],
    [2_048, rangesAheadMax],
    [10_240, rangesAheadMax],
    [null, rangesAheadMax],
  ])("with %s MB of memory: %i ranges", (memoryMb, rangesMax) => {
    expect(readAheadFor(memoryMb)).toEqual({ rangeBytes, rangesMax });
  });
});
