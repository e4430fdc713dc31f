/** Threads that read a file by themselves find what one finds that is given its text. */
import { appendFile, mkdtemp, open, rm, truncate, writeFile } from "node:fs/promises";
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
  { chunkBytes = 1000, sizeBytes = -1, limits = {} }: FileOptions = {},
): Promise<Read> {
  const streamed: number[] = [];
  const source = {
    path: file,
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
  readonly limits?: ProfileLimits;
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
    const alone = await profileFile({ threads: 1 }, partition);
    const together = await profileFile({ threads: 2 }, partition);
    expect(together.content).toEqual(alone.content);
    expect(together.textBytes).toBe(alone.textBytes);
    expect(together.sourceBytes).toBe(bytes.length);
    expect(together.threads).toBe(2);
  });
});

it("only the beginning of the file is streamed", async () => {
  await writeFile(file, text);
  const { streamed, threads } = await profileFile({ threads: 3 }, inProcess(10_000));
  expect(threads).toBe(3);
  expect(streamed).toHaveLength(1);
  expect(streamed[0]).toBeLessThan(text.length / 2);
});

describe("a file that is not what it seemed is given to the threads", () => {
  it("because it is not UTF-8 behind its beginning", async () => {
    const bytes = Buffer.from(text);
    bytes[bytes.length - 3] = 0xff;
    await writeFile(file, bytes);
    const alone = await profileFile({ threads: 1 }, inProcess(20_000));
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
    const alone = await profileFile({ threads: 1 }, inProcess(20_000));
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
    const alone = await profileFile({ threads: 1 }, inProcess(20_000));
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
    const alone = await profileFile({ threads: 1 }, inProcess(20_000));
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
      const alone = await profileFile({ ...stated, threads: 1 }, partition);
      const together = await profileFile({ ...stated, threads: 3 }, partition);
      expect(together.content).toEqual(alone.content);
    },
  );

  it("on any text", async () => {
    await fc.assert(
      fc.asyncProperty(anyCsv, fc.integer({ min: 1, max: 200 }), async (csv, segmentBytes) => {
        await writeFile(file, csv.text);
        const alone = await profileFile({ ...csv.options, threads: 1 }, inProcess(segmentBytes));
        const together = await profileFile({ ...csv.options, threads: 2 }, inProcess(segmentBytes), {
          chunkBytes: 7,
        });
        expect(together.content).toEqual(alone.content);
      }),
      { numRuns: 200 },
    );
  });
});
