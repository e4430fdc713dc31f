import { describe, expect, it } from "vitest";
import { DeadlineError, untilDeadline } from "../lambda/deadline.ts";
import { clockWith } from "./fakes/world.ts";

const chunk = (...bytes: number[]) => Uint8Array.from(bytes);

async function collect(source: AsyncIterable<Uint8Array>): Promise<number[][]> {
  const chunks: number[][] = [];
  for await (const each of source) chunks.push([...each]);
  return chunks;
}

describe("a source until the deadline", () => {
  it("passes chunks on unchanged, and ends with the source", async () => {
    async function* source() {
      yield chunk(1, 2);
      yield chunk(3);
    }
    expect(await collect(untilDeadline(source(), clockWith(60_000), 0))).toEqual([[1, 2], [3]]);
    expect(
      await collect(untilDeadline(source(), { remainingMs: () => Number.POSITIVE_INFINITY }, 5)),
    ).toEqual([[1, 2], [3]]);
  });

  it("passes the source's error on", async () => {
    async function* source() {
      yield chunk(1);
      throw new RangeError("broken");
    }
    await expect(collect(untilDeadline(source(), clockWith(60_000), 0))).rejects.toThrow(RangeError);
  });

  it("wakes up the reader of a silent source", async () => {
    async function* source() {
      yield chunk(1);
      await new Promise(() => undefined);
    }
    const chunks: number[][] = [];
    const reading = (async () => {
      for await (const each of untilDeadline(source(), clockWith(150), 100)) chunks.push([...each]);
    })();
    await expect(reading).rejects.toThrow(DeadlineError);
    expect(chunks).toEqual([[1]]);
  });

  it("ends a source that never gives way, and closes it", async () => {
    let closed = false;
    async function* source() {
      try {
        for (let i = 0; i < 200; i++) {
          const until = performance.now() + 1;
          while (performance.now() < until);
          yield chunk(i);
        }
      } finally {
        closed = true;
      }
    }
    await expect(collect(untilDeadline(source(), clockWith(60), 30))).rejects.toThrow(DeadlineError);
    expect(closed).toBe(true);
  });

  it("ends the source when the reader stops early", async () => {
    let ended = false;
    async function* source() {
      try {
        for (;;) yield chunk(1);
      } finally {
        ended = true;
      }
    }
    for await (const each of untilDeadline(source(), clockWith(60_000), 0)) {
      expect(each).toEqual(chunk(1));
      break;
    }
    expect(ended).toBe(true);
  });
});
