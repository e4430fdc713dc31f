/** Whoever reads a file by itself, alone or in threads, finds what one finds that is given its text. */
import { existsSync, statSync, truncateSync } from "node:fs";
import { appendFile, mkdtemp, open, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Partition } from "../../lambda/engine/open-reader.ts";
import { type ProfileLimits, type ProfileResult, profileCsv } from "../../lambda/profile/profile-csv.ts";
import { fileChunks } from "../../scripts/file-chunks.ts";
import { anyCsv } from "./any-csv.ts";
import { startInProcess } from "./in-process-thread.ts";
import { nastyInputs } from "./nasty-inputs.ts";

let folder = "";
let file = "";

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "parallel-file-"));
  file = path.join(folder, "text.csv");
});

afterAll(() => rm(folder, { recursive: true }));

const inProcess = (segmentBytes: number): Partition => ({
  segmentBytes,
  aloneBytes: 1,
  startThread: startInProcess,
});

interface Read extends ProfileResult {
  /** Bytes that came as a stream, of each reading. */
  readonly streamed: readonly number[];
}

/** @param chunkBytes of the stream */
async function profileFile(
  stated: object,
  partition: Partition,
  { chunkBytes = 1000, sizeBytes = -1, inode, limits = {}, isNamed = true }: FileOptions = {},
): Promise<Read> {
  const streamed: number[] = [];
  const source = {
    ...(isNamed && { path: file, inode }),
    sizeBytes: sizeBytes < 0 ? await sizeOf(file) : sizeBytes,
    async *open() {
      const reading = streamed.push(0) - 1;
      for await (const chunk of fileChunks(await open(file))) {
        for (let at = 0; at < chunk.length; at += chunkBytes) {
          const piece = chunk.slice(at, at + chunkBytes);
          streamed[reading] = (streamed[reading] ?? 0) + piece.length;
          yield piece;
        }
      }
    },
  };
  return { ...(await profileCsv(source, stated, limits, partition)), streamed };
}

interface FileOptions {
  readonly chunkBytes?: number;
  readonly sizeBytes?: number;
  readonly inode?: number;
  readonly limits?: ProfileLimits;
  /** The profiler knows which file it is. */
  readonly isNamed?: boolean;
}

/** By one that is given the text. */
function profileStream(stated: object, partition: Partition, options: FileOptions = {}): Promise<Read> {
  return profileFile({ ...stated, threads: 1 }, partition, { ...options, isNamed: false });
}

async function sizeOf(name: string): Promise<number> {
  const handle = await open(name);
  const { size } = await handle.stat();
  await handle.close();
  return size;
}

/** Rows with characters of all lengths and quoted line ends. */
function table(rows: number): string {
  const row = (i: number): string =>
    `${i},${i % 7 === 0 ? `"größer\n""${i}"""` : `名前 ${i % 90}`},${Math.sin(i)},${"😀".repeat(i % 4)}\n`;
  return `id,name,x,mood\n${Array.from({ length: rows }, (_, i) => row(i)).join("")}`;
}

/** Longer than what is looked at before the dialect is known. */
const text = Buffer.from(table(6_000));

/** Longer than what is read between two looks at the clock. */
const longText = Buffer.concat([text, ...Array.from({ length: 40 }, () => text.subarray(15))]);

/** Of a file that is long enough, with the chunks of these tests. */
const streamedBytes = 66_000;

describe.each([
  ["in threads", {}],
  ["in turn", { startThread: startInProcess }],
])("%s", (_, startThread) => {
  it.each([
    ["as it is", text],
    ["with a byte order mark", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), text])],
    ["without a line end", text.subarray(0, -1)],
    ["that ends where a segment does", text.subarray(0, 20_001 * 7)],
    ["that ends in a character that is cut", text.subarray(0, text.lastIndexOf(0xf0) + 2)],
  ])("a file %s", async (_, bytes) => {
    await writeFile(file, bytes);
    const partition = { segmentBytes: 20_001, aloneBytes: 1, ...startThread };
    const given = await profileStream({}, partition);
    const together = await profileFile({ threads: 2 }, partition);
    expect(together.content).toEqual(given.content);
    expect(together.textBytes).toBe(given.textBytes);
    expect(together.sourceBytes).toBe(bytes.length);
    expect(together.threads).toBe(2);
    const alone = await profileFile({ threads: 1 }, partition);
    expect({ ...alone, streamed: [] }).toEqual({ ...given, streamed: [] });
  });
});

it.each([1, 3])("only the beginning of the file is streamed: %i threads", async (threads) => {
  await writeFile(file, text);
  const read = await profileFile({ threads }, inProcess(10_000));
  expect(read.threads).toBe(threads);
  expect(read.streamed).toHaveLength(1);
  expect(read.streamed[0]).toBeLessThan(text.length / 2);
});

