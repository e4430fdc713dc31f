/** Several threads find what one finds: the same content, to the last bit. */
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Partition } from "../../lambda/engine/open-reader.ts";
import { segmentStart } from "../../lambda/engine/parallel/segment-start.ts";
import { parallelBytesMin } from "../../lambda/limits.ts";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import { type ProfileResult, profileCsv, type RereadableSource } from "../../lambda/profile/profile-csv.ts";
import { pollutedFile, pollutions } from "../generate/polluted.ts";
import { anyCsv } from "./any-csv.ts";
import { startInProcess } from "./in-process-thread.ts";
import { nastyInputs } from "./nasty-inputs.ts";

interface Counted extends RereadableSource {
  opened: number;
}

function sourceOf(bytes: Uint8Array, sizes: readonly number[] = [1000]): Counted {
  return {
    opened: 0,
    sizeBytes: bytes.length,
    async *open() {
      this.opened++;
      for (let at = 0, i = 0; at < bytes.length; i++) {
        const size = Math.max(1, sizes[i % sizes.length] ?? bytes.length);
        yield bytes.slice(at, at + size);
        at += size;
      }
    },
  };
}

interface Compared {
  readonly alone: ProfileResult;
  readonly together: ProfileResult;
  /** Readings of the source when several threads were asked for: 2 when they had to give up. */
  readonly readings: number;
}

async function compareThreads(
  bytes: Uint8Array,
  options: ProfileOptions,
  partition: Partition,
  sizes?: readonly number[],
): Promise<Compared> {
  const alone = await profileCsv(sourceOf(bytes, sizes), { ...options, threads: 1 }, {}, partition);
  const source = sourceOf(bytes, sizes);
  const together = await profileCsv(source, { threads: 3, ...options }, {}, partition);
  return { alone, together, readings: source.opened };
}

const inProcess = (segmentBytes: number): Partition => ({
  segmentBytes,
  aloneBytes: 1,
  startThread: startInProcess,
});

/** Rows with quoted line ends, and everything that is counted by order. */
function table(rows: number, lineEnd: string): string {
  const row = (i: number): string => {
    const name = i % 7 === 0 ? `"first${lineEnd}second, ""third"" ${i}"` : `name ${i % 900}`;
    const date = new Date(Date.UTC(2020, 0, 1) + i * 3_600_000).toISOString();
    return [i, name, Math.sin(i), date, i % 13 === 0 ? "" : `$${i}.25`, i % 3].join(",");
  };
  return ["id,name,x,at,price,k", ...Array.from({ length: rows }, (_, i) => row(i))].join(lineEnd) + lineEnd;
}

describe.each(["\n", "\r\n", "\r"])("with line ends %j", (lineEnd) => {
  const bytes = Buffer.from(table(5_000, lineEnd));

  it.each([5_000, 40_000, 70_000])("segments of %i bytes", async (segmentBytes) => {
    const { alone, together, readings } = await compareThreads(bytes, {}, inProcess(segmentBytes));
    expect(together.content).toEqual(alone.content);
    expect(together.content.status).toBe("success");
    expect(readings).toBe(1);
    expect(together.threads).toBe(3);
    expect(alone.threads).toBe(1);
  });
});

it("columns whose values are looked up, fewer of them from segment to segment", async () => {
  const row = (i: number): string => {
    const value = (i * 7) % (900 - 130 * Math.floor(i / 40_000));
    return `${value},${(value * 0.37).toFixed(2)},x\n`;
  };
  const bytes = Buffer.from(`a,b,c\n${Array.from({ length: 240_000 }, (_, i) => row(i)).join("")}`);
  const { alone, together, readings } = await compareThreads(bytes, {}, inProcess(500_000), [65_536]);
  expect(together.content).toEqual(alone.content);
  expect([together.threads, readings]).toEqual([3, 1]);
});

describe("threads of their own", () => {
  const text = table(8_000, "\n");
  const partition: Partition = { segmentBytes: 50_000, aloneBytes: 1 };

  it.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with BOM", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)])],
    ["UTF-16", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")])],
    ["gzip", gzipSync(text)],
    ["Greek", Buffer.from(text.replaceAll("name", "όνομα"))],
  ])("%s", async (_, bytes) => {
    const { alone, together, readings } = await compareThreads(bytes, {}, partition, [20_000]);
    expect(together.content).toEqual(alone.content);
    expect(together.threads).toBe(3);
    expect(readings).toBe(1);
  });

  it("are not started for one segment, nor for a source that is there once", async () => {
    const bytes = Buffer.from(text);
    const one = await profileCsv(sourceOf(bytes), { threads: 3 }, {}, { segmentBytes: bytes.length });
    const once = await profileCsv(sourceOf(bytes).open(), { threads: 3 }, {}, partition);
    expect([one.threads, once.threads]).toEqual([1, 1]);
    expect(one.content.row_count).toBe(8_000);
  });

  it.each([
    [parallelBytesMin - 1, {}, 1],
    [parallelBytesMin, {}, 2],
    [parallelBytesMin + 1, {}, 2],
    [parallelBytesMin, { threads: 1 }, 1],
    [0, { threads: 3 }, 3],
  ])("of a file of %i bytes on two cores with %j stated: %i", async (sizeBytes, stated, threads) => {
    const source = { ...sourceOf(Buffer.from(text)), sizeBytes };
    const result = await profileCsv(
      source,
      { cores: 2, ...stated },
      {},
      { ...partition, startThread: startInProcess },
    );
    expect(result.threads).toBe(threads);
  });

  it("that fail leave the text to this one", async () => {
    const source = sourceOf(Buffer.from(text));
    const failing = {
      read: () => Promise.reject(new Error("no")),
      finish: () => Promise.reject(),
      stop() {},
    };
    const { content, threads } = await profileCsv(
      source,
      { threads: 2 },
      {},
      { ...partition, startThread: () => failing },
    );
    expect([content.status, content.row_count, threads, source.opened]).toEqual(["success", 8_000, 1, 2]);
  });
});

