/**
 * Each bound of lambda/limits.ts, one below it, at it and one above: what is kept, what is reported, and that the
 * message says what to do. Where a bound is private to one algorithm, the test beside that algorithm does it.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { constants, createGzip } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import { toItem } from "../lambda/adapters/dynamodb-item.ts";
import { attributeMapBytes } from "../lambda/adapters/dynamodb-values.ts";
import { readAheadFor } from "../lambda/adapters/ranged-body.ts";
import { ProfilerError } from "../lambda/errors.ts";
import * as limits from "../lambda/limits.ts";
import { ColumnProfile } from "../lambda/profile/column-profile.ts";
import type { Summary } from "../lambda/profile/summary.ts";
import { TableProfile } from "../lambda/profile/table-profile.ts";
import { profileObject } from "../lambda/profile-object.ts";
import { renderReport } from "../lambda/report/render-report.ts";
import { CalendarHistogram } from "../lambda/statistics/calendar-histogram.ts";
import { columnBudget } from "../lambda/statistics/column-budget.ts";
import { Distinct } from "../lambda/statistics/distinct.ts";
import { DistinctSample } from "../lambda/statistics/distinct-sample.ts";
import { DuplicateRows } from "../lambda/statistics/duplicate-rows.ts";
import { HyperLogLog } from "../lambda/statistics/hyperloglog.ts";
import { shapeOf } from "../lambda/statistics/string-shapes.ts";
import { decodeText } from "../lambda/text/decode.ts";
import { guardAgainstBomb } from "../lambda/text/decompress.ts";
import { summaryOf } from "./fakes/summaries.ts";
import { clockWith, upload, worldOf } from "./fakes/world.ts";
import { numbersOf, profileColumn, profileText } from "./profile/profile.ts";

type Bound = keyof typeof limits;

/** Bounds whose three cases are in another file, for want of the means here. */
const elsewhere: Readonly<Partial<Record<Bound, string>>> = {
  recordBytesMax: "csv/record-reader.test.ts",
  rangeBytes: "adapters/ranged-body.test.ts",
  parallelBytesMin: "engine/parallel.test.ts",
  threadsMax: "config.test.ts",
};

const tested = new Set<string>();
const bounds = new Map<string, number>(Object.entries(limits));

/** One below, at, and one above the bound. */
function around(
  bound: Bound,
  check: (sizes: readonly [number, number, number]) => Promise<void> | void,
): void {
  tested.add(bound);
  const value = bounds.get(bound) ?? Number.NaN;
  test(`${bound} (${value})`, () => check([value - 1, value, value + 1]), 120_000);
}

const rows = (count: number, row: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => `${row(i)}\n`).join("");
const numbered = (count: number, text = (i: number) => String(i)) =>
  Array.from({ length: count }, (_, i) => text(i));

async function measured<Result>(
  sizes: readonly number[],
  measure: (size: number) => Promise<Result> | Result,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const size of sizes) results.push(await measure(size));
  return results;
}

