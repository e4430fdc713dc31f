/** Single files at the end of what is possible, each within its time and memory: none may read on for ever. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { recordBytesMax } from "../../lambda/limits.ts";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import { profileCsv } from "../../lambda/profile/profile-csv.ts";
import type { ContentProfile } from "../../lambda/profile/summary.ts";

const megabyte = 1024 * 1024;
/** Below a slice of the kernel, one, and several: how the rest of a text that fails is accounted for depends on it. */
const chunkSizes = [16 * 1024, 256 * 1024, megabyte] as const;

interface Taken {
  readonly content: ContentProfile;
  /** How much of the file was read. */
  readonly readBytes: number;
  /** Growth of the resident set, at its highest. */
  readonly memoryMb: number;
}

/** Profile `start`, then `repeated` over and over until the file has `sizeBytes`, in chunks, never held whole. */
async function profile(
  start: string,
  repeated: string,
  sizeBytes: number,
  options: ProfileOptions = {},
  chunkBytes: number = megabyte,
): Promise<Taken> {
  collectGarbage();
  const before = process.memoryUsage.rss();
  let highest = before;
  let readBytes = 0;
  async function* source() {
    yield Buffer.from(start);
    const chunk = Buffer.alloc(chunkBytes, repeated);
    for (readBytes = start.length; readBytes < sizeBytes; readBytes += chunk.length) {
      yield chunk;
      highest = Math.max(highest, process.memoryUsage.rss());
    }
  }
  const { content } = await profileCsv(source(), options);
  expect(content.quality_issues.receipt.balanced).toBe(true);
  return { content, readBytes, memoryMb: Math.round((highest - before) / 2 ** 20) };
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

const gigabyte = 1024 * 1024 * 1024;

describe("what is too long ends the reading", () => {
  const openOnLine3 = "Close the quote opened on line 3, which is still open there,";
  const noneOpen = "Look for a quote that is not closed,";
  test.each<[string, string, string, string]>([
    ["a field of 2 GB that is not quoted", "a,b\n1,2\n3,", "x", noneOpen],
    // Whether it is closed behind them would have to be read.
    ["a field of 2 GB whose quote is not closed", 'a,b\n1,2\n3,"', "x", openOnLine3],
    // Whether the byte with which it is too long leaves the quote open.
    ["2 GB of quotes", "a,b\n1,2\n3,", '"', openOnLine3],
    ["2 GB of quotes behind one byte more", "a,b\n1,2\n33,", '"', noneOpen],
    ["a header of 2 GB", "", "name", noneOpen],
    ["2 GB of columns", "", "c,", noneOpen],
    ["2 GB of columns in a row", "a,b\n1,2\n", ",", noneOpen],
  ])("%s", async (_, start, repeated, advice) => {
    const options = { delimiter: ",", quote: '"', header: true };
    for (const chunkBytes of chunkSizes) {
      const taken = await profile(start, repeated, 2 * gigabyte, options, chunkBytes);
      const { content, readBytes, memoryMb } = taken;
      expect(content.error_code).toBe("RECORD_TOO_LONG");
      expect(content.error_message).toContain(advice);
      expect(readBytes).toBeLessThan(2 * recordBytesMax);
      expect(memoryMb).toBeLessThan(400);
    }
  });

  test.each([
    ["not quoted", "", ""],
    ["whose quote is closed", '"', '"'],
    ["whose quote is not closed", '"', ""],
  ])("a field %s: every line is accounted for, whatever follows it in the file", async (_, quote, end) => {
    const text = Buffer.from(`a,b\n1,2\n${quote}${"0".repeat(18 * megabyte)}${end}\n1\n`);
    for (const chunkBytes of chunkSizes) {
      async function* source() {
        for (let at = 0; at < text.length; at += chunkBytes) yield text.subarray(at, at + chunkBytes);
      }
      const { content } = await profileCsv(source(), { delimiter: ",", quote: '"', header: true });
      expect(content).toMatchObject({ error_code: "RECORD_TOO_LONG", row_count: 1 });
      expect(content.quality_issues.receipt).toMatchObject({
        lines: 3,
        unread_lines: 1,
        balanced: true,
      });
    }
  });

  test("a line of a million columns that ends", async () => {
    const { content } = await profile(`${"c,".repeat(999_999)}c\n`, "1,2\n", 4 * megabyte);
    expect(content.error_code).toBe("TOO_MANY_COLUMNS");
    expect(content.error_message).toContain("1000000 columns");
  });
});

describe("what is long but legal is read to its end", () => {
  test("100 MB of blank lines", async () => {
    const { content, memoryMb } = await profile("a,b\n1,2\n", "\n", 100 * megabyte);
    expect(content).toMatchObject({ status: "success", row_count: 1 });
    expect(memoryMb).toBeLessThan(200);
  }, 60_000);

  test("a record of nearly the longest length, of quotes only", async () => {
    const field = `"${'""'.repeat(recordBytesMax / 2 - 100)}"`;
    const { content } = await profile(`a,b\n1,${field}\n2,x\n`, "3,y\n", megabyte, { quote: '"' });
    expect(content).toMatchObject({ status: "success", column_count: 2 });
    expect(content.columns[1]?.name).toBe("b");
  }, 60_000);
});

test("a gzip bomb within a gzip bomb is looked into once, and refused", async () => {
  const inner = gzipSync(Buffer.alloc(64 * megabyte));
  async function* source() {
    yield gzipSync(inner);
  }
  const { content } = await profileCsv(source());
  expect(content.error_code).toBe("NOT_TEXT");
  expect(content.error_message).toContain("gzip");
});

/** Milliseconds of processor time, of all threads. */
async function processorMs(work: () => unknown): Promise<number> {
  const began = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

// Two to three times as much is measured, wherever; what grows with the square of the members would be hundreds.
test.each([
  ["nothing", ""],
  ["a byte", "1"],
])(
  "100,000 members of gzip with %s in each take less than five times what zlib takes for them one by one",
  async (_, text) => {
    const member = gzipSync(text);
    const members = 100_000;
    const bytes = Buffer.concat([gzipSync("a\n"), ...Array.from({ length: members }, () => member)]);
    async function* source() {
      for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
    }
    const ownMs = await processorMs(async () => {
      const { content } = await profileCsv(source(), { header: true });
      expect(content).toMatchObject({ status: "success", row_count: text.length });
    });
    const zlibMs = await processorMs(() => {
      for (let i = 0; i < members; i++) gunzipSync(member);
    });
    expect(ownMs / zlibMs).toBeLessThan(5);
  },
);