describe("one that reads a file alone goes on with the stream where it is not what it seemed", () => {
  /** All of it came as a stream, in the one reading that there was. */
  async function isReadOnce(bytes: Buffer, options: FileOptions = {}): Promise<void> {
    const partition = { ...inProcess(20_000), sliceBytesLeast: 4_096 };
    const given = await profileStream({}, partition);
    const alone = await profileFile({ threads: 1 }, partition, options);
    expect({ ...alone, streamed: [] }).toEqual({ ...given, streamed: [] });
    expect(alone.streamed).toEqual([bytes.length]);
  }

  it.each([
    ["right behind its beginning", 70_000],
    ["at the end of a slice", 40 * 4_096 - 1],
    ["at the start of a slice", 40 * 4_096],
    ["at the very end", text.length - 2],
  ])("because it is not UTF-8 %s", async (_, at) => {
    const bytes = Buffer.from(text);
    bytes[at] = 0xff;
    await writeFile(file, bytes);
    await isReadOnce(bytes);
    const { content } = await profileFile({ threads: 1 }, inProcess(20_000));
    expect(content.quality_issues?.undecodable_bytes).toBeGreaterThan(0);
  });

  it.each([1, 3])(
    "because of %i bytes that go on with nothing, where the file is first read by itself",
    async (bad) => {
      const bytes = Buffer.from(text);
      bytes.fill(0x80, streamedBytes, streamedBytes + bad);
      await writeFile(file, bytes);
      await isReadOnce(bytes);
      const { content } = await profileStream({}, inProcess(20_000));
      expect(content.quality_issues?.undecodable_bytes).toBe(bad);
    },
  );

  it("and so does the first of several", async () => {
    const partition = inProcess(1_000_000);
    // No character is cut by a chunk.
    const ascii = Buffer.from(
      `id,x\n${Array.from({ length: 300_000 }, (_, i) => `${i},${i % 97}\n`).join("")}`,
    );
    await writeFile(file, ascii);
    const { streamed } = await profileFile({ threads: 2 }, partition);
    // Up to two chunks were read ahead.
    for (const ahead of [0, 1_000, 2_000]) {
      const bytes = Buffer.from(ascii);
      bytes[(streamed[0] ?? 0) - ahead] = 0x80;
      await writeFile(file, bytes);
      const given = await profileStream({}, partition);
      const together = await profileFile({ threads: 2 }, partition);
      expect(together.content).toEqual(given.content);
      expect(given.content.quality_issues?.undecodable_bytes).toBeGreaterThan(0);
    }
  });

  it("because it is another one of that name", async () => {
    await writeFile(file, text);
    const { ino } = statSync(file);
    await isReadOnce(text, { inode: ino + 1 });
    const { streamed } = await profileFile({ threads: 1 }, inProcess(20_000), { inode: ino });
    expect(streamed).toEqual([streamedBytes]);
  });

  it.runIf(existsSync("/proc/filesystems"))(
    "because it has no size, and none when it is opened again",
    async () => {
      const chunk = await readFile("/proc/filesystems");
      const source = {
        path: "/proc/filesystems",
        sizeBytes: 0,
        async *open() {
          yield chunk;
        },
      };
      const alone = await profileCsv(source, { threads: 1, delimiter: "\t" });
      expect(alone).toEqual(await profileCsv(source.open(), { threads: 1, delimiter: "\t" }));
      expect(alone.textBytes).toBe(chunk.length);
    },
  );

  it("because it has grown by all that was not streamed", async () => {
    await writeFile(file, text);
    await isReadOnce(text, { sizeBytes: streamedBytes });
  });

  it.each([100, -100])("because its size is another than it was: %i bytes", async (by) => {
    await writeFile(file, text);
    await isReadOnce(text, { sizeBytes: text.length - by });
  });

  it("because it has no size, as what the kernel of a system writes while it is read", async () => {
    await writeFile(file, text);
    await isReadOnce(text, { sizeBytes: 0 });
  });

  it("because it becomes shorter while it is read", async () => {
    await writeFile(file, longText);
    let steps = 0;
    const limits: ProfileLimits = {
      outOfTime: () => {
        if (++steps === 3) truncateSync(file, 5_000_000);
        return false;
      },
    };
    const alone = await profileFile({ threads: 1 }, inProcess(200_000), { limits });
    const given = await profileStream({}, inProcess(200_000));
    expect(alone.content).toEqual(given.content);
    expect(alone.streamed).toEqual([5_000_000]);
  });
});

it("one that reads a file alone stops when its time is over", async () => {
  await writeFile(file, longText);
  let left = 3;
  const limits: ProfileLimits = { outOfTime: () => --left <= 0, timeoutMs: 1000 };
  const { content, textBytes, sourceBytes } = await profileFile({ threads: 1 }, inProcess(200_000), {
    limits,
  });
  expect([content.status, content.error_code]).toEqual(["error", "TIMEOUT"]);
  expect(content.row_count).toBeGreaterThan(6_000);
  expect(textBytes).toBe(streamedBytes + 2 * 512 * 1024);
  expect(sourceBytes).toBe(textBytes);
  expect(content.quality_issues?.receipt.balanced).toBe(true);
});