describe("reading", () => {
  around("sniffBytes", async (sizes) => {
    // A note behind the table is only told from the table when the whole file was there to be sniffed.
    const note = "\nThis is a note, no row.\n";
    const footers = await measured(sizes, async (size) => {
      const row = "1234,5678,90\n";
      const head = "a,b,c\n";
      const count = Math.floor((size - head.length - note.length) / row.length);
      const filling = size - head.length - note.length - count * row.length;
      const text = head + row.repeat(count - 1) + row.replace("1234", `1234${"0".repeat(filling)}`) + note;
      expect(text.length).toBe(size);
      return (await profileText(text)).quality_issues.receipt.footer_lines;
    });
    expect(footers).toEqual([2, 2, 0]);
  });

  around("columnsMax", async (sizes) => {
    const profiles = await measured(sizes, async (size) => {
      const { error_code, error_message, column_count } = await profileText(
        `${"a,".repeat(size - 1)}a\n${"1,".repeat(size - 1)}1\n`,
        { delimiter: "," },
      );
      return { error_code, error_message, column_count };
    });
    expect(profiles.slice(0, 2)).toEqual(
      sizes.slice(0, 2).map((column_count) => ({ error_code: null, error_message: null, column_count })),
    );
    expect(profiles[2]).toMatchObject({ error_code: "TOO_MANY_COLUMNS" });
    expect(profiles[2]?.error_message).toBe(
      "Line 1 (byte 0) has 16385 columns; at most 16384 are profiled. Check the delimiter, or split the file.",
    );
  });

  /** A record that is known by the end of a segment belongs to it. */
  function segmentsBegun(knownAt: number): number {
    const beginSegment = vi.spyOn(ColumnProfile.prototype, "beginSegment");
    const facts = { line: 1, byte: 0, strayQuotes: 0, textAfterQuotes: 0, runawayQuote: false };
    const table = new TableProfile();
    table.record(["1"], { ...facts, knownAt: 2 });
    table.record(["2"], { ...facts, knownAt });
    const times = beginSegment.mock.calls.length;
    beginSegment.mockRestore();
    return times;
  }

  around("segmentBytes", (sizes) => {
    expect(sizes.map((knownAt) => segmentsBegun(knownAt))).toEqual([0, 0, 1]);
  });

  around("columnNameCharsMax", async (sizes) => {
    const headers = await measured(sizes, async (size) => {
      const { columns, quality_issues } = await profileText(`${"x".repeat(size)},b\n1,2\n`, { header: true });
      return [columns[0]?.name.length, quality_issues.renamed_columns.map(({ reason }) => reason)];
    });
    expect(headers).toEqual([
      [sizes[0], []],
      [sizes[1], []],
      [sizes[1], ["too_long"]],
    ]);
  });

  around("decompressionRatioMax", ([below, at, above]) => {
    const inputBytes = 3 * limits.decompressionRatioFloorBytes;
    expect(bombAt(inputBytes, below * inputBytes)).toBeNull();
    expect(bombAt(inputBytes, at * inputBytes)).toBeNull();
    expect(bombAt(inputBytes, at * inputBytes + 1)).toContain(
      "The gzip data expands more than 1000 times (1000 so far) and was not read further. Upload it uncompressed if this is intended.",
    );
    expect(bombAt(inputBytes, above * inputBytes)).toContain("(1001 so far)");
  });

  around("decompressionRatioFloorBytes", ([below, at, above]) => {
    // Below it a file may have as much text as at it, and above it as much for each byte.
    const textBytesMax = limits.decompressionRatioMax * at;
    for (const inputBytes of [1, below, at]) {
      expect(bombAt(inputBytes, textBytesMax)).toBeNull();
      expect(bombAt(inputBytes, textBytesMax + 1)).not.toBeNull();
    }
    expect(bombAt(above, textBytesMax + limits.decompressionRatioMax)).toBeNull();
    expect(bombAt(above, textBytesMax + limits.decompressionRatioMax + 1)).not.toBeNull();
  });

  test("a bomb, and what compresses well", async () => {
    // gzip's own greatest ratio is 1,032: one line over and over is beyond the bound, with other lines between not.
    const block = Buffer.alloc(1024 * 1024, "1\n");
    const bomb = await drain(await gzipOf(block, 1_200));
    expect(bomb).toMatchObject({ code: "DECOMPRESSION_BOMB" });
    expect(bomb?.message).toContain("Upload it uncompressed if this is intended.");
    for (let i = 0; i < block.length; i += 2_000) block.write(`${i}\n`, i);
    const harmless = await gzipOf(block, 100);
    expect((100 * block.length) / harmless.length).toBeLessThan(limits.decompressionRatioMax);
    expect(await drain(harmless)).toBeNull();
  }, 120_000);

  around("timeoutReserveMs", async (sizes) => {
    // The reader stops when only the reserve is left.
    const codes = await measured(sizes, async (remainingMs) => {
      const world = worldOf({ clock: { ...clockWith(0), remainingMs: stoppedAt(remainingMs) } });
      await profileObject(upload(world, "a.csv", `a,b\n${"1,2\n".repeat(50_000)}`), world);
      return [...world.metadata.items.values()].map(({ summary }) => [summary.error_code, summary.partial]);
    });
    expect(codes).toEqual([[["TIMEOUT", true]], [["TIMEOUT", true]], [[null, false]]]);
  });

  test("timeoutReserveMs, twice as much with half of a core", async () => {
    const codes = await measured([9_999, 10_001], async (remainingMs) => {
      const whole = worldOf({ clock: { ...clockWith(0), remainingMs: stoppedAt(remainingMs) } });
      const world = { ...whole, platform: { ...whole.platform, coreShare: 0.5 } };
      await profileObject(upload(world, "a.csv", `a,b\n${"1,2\n".repeat(50_000)}`), world);
      return [...world.metadata.items.values()].map(({ summary }) => summary.error_code);
    });
    expect(codes).toEqual([["TIMEOUT"], [null]]);
  });
});

