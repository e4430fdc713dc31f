/** A content that was damaged on its way is not a damaged content. */
import { gzipSync } from "node:zlib";
import { describe, expect, it, test } from "vitest";
import type { ErrorCode } from "../lambda/errors.ts";
import { columnsMax, recordBytesMax } from "../lambda/limits.ts";
import type { ObjectSource, UploadEvent } from "../lambda/ports.ts";
import { profileObject } from "../lambda/profile-object.ts";
import { Reading } from "../lambda/reading.ts";
import { clockWith, upload, type World, worldOf } from "./fakes/world.ts";

const rows = (text: string, bytes: number) =>
  Buffer.from(`a,b\n${text.repeat(Math.ceil(bytes / text.length))}`);
/** Compresses badly: long enough for a beginning and a rest. */
const scattered = Buffer.from(
  `a,b\n${Array.from({ length: 40_000 }, (_, i) => `${Math.imul(i, 0x9e3779b1)},1\n`).join("")}`,
);
const zipped = gzipSync(rows("1,2\n", 300_000), { level: 0 });
/** Behind the header, which has 10 bytes, and the first of the blocks, which are stored as they are. */
const secondBlock = 10 + 5 + zipped.readUInt16LE(11);

const withByte = (bytes: Buffer, at: number, byte: number): Buffer => {
  const damaged = Buffer.from(bytes);
  damaged[at] = byte;
  return damaged;
};

const filled = (bytes: Buffer, text: string, from: number, to = bytes.length): Buffer =>
  Buffer.from(bytes).fill(text, from, to);

/** What is stored, what its first reading delivers, and what that one looks like: always found before the end. */
const damages: readonly (readonly [ErrorCode, Buffer, (stored: Buffer) => Buffer])[] = [
  ["NOT_TEXT", gzipSync(scattered), (stored) => withByte(stored, 0, 0x1e)],
  [
    "NOT_TEXT",
    rows("1,2\n", 200_000),
    (stored) => Buffer.concat([Buffer.from("%PDF-1.7\n"), stored.subarray(9)]),
  ],
  ["DECOMPRESSION_FAILED", zipped, (stored) => withByte(stored, secondBlock, 0x07)],
  [
    "RECORD_TOO_LONG",
    rows("1,x\n", 1.2 * recordBytesMax),
    (stored) => withByte(filled(stored, "x", 8), 6, 0x22),
  ],
  ["RECORD_TOO_LONG", rows("1,x\n", 1.2 * recordBytesMax), (stored) => filled(stored, "x", 8)],
  ["TOO_MANY_COLUMNS", rows("1,2\n", 400_000), (stored) => filled(stored, "c,", 0, 6 * columnsMax)],
];

/** A source whose bodies of an object are these, one after the other; the last one stays. */
function delivering(world: World, ...bodies: Buffer[]) {
  const deliveredBytes: number[] = [];
  const source: ObjectSource = {
    async open(event: UploadEvent) {
      const opened = await world.objects.open(event);
      if (typeof opened === "string") return opened;
      const bytes = bodies.length > 1 ? bodies.shift() : bodies[0];
      const nth = deliveredBytes.push(0) - 1;
      async function* body() {
        for (let at = 0; at < (bytes?.length ?? 0); at += 10_000) {
          const chunk = bytes?.subarray(at, at + 10_000) ?? new Uint8Array();
          deliveredBytes[nth] = (deliveredBytes[nth] ?? 0) + chunk.length;
          yield chunk;
        }
      }
      return { ...opened, body: body() };
    },
  };
  return { source, deliveredBytes };
}

describe("found before the end of a body", () => {
  it.each(damages)(
    "%s: the event is tried again when a second reading delivers other bytes",
    async (_, stored, damage) => {
      const world = worldOf({ defaults: { delimiter: ",", quote: '"' } });
      const event = upload(world, "a.csv", stored);
      const { source } = delivering(world, damage(stored), stored);
      await expect(profileObject(event, { ...world, source })).rejects.toThrow("Two readings");
      expect(world.metadata.items.size + world.summaries.objects.size).toBe(0);
      expect(await profileObject(event, { ...world, source })).toBe("profiled");
      expect(world.metadata.items.get("a.csv")?.summary).toMatchObject({
        status: "success",
        column_count: 2,
      });
    },
    30_000,
  );

  it.each(damages)(
    "%s: counts when a second reading delivers the same",
    async (code, undamaged, damage) => {
      const world = worldOf({ defaults: { delimiter: ",", quote: '"' } });
      const stored = damage(undamaged);
      const event = upload(world, "a.csv", stored);
      const { source, deliveredBytes } = delivering(world, stored);
      expect(await profileObject(event, { ...world, source })).toBe("profiled");
      expect(world.metadata.items.get("a.csv")?.summary).toMatchObject({ status: "error", error_code: code });
      const [first, second] = deliveredBytes;
      expect(second).toBe(first);
      expect(first).toBeLessThan(stored.length);
    },
    30_000,
  );
});

describe("between the two readings", () => {
  const pdf = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(200_000)]);
  const setup = (between: (world: World) => void) => {
    const world = worldOf();
    const event = upload(world, "a.csv", pdf);
    let opened = 0;
    const source: ObjectSource = {
      open: async (asked) => {
        if (opened++ === 1) between(world);
        return world.objects.open(asked);
      },
    };
    return { world, outcome: () => profileObject(event, { ...world, source }) };
  };

  it("overwritten: left to the newer event", async () => {
    const { world, outcome } = setup((w) => w.objects.upload("uploads/a.csv", Buffer.from("a,b\n1,2\n")));
    expect(await outcome()).toBe("superseded");
    expect(world.metadata.items.size).toBe(0);
  });

  it("deleted: the item says so", async () => {
    const { world, outcome } = setup((w) => w.objects.objects.clear());
    expect(await outcome()).toBe("profiled");
    expect(world.metadata.items.get("a.csv")?.summary.error_code).toBe("OBJECT_NOT_FOUND");
  });

  it("no time left: the first reading stands", async () => {
    const world = worldOf({ clock: clockWith(300) });
    const event = upload(world, "a.csv", pdf);
    let [opened, closed] = [0, 0];
    const source: ObjectSource = {
      async open(asked) {
        const object = await world.objects.open(asked);
        if (typeof object === "string") return object;
        const close = () => void closed++;
        return opened++ === 0 ? { ...object, close } : { ...object, close, body: silence() };
      },
    };
    expect(await profileObject(event, { ...world, source })).toBe("profiled");
    expect(world.metadata.items.get("a.csv")?.summary.error_code).toBe("NOT_TEXT");
    expect([opened, closed]).toEqual([2, 2]);
  });
});

test.each([
  ["the same, cut in another way", "abcdef", true],
  ["the same and more", "abcdefgh", true],
  ["less", "abcde", false],
  ["something else", "abcdeX", false],
  ["nothing", "", false],
])("a reading of six bytes, repeated with %s", async (_, repeated, isRepeated) => {
  const reading = new Reading(each("ab", "c", "", "def"));
  for await (const chunk of reading.chunks()) expect(chunk).toBeInstanceOf(Uint8Array);
  expect(reading).toMatchObject({ deliveredBytes: 6, reachedEnd: true });
  expect(await reading.isRepeatedBy(each(repeated.slice(0, 4), repeated.slice(4)))).toBe(isRepeated);
});

async function* each(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function* silence(): AsyncGenerator<Uint8Array> {
  await new Promise(() => undefined);
}