describe("a file that is not what it seemed is given to the threads", () => {
  it("because it is not UTF-8 behind its beginning", async () => {
    const bytes = Buffer.from(text);
    bytes[bytes.length - 3] = 0xff;
    await writeFile(file, bytes);
    const alone = await profileStream({}, inProcess(20_000));
    const together = await profileFile({ threads: 2 }, inProcess(20_000));
    expect(together.content).toEqual(alone.content);
    expect(alone.content.quality_issues?.undecodable_bytes).toBeGreaterThan(0);
    expect(together.threads).toBe(2);
    expect(together.streamed).toHaveLength(2);
    expect(together.streamed[1]).toBe(bytes.length);
  });

  it("because it is not UTF-8 in its beginning", async () => {
    const bytes = Buffer.from(text);
    bytes[70_000] = 0xff;
    await writeFile(file, bytes);
    const alone = await profileStream({}, inProcess(20_000));
    const together = await profileFile({ threads: 2 }, { ...inProcess(20_000), aloneBytes: 80_000 });
    expect(together.content).toEqual(alone.content);
    expect(together.streamed).toEqual([bytes.length]);
  });

  it.each([
    ["longer", 100],
    ["shorter", -100],
  ])("because it has become %s", async (_, by) => {
    await writeFile(file, text);
    const sizeBytes = text.length - by;
    const alone = await profileStream({}, inProcess(20_000));
    const together = await profileFile({ threads: 2 }, inProcess(20_000), { sizeBytes });
    expect(together.content).toEqual(alone.content);
    expect(together.streamed).toHaveLength(2);
  });

  it.each([
    ["longer", () => appendFile(file, "1,2,3,4\n")],
    ["shorter", () => truncate(file, 100_000)],
  ])("because it becomes %s while it is read", async (_, change) => {
    await writeFile(file, text);
    let steps = 0;
    const limits: ProfileLimits = {
      outOfTime: () => {
        steps++;
        return false;
      },
    };
    let isChanged = false;
    const startThread: Partition["startThread"] = (facts, onReport) => {
      const thread = startInProcess(facts, onReport);
      const read: typeof thread.read = async (task) => {
        if (!isChanged) await change();
        isChanged = true;
        return thread.read(task);
      };
      return { ...thread, read, finish: () => thread.finish(), stop: () => thread.stop() };
    };
    const together = await profileFile({ threads: 2 }, { ...inProcess(20_000), startThread }, { limits });
    const alone = await profileStream({}, inProcess(20_000));
    expect(steps).toBeGreaterThan(0);
    expect(isChanged).toBe(true);
    expect(together.content).toEqual(alone.content);
  });
});

it("time that is over leaves what was read", async () => {
  await writeFile(file, text);
  let left = 8;
  const limits: ProfileLimits = { outOfTime: () => --left <= 0, timeoutMs: 1000 };
  const { content, threads } = await profileFile({ threads: 2 }, inProcess(20_000), { limits });
  expect([content.status, content.error_code, threads]).toEqual(["error", "TIMEOUT", 2]);
  expect(content.row_count).toBeGreaterThan(100);
  expect(content.row_count).toBeLessThan(6_000);
  const { quality_issues: issues } = content;
  expect(issues?.receipt.balanced).toBe(true);
});

describe("whatever is wrong with the text", () => {
  it.each(nastyInputs.map(([name, content, options = {}]) => ({ name, content, options })))(
    "$name",
    async ({ content, options }) => {
      await writeFile(file, content);
      const stated = { delimiter: ",", quote: '"', ...options };
      const partition = inProcess(Math.max(5, Math.floor(content.length / 7)));
      const given = await profileStream(stated, partition);
      const alone = await profileFile({ ...stated, threads: 1 }, partition);
      const together = await profileFile({ ...stated, threads: 3 }, partition);
      expect(alone.content).toEqual(given.content);
      expect(together.content).toEqual(given.content);
    },
  );

  it("on any text", async () => {
    await fc.assert(
      fc.asyncProperty(anyCsv, fc.integer({ min: 1, max: 200 }), async (csv, segmentBytes) => {
        await writeFile(file, csv.text);
        const given = await profileStream(csv.options, inProcess(segmentBytes));
        const chunkBytes = 7;
        const alone = await profileFile({ ...csv.options, threads: 1 }, inProcess(segmentBytes), {
          chunkBytes,
        });
        const together = await profileFile({ ...csv.options, threads: 2 }, inProcess(segmentBytes), {
          chunkBytes,
        });
        expect(alone.content).toEqual(given.content);
        expect(together.content).toEqual(given.content);
      }),
      { numRuns: 200 },
    );
  });
});