around("rangesAheadMax", (sizes) => {
  // A range for each 256 MB of memory.
  expect(sizes.map((size) => readAheadFor(256 * size).rangesMax)).toEqual([sizes[0], sizes[1], sizes[1]]);
});

tested.add("readAheadMemoryShare");
test("readAheadMemoryShare (1/32)", () => {
  const ranges = [767, 768, 769].map((memoryMb) => readAheadFor(memoryMb).rangesMax);
  expect(ranges).toEqual([2, 3, 3]);
});

describe("examples", () => {
  around("examplesMax", async (sizes) => {
    const shown = await measured(sizes, async (size) => {
      const { quality_issues } = await profileText(`a,b\n${"1,2\n".repeat(50)}${"1\n".repeat(size)}`);
      const { count, examples } = quality_issues.short_rows;
      expect(count).toBe(size);
      return examples.length;
    });
    expect(shown).toEqual([sizes[0], sizes[1], sizes[1]]);
  });

  around("exampleCharsMax", async (sizes) => {
    const shown = await measured(sizes, async (size) => {
      const column = await profileColumn([...numbered(99), "x".repeat(size)]);
      return column.invalid.examples[0]?.value;
    });
    expect(shown).toEqual(["x".repeat(sizes[0]), "x".repeat(sizes[1]), `${"x".repeat(sizes[1])}…`]);
  });
});

describe("types and judgements", () => {
  tested.add("typeShareMin");
  test("typeShareMin (0.9)", async () => {
    const types = await measured([89, 90, 91], async (numbers) => {
      const column = await profileColumn([...numbered(numbers), ...numbered(100 - numbers, () => "text")]);
      return column.type;
    });
    expect(types).toEqual(["string", "int", "int"]);
  });

  tested.add("closeDecisionShare");
  test("closeDecisionShare (0.05)", async () => {
    const alerts = await measured([84, 85, 86], async (numbers) => {
      const texts = numbered(100 - numbers, () => "text");
      const { quality_issues } = await profileText(
        `x,y\n${[...numbered(numbers), ...texts].map((cell, i) => `${cell},r${i}\n`).join("")}`,
      );
      return quality_issues.alerts.some(({ code }) => code === "TYPE_NEAR_THRESHOLD");
    });
    expect(alerts).toEqual([false, true, true]);
  });

  around("highMissingPercentage", async (sizes) => {
    const alerts = await measured(sizes, async (missing) => {
      const { quality_issues } = await profileText(
        `x,y\n${rows(100, (i) => `${i < missing ? "" : "a"},r${i}`)}`,
      );
      return quality_issues.alerts.some(({ code }) => code === "HIGH_MISSING");
    });
    expect(alerts).toEqual([false, true, true]);
  });

  around("hintPercentageMin", async (sizes) => {
    const hints = await measured(sizes, async (percent) => {
      const column = await profileColumn(
        numbered(100, (i) => (i < percent ? `user${i}@example.com` : `text ${i}`)),
      );
      return column.hints.some(({ hint }) => hint === "email");
    });
    expect(hints).toEqual([false, true, true]);
  });

  around("formattedPercentageMin", async (sizes) => {
    const hints = await measured(sizes, async (percent) => {
      const column = await profileColumn(numbered(100, (i) => (i < percent ? "1,5" : `${i}`)));
      return column.hints.some(({ hint }) => hint === "decimal_comma");
    });
    expect(hints).toEqual([false, true, true]);
  });

  around("formattedNumberCharsMax", async (sizes) => {
    const hints = await measured(sizes, async (size) => {
      const column = await profileColumn(numbered(20, (i) => `${i + 10} %`.padStart(size, "0")));
      return column.hints.some(({ hint }) => hint === "percentage");
    });
    expect(hints).toEqual([true, true, false]);
  });
});