describe("whatever is wrong with the text", () => {
  it.each(nastyInputs.map(([name, text, options = {}]) => ({ name, text, options })))(
    "$name",
    async ({ text, options }) => {
      const stated: ProfileOptions = { delimiter: ",", quote: '"', ...options };
      for (const parts of [3, 11]) {
        const segmentBytes = Math.max(5, Math.floor(text.length / parts));
        const { alone, together } = await compareThreads(Buffer.from(text), stated, inProcess(segmentBytes));
        expect(together.content).toEqual(alone.content);
      }
    },
  );

  it.each([...pollutions.keys()])("polluted: %s", async (kind) => {
    for (let seed = 0; seed < 4; seed++) {
      const { bytes } = pollutedFile(kind, seed);
      const { alone, together } = await compareThreads(bytes, {}, inProcess(150), [64]);
      expect(together.content).toEqual(alone.content);
    }
  });

  it("on any text", async () => {
    const cases = fc.tuple(anyCsv, fc.integer({ min: 1, max: 200 }), fc.integer({ min: 2, max: 4 }));
    await fc.assert(
      fc.asyncProperty(cases, async ([{ text, options, sizes }, segmentBytes, threads]) => {
        const stated = { ...options, threads };
        const { alone, together } = await compareThreads(
          Buffer.from(text),
          stated,
          inProcess(segmentBytes),
          sizes,
        );
        expect(together.content).toEqual(alone.content);
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ["an open quote", '"'],
    ["a runaway quote", '"x\n'],
    ["stray quotes", 'x"y'],
    ["rows that are too short", "1"],
  ])("%s behind the head", async (_, wrong) => {
    const rows = table(3_000, "\n").split("\n");
    rows.splice(2_500, 0, `${wrong},1`);
    const { alone, together } = await compareThreads(
      Buffer.from(rows.join("\n")),
      {},
      { ...inProcess(20_000), aloneBytes: 5_000 },
    );
    expect(together.content).toEqual(alone.content);
  });

  it("time that is over", async () => {
    const bytes = Buffer.from(table(3_000, "\n"));
    const stopAfter = (chunks: number) => {
      let left = chunks;
      return { outOfTime: () => --left <= 0, timeoutMs: 1000 };
    };
    for (const chunks of [1, 20, 57]) {
      const alone = await profileCsv(sourceOf(bytes), {}, stopAfter(chunks), { segmentBytes: 9_000 });
      const together = await profileCsv(sourceOf(bytes), { threads: 3 }, stopAfter(chunks), inProcess(9_000));
      expect(together.content).toEqual(alone.content);
      expect(alone.content.error_code).toBe("TIMEOUT");
    }
  });

  it("a source that breaks off: its error passes, and no thread is left", async () => {
    const source: RereadableSource = {
      sizeBytes: 0,
      async *open() {
        yield* sourceOf(Buffer.from(table(3_000, "\n"))).open();
        throw new Error("connection lost");
      },
    };
    await expect(profileCsv(source, { threads: 3 }, {}, inProcess(9_000))).rejects.toThrow("connection lost");
  });
});

describe("where a segment starts", () => {
  const dialect = { delimiter: ",", quote: '"' };
  const start = (before: string, after: string, width = 2) =>
    segmentStart(Buffer.from(before + after), Buffer.byteLength(before), dialect, width);

  it.each<[string, string, string, number | null]>([
    ["the record that reaches over the border", "1,2\n3", ",4\n5,6\n", 4],
    ["a record that ends there", "1,2\n", "3,4\n5,6\n", 4],
    ["behind a CR whose LF may follow", "1,2\r", "\n3,4\r\n5,6\r\n", null],
    ["a record before, when a line end is quoted", '1,2\n3,"x\n', 'y"\n5,6\n', 4],
    ["nowhere, without a line end", "1,", "2\n3,4\n", null],
    ["nowhere, when no line looks like the table's", '1,2,3\n"4', '",5,6\n7,8,9\n', null],
    ["the line, when nothing is quoted", "1,2,3\n4", ",5,6\n", 6],
  ])("%s", (_, before, after, expected) => {
    expect(start(before, after)).toBe(expected);
  });
});