const noVersion = { sequencer: null, eventTime: null, etag: null };

describe("results", () => {
  around("itemBytesMax", (sizes) => {
    const schema = Object.fromEntries(numbered(15_000, (i) => `column ${i}`).map((name) => [name, "int"]));
    const content = (message: string) => ({
      schema: { ...schema } as Summary["schema"],
      error_message: message,
    });
    const bytesOf = (item: ReturnType<typeof itemOf>) => attributeMapBytes(item);
    const itemOf = (message: string, bytesMax?: number) =>
      toItem(summaryOf("a.csv", content(message)), null, noVersion, bytesMax);
    const bare = bytesOf(itemOf("", Number.POSITIVE_INFINITY));
    const items = sizes.map((size) => itemOf("x".repeat(size - bare)));
    expect(items.map(bytesOf).slice(0, 2)).toEqual(sizes.slice(0, 2));
    expect(items.map(({ truncated }) => truncated?.BOOL)).toEqual([false, false, true]);
    // What is missing, and where the whole is.
    expect(items[2]?.truncated_fields).toEqual({ L: [{ S: "schema" }] });
    expect(items[2]).toHaveProperty("summary_key");
  });

  around("reportColumnsMax", async (sizes) => {
    const [column] = (await profileText("a,b\n1,2\n")).columns;
    if (column === undefined) throw new Error("no column");
    const shown = sizes.map((size) => {
      const columns = numbered(size, (i) => `c${i}`).map((name, i) => ({ ...column, name, position: i + 1 }));
      const report = renderReport(summaryOf("a.csv", { columns, column_count: size }));
      return [report.match(/<article/g)?.length, /The first [\d,]+ of [\d,]+ columns\./.exec(report)?.[0]];
    });
    expect(shown).toEqual([
      [sizes[0], undefined],
      [sizes[1], undefined],
      [sizes[1], "The first 1,000 of 1,001 columns."],
    ]);
  });
});

describe("statistics", () => {
  around("quantileValuesExactMax", async (sizes) => {
    const methods = await measured(sizes, async (size) => {
      const column = await profileColumn(numbered(size, (i) => String(i / 8)));
      return numbersOf(column).quantiles.method;
    });
    expect(methods).toEqual(["exact", "exact", "ddsketch"]);
  });

  around("ddsketchPagesMax", async (sizes) => {
    // A page is one power of two; beyond so many it is two, and the error twice as large.
    const errors = await measured(sizes, async (size) => {
      const column = await profileColumn(numbered(10_100, (i) => String(2 ** (i % size))));
      return numbersOf(column).quantiles.relative_error;
    });
    expect(errors).toEqual([1 / 257, 1 / 257, 1 / 129]);
  });

  around("ddsketchPagesFineMax", async (sizes) => {
    // So many numbers far from each other have a page each at every level; one more, and there is only the coarsest.
    const errors = await measured(sizes, async (size) => {
      const column = await profileColumn(numbered(10_100, (i) => String(2 ** (i % size))));
      return numbersOf(column).quantiles.relative_error;
    });
    expect(errors).toEqual([1 / (2 ** 41 + 1), 1 / (2 ** 41 + 1), 1 / 257]);
  });

  around("hyperLogLogPrecision", (sizes) => {
    const errors = sizes.map((precision) => new HyperLogLog(precision).standardError);
    expect(errors.map((error) => error.toFixed(4))).toEqual(["0.0115", "0.0081", "0.0057"]);
    expect(new Distinct().limits.precision).toBe(sizes[1]);
  });

  around("shapeCharsMax", (sizes) => {
    expect(sizes.map((size) => shapeOf("-".repeat(size)))).toEqual([
      "-".repeat(sizes[0]),
      "-".repeat(sizes[1]),
      `${"-".repeat(sizes[0])}…`,
    ]);
  });

  around("distinctSampleMax", (sizes) => {
    const found = sizes.map((size) => {
      const sample = new DistinctSample(columnBudget(1).distinctSampleMax);
      for (let i = 0; i < size; i++) sample.add(`text ${i}`, Math.imul(i, 0x9e3779b1) >>> 0, i);
      return sample.texts().length;
    });
    expect(found).toEqual([sizes[0], sizes[1], sizes[1]]);
  });

  around("calendarBinsMax", (sizes) => {
    const units = sizes.map((size) => {
      const calendar = new CalendarHistogram(columnBudget(1).calendarBinsMax);
      for (let i = 0; i < size; i++) calendar.add(i);
      return calendar.state().unit;
    });
    expect(units).toEqual(["millisecond", "millisecond", "second"]);
  });

  around("columnStatisticsBytesMax", ([below, at, above]) => {
    // A quarter for each kind of state. Distinct values take 128 KiB a column: so many columns have all of it.
    const columns = at / 4 / (128 * 1024);
    expect(columns).toBe(192);
    const exact = [columns - 1, columns, columns + 1].map((count) => columnBudget(count).distinct.exactMax);
    expect(exact).toEqual([limits.distinctExactMax, limits.distinctExactMax, 6_144]);
    expect(below / 4 / (128 * 1024)).toBeLessThan(columns);
    expect(above / 4 / (128 * 1024)).toBeGreaterThan(columns);
  });

  around("distinctExactMax", (sizes) => {
    const methods = sizes.map((size) => {
      const distinct = new Distinct();
      for (let i = 0; i < size; i++)
        distinct.add(Math.imul(i, 0x9e3779b1) >>> 0, Math.imul(i, 0x85ebca6b) >>> 0);
      return distinct.result().method;
    });
    expect(methods).toEqual(["exact", "exact", "hyperloglog"]);
  });

  around("frequentExactMax", async (sizes) => {
    const methods = await measured(sizes, async (size) => {
      const column = await profileColumn(numbered(size, (i) => `text ${i}`));
      return column.frequent?.method;
    });
    expect(methods).toEqual(["exact", "exact", "misra_gries"]);
  });

  around("frequentCountersMax", async (sizes) => {
    const methods = await measured(sizes, async (size) => {
      const texts = numbered(2 * size, (i) => `text ${i % 1000 < 500 ? i % size : i % 499}`);
      const repeated = [...texts, ...numbered(size, (i) => `text ${i}`)];
      return (await profileColumn(repeated)).frequent?.method;
    });
    expect(methods).toEqual(["exact", "exact", "misra_gries"]);
  });

  around("frequentShownMax", async (sizes) => {
    const shown = await measured(sizes, async (size) => {
      const column = await profileColumn(numbered(3 * size, (i) => `text ${i % size}`));
      return column.frequent?.values.length;
    });
    expect(shown).toEqual([sizes[0], sizes[1], sizes[1]]);
  });

  around("frequentTextCharsMax", async (sizes) => {
    const shown = await measured(sizes, async (size) => {
      const column = await profileColumn(numbered(10, () => "y".repeat(size)));
      const value = column.frequent?.values[0];
      return [value?.value?.length, value?.truncated, value?.count];
    });
    expect(shown).toEqual([
      [sizes[0], false, 10],
      [sizes[1], false, 10],
      [sizes[1], true, 10],
    ]);
  });

  around("histogramBinsMax", async (sizes) => {
    const bins = await measured(sizes, async (size) => {
      const column = await profileColumn(numbered(size * 10, (i) => String(i % size)));
      return numbersOf(column).histogram.counts.length;
    });
    expect(bins.slice(0, 2)).toEqual(sizes.slice(0, 2));
    expect(bins[2]).toBeLessThanOrEqual(sizes[1]);
  });

  around("dateHistogramBinsMax", async (sizes) => {
    const units = await measured(sizes, async (size) => {
      const first = Date.UTC(2026, 0, 1);
      const column = await profileColumn(
        numbered(size, (i) => new Date(first + i * 86_400_000).toISOString().slice(0, 10)),
      );
      if (column.type !== "date") throw new Error(column.type);
      return column.statistics?.histogram?.unit;
    });
    expect(units).toEqual(["day", "day", "week"]);
  });

  around("distinctRowsExactMax", (sizes) => {
    const methods = sizes.map((size) => {
      const duplicates = new DuplicateRows();
      for (let i = 0; i < size; i++) duplicates.add(Math.imul(i, 0x9e3779b1) >>> 0, i);
      return duplicates.result().method;
    });
    expect(methods).toEqual(["exact", "exact", "adaptive_sampling"]);
  });
});

test("every bound has its three cases", () => {
  const missing = Object.keys(limits).filter((bound) => {
    const file = new Map<string, string>(Object.entries(elsewhere)).get(bound);
    if (file === undefined) return !tested.has(bound);
    const text = readFileSync(join(import.meta.dirname, file), "utf8");
    const imported = new RegExp(`import \\{[^}]*\\b${bound}\\b[^}]*\\} from "[./]+lambda/limits.ts"`).test(
      text,
    );
    const cases = [`${bound} - 1`, `${bound},`, `${bound} + 1`];
    return !imported || cases.some((size) => !text.includes(size));
  });
  expect(missing).toEqual([]);
});

/** What is said of so much text of so much gzip; null when it is no bomb. */
function bombAt(inputBytes: number, outputBytes: number): string | null {
  try {
    guardAgainstBomb("gzip", { inputBytes, outputBytes });
    return null;
  } catch (error) {
    return error instanceof ProfilerError ? error.message : String(error);
  }
}

/** The block so many times over, compressed as a stream. */
async function gzipOf(block: Buffer, times: number): Promise<Buffer> {
  const gzip = createGzip({ level: constants.Z_BEST_COMPRESSION });
  const parts: Buffer[] = [];
  gzip.on("data", (part: Buffer) => parts.push(part));
  const ended = new Promise((resolve) => gzip.once("end", resolve));
  for (let i = 0; i < times; i++)
    if (!gzip.write(block)) await new Promise((resolve) => gzip.once("drain", resolve));
  gzip.end();
  await ended;
  return Buffer.concat(parts);
}

/** Decode it all, and keep nothing. @returns what went wrong, if anything */
async function drain(bytes: Buffer): Promise<ProfilerError | null> {
  async function* source() {
    for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
  }
  try {
    for await (const _ of (await decodeText(source())).body);
    return null;
  } catch (error) {
    if (error instanceof ProfilerError) return error;
    throw error;
  }
}

/** Plenty when the reading begins, and exactly so much whenever it is asked again. */
function stoppedAt(remainingMs: number): () => number {
  let asked = 0;
  return () => (asked++ === 0 ? 900_000 : remainingMs);
}
