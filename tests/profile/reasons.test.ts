import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import type { AlertCode, HintName, LedgerEntry } from "../../lambda/profile/summary.ts";
import { numbersOf, profileBytes, profileColumn, profileText } from "./profile.ts";

function entry(ledger: readonly LedgerEntry[], type: string): LedgerEntry {
  const found = ledger.find((candidate) => candidate.type === type);
  if (found === undefined) throw new Error(`no ${type} in the ledger`);
  return found;
}

function times(count: number, cell: (i: number) => string): string[] {
  return Array.from({ length: count }, (_, i) => cell(i));
}

describe("the ledger", () => {
  test("a string column tells how near it was to int, which rows broke it and what would turn it", async () => {
    const { type, ledger } = await profileColumn([
      ...times(80, String),
      ...times(15, () => "unknown"),
      "x1",
      "x2",
    ]);
    expect(type).toBe("string");
    const int = entry(ledger, "int");
    expect(int).toMatchObject({
      verdict: "rejected",
      fits: 80,
      breaks: 17,
      percentage: 82.47,
      flip: { becomes: "int", action: "treat_as_missing", values: ["unknown"], cells: 15 },
    });
    expect(int.examples[0]).toEqual({ row: 81, line: 82, value: "unknown" });
    expect(int.reason).toBe(
      '82.47 % int (90 % needed); row 81 "unknown", row 82 "unknown", row 83 "unknown", row 84 "unknown", row 85 "unknown" and 12 more; treat "unknown" as missing → int',
    );
  });

  test("without a value to declare missing it counts the cells to correct", async () => {
    const { ledger } = await profileColumn([...times(80, String), ...times(20, (i) => `x${i}`)]);
    expect(entry(ledger, "int").flip).toEqual({
      becomes: "int",
      action: "correct_cells",
      values: [],
      cells: 12,
    });
  });

  test.each(["$0.99", "18.0 b", "10+", "0+", "V27"])("%s is no value to declare missing", async (text) => {
    const { ledger } = await profileColumn([...times(88, String), ...times(12, () => text)]);
    expect(entry(ledger, "int").flip).toMatchObject({ action: "correct_cells", cells: 3 });
  });

  test("the flip is the smallest change: one cell less does not do", async () => {
    const { type } = await profileColumn([...times(80, String), ...times(8, (i) => `x${i}`)]);
    expect(type).toBe("int");
    expect((await profileColumn([...times(80, String), ...times(9, (i) => `x${i}`)])).type).toBe("string");
  });

  test("a float column says which cells kept it from int", async () => {
    const { ledger } = await profileColumn(["1", "2", "3.5"]);
    expect(entry(ledger, "float").verdict).toBe("chosen");
    expect(entry(ledger, "int")).toMatchObject({
      verdict: "rejected",
      flip: { becomes: "int", action: "correct_cells", cells: 1 },
      reason: '66.67 % int (1 value is no int); row 3 "3.5"; correct or clear 1 value → int',
    });
  });

  test("a chosen type says how many more bad cells it bears", async () => {
    const { ledger } = await profileColumn([...times(97, String), "x"]);
    const chosen = entry(ledger, "int");
    expect(chosen.flip).toEqual({ becomes: "string", action: "more_breaks", values: [], cells: 10 });
    expect((await profileColumn([...times(97, String), ...times(10, () => "x")])).type).toBe("int");
    expect((await profileColumn([...times(97, String), ...times(11, () => "x")])).type).toBe("string");
  });

  test.each<[number, number, number | undefined, number, string]>([
    [89_996, 100_000, undefined, 89.99, "89.99 % int (90 % needed)"],
    [90_000, 100_000, undefined, 90, "90 % int (90 % needed)"],
    [89_994, 100_000, undefined, 89.99, "89.99 % int (90 % needed)"],
    [99_999, 100_000, 1, 99.99, "99.99 % int (100 % needed)"],
    [85_001, 100_000, undefined, 85, "85 % int (90 % needed)"],
  ])(
    "%d of %d, needed %s: a share below the threshold is not shown as it",
    async (fits, of, typeShareMin, percentage, words) => {
      const cells = times(of, (i) => (i < fits ? `${i % 100}` : "x"));
      const text = `a,b\n${cells.map((cell) => `${cell},y\n`).join("")}`;
      const { columns, quality_issues: issues } = await profileText(text, {
        header: true,
        ...(typeShareMin === undefined ? {} : { typeShareMin }),
      });
      const int = entry(columns[0]?.ledger ?? [], "int");
      const chosen = fits / of >= (typeShareMin ?? 0.9);
      expect(int).toMatchObject({ verdict: chosen ? "chosen" : "rejected", percentage });
      expect(int.reason.startsWith(words)).toBe(true);
      const codes = issues.alerts.filter(({ column }) => column === "a").map(({ code }) => code);
      expect(codes.includes("TYPE_NEAR_THRESHOLD")).toBe(!chosen);
    },
  );

  test("a plain text column had nothing to decide", async () => {
    expect((await profileColumn(["a", "b"])).ledger).toEqual([]);
  });
});

describe("hints", () => {
  const table: readonly (readonly [HintName, readonly string[]])[] = [
    ["boolean", ["true", "FALSE", "true", "true"]],
    ["boolean", ["0", "1", "1", "0"]],
    ["boolean", ["Yes", "no", "Yes"]],
    ["boolean", ["Ja", "nein", "ja"]],
    ["boolean", ["não", "Sim", "sim"]],
    ["categorical", times(30, (i) => ["red", "green", "blue"][i % 3] ?? "")],
    ["constant", ["same", "same", "same"]],
    ["currency", ["$1,200.00", "$3.50", "-$7"]],
    ["currency", ["1.200,00 €", "3,50 €"]],
    ["decimal_comma", ["1,5", "22,75", "1.234,5"]],
    ["email", ["a.b@example.com", "x+y@mail.example.org"]],
    ["epoch_milliseconds", ["1700000000000", "1700000001000"]],
    ["epoch_seconds", ["1700000000", "1700000001"]],
    ["ip_address", ["10.0.0.1", "192.168.1.254", "::1"]],
    ["ip_address", ["2001:db8:0:0:8:800:200c:417a", "fe80::1%eth0", "2001:db8::/32", "::ffff:192.0.2.1"]],
    ["leading_zeros", ["00123", "04567", "12345"]],
    ["percentage", ["12 %", "3.5%"]],
    ["thousands_separators", ["1,234,567", "2,000", "12"]],
    ["time", ["08:30", "17:05:09", "25:10:00"]],
    ["time", ["1:30 PM", "11:05 am", "00:00:01.250"]],
    ["unique_key", ["a1", "a2", "a3"]],
    ["url", ["https://example.com/a", "http://example.org?q=1"]],
    ["uuid", ["123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174001"]],
    ["yyyymmdd", ["20240229", "20231231"]],
  ];
  for (const [hint, cells] of table)
    test(`${hint}: ${cells.slice(0, 3).join(", ")}`, async () => {
      const column = await profileColumn(cells);
      expect(column.hints.map((found) => found.hint)).toContain(hint);
    });

  test.each<[HintName, string[]]>([
    ["yyyymmdd", ["20240230", "20231231"]],
    ["email", ["a@b", "c@d"]],
    ["ip_address", ["999.1.1.1", "1.2.3.4.5"]],
    ["ip_address", ["12:30:45", "23:59:59"]],
    ["ip_address", ["00:1a:2b:3c:4d:5e", "52:54:00:12:34:56"]],
    ["ip_address", ["1::2::3", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8:9", "1.2.3.4::"]],
    ["unique_key", ["a", "b", ""]],
    ["unique_key", ["1,50", "2,75", "3,99"]],
    ["boolean", ["true", "false", "maybe"]],
    ["epoch_seconds", ["12", "1700000000"]],
    ["url", ["mailto:x", "see https://example.com"]],
  ])("no %s: %j", async (hint, cells) => {
    expect((await profileColumn(cells)).hints.map((found) => found.hint)).not.toContain(hint);
  });

  test("a number format comes with the statistics of the numbers; the type stays string", async () => {
    const column = await profileColumn(["$1,200.00", "$300.50", "($99.50)", "7"]);
    expect(column.type).toBe("string");
    const hint = column.hints.find(({ statistics }) => statistics !== undefined);
    expect(hint?.statistics).toMatchObject({ count: 4, min: -99.5, max: 1200, sum: 1408 });
    expect(hint?.message).toContain("currency $");
  });

  test("a decimal comma is decided by the values that allow nothing else", async () => {
    const column = await profileColumn(["1,500", "2,25", "1.000,5"]);
    const hint = column.hints.find(({ statistics }) => statistics !== undefined);
    expect(hint?.statistics).toMatchObject({ min: 1.5, max: 1000.5 });
  });
});

test("numbers of which few are formatted are told as such, not as nearly plain ones", async () => {
  const cells = times(100, (i) => (i % 8 === 0 ? "$4.99" : String(i)));
  const { quality_issues: issues } = await profileText(
    `p;x\n${cells.map((cell) => `${cell};y`).join("\n")}\n`,
  );
  const codes = issues.alerts.filter(({ column }) => column === "p").map(({ code }) => code);
  expect(codes).toEqual(["FORMATTED_NUMBERS"]);
});

test("postcodes of which few begin with 0 are told to be codes", async () => {
  const cells = times(100, (i) => (i % 12 === 5 ? `0${1000 + i}` : String(10_000 + i)));
  const { quality_issues: issues } = await profileText(
    `zip;x\n${cells.map((cell) => `${cell};y`).join("\n")}\n`,
  );
  expect(issues.alerts.find(({ code }) => code === "INVALID_VALUES")?.message).toBe(
    "8 values are no int, 8 % (first in row 6, line 7; then row 18, 30, 42, 54). 8 % are digits that begin with 0: if the column holds codes, as postcodes are, use it as text.",
  );
});

describe("alerts", () => {
  const good = times(120, (i) => `${i},ok ${i % 7}`);
  const table: readonly (readonly [AlertCode, string])[] = [
    ["ALL_MISSING", "a,b\n1,\n2,\n"],
    ["HIGH_MISSING", "a,b\n1,\n2,\n3,x\n"],
    ["AMBIGUOUS_DATES", "d,x\n01/02/2024,1\n03/04/2024,2\n"],
    ["CONSTANT", "a,b\n1,x\n2,x\n"],
    ["DOUBLED_DELIMITER", "a,,b,,c\n1,,x,,2\n3,,y,,4\n"],
    ["DUPLICATE_HEADERS", "a,a\n1,2\n3,4\n"],
    ["DUPLICATE_KEYS", `id,b\n${times(200, (i) => `k${i},${i}`).join("\n")}\nk7,1\n`],
    ["DUPLICATE_ROWS", "a,b\n1,x\n2,y\n1,x\n"],
    ["FOOTER", "a,b,c\n1,2,3\n4,5,6\n\nSource: own figures\n"],
    ["FORMATTED_NUMBERS", 'a,b\n"1,234",x\n"2,345",y\n'],
    ["FURTHER_TABLES", "a,b,c\n1,2,3\n4,5,6\n\nname,city\nAnn,Oslo\nBob,Rome\n"],
    ["INVALID_VALUES", `a,b\n${good.join("\n")}\noops,x\n`],
    ["MIXED_DATE_FORMATS", "d,x\n2024-01-02,1\n2 Jan 2024,2\n"],
    ["MIXED_DATE_ORDER", "d,x\n13/01/2024,1\n01/13/2024,2\n"],
    ["NO_ROWS", "a,b\n\n"],
    ["NULL_TOKENS_IN_TEXT", "a,b\nx,1\nN/A,2\n"],
    ["QUOTES", 'a,b\n1,x"y\n2,z\n'],
    ["RAGGED_ROWS", "a,b,c\n1,2,3\n1,2\n4,5,6\n"],
    ["REPEATED_HEADER", `a,b\n${good.join("\n")}\na,b\n${good.join("\n")}\n`],
    ["SHORTENED_NUMBERS", "sku,n\n4.00123E+12,1\n8.1E+12,2\n123456,3\n"],
    [
      "SENTINEL_VALUES",
      `t,b\n${times(60, (i) => `${i % 3 === 0 ? "-999.9" : 12 + i / 10},x${i}`).join("\n")}\n`,
    ],
    [
      "ROWS_ABOVE_TABLE",
      `since,2024-01-01\nuntil,2024-02-01\nday,low,high\n${times(9, (i) => `2024-01-1${i},${i},${i + 3}`).join("\n")}\n`,
    ],
    ["ROW_NAMES", "speed,dist\na,1,2\nb,3,4\nc,5,6\n"],
    ["TOTAL_ROW", `k,n\n${times(12, (i) => `k${i},${i + 3}`).join("\n")}\nTotal,102\n`],
    ["TRAILING_DELIMITERS", "speed,dist\n1,2,\n3,4,\n5,6,\n"],
    ["RUNAWAY_QUOTES", 'a,b\n1,"x\n2,y\n3,z\n'],
    [
      "TYPE_NEAR_THRESHOLD",
      `a,b\n${times(88, (i) => `${i},x`).join("\n")}\n${times(12, (i) => `t${i},x`).join("\n")}\n`,
    ],
  ];
  for (const [code, text] of table)
    test(code, async () => {
      const { quality_issues: issues } = await profileText(text, { delimiter: ",", header: true });
      expect(issues.alerts.map((alert) => alert.code)).toContain(code);
      const found = issues.alerts.find((alert) => alert.code === code);
      expect(found?.message).toMatch(/\d|Every|No |Rows/);
      expect(found?.evidence.count).toBeGreaterThan(0);
    });

  test("evidence: what it is about, how often, and where first", async () => {
    const { quality_issues: issues } = await profileText(`a,b\n${good.join("\n")}\noops,x\nodd,x\n`);
    expect(issues.alerts).toEqual([
      {
        code: "INVALID_VALUES",
        severity: "warning",
        column: "a",
        message: "2 values are no int, 1.64 % (first in row 121, line 122; then row 122).",
        evidence: {
          count: 2,
          examples: [
            { row: 121, line: 122, value: "oops" },
            { row: 122, line: 123, value: "odd" },
          ],
        },
      },
    ]);
  });

  test.each<[string, ProfileOptions, string]>([
    ["shown", {}, "-999.9 occurs 20 times"],
    ["withheld", { sampleValues: false }, "A number of nines occurs 20 times"],
    ["replaced", { sampleValues: (value) => `#${value.length}` }, "#6 occurs 20 times"],
  ])("a value that stands for none is found, and %s", async (_, options, words) => {
    const text = `t,b\n${times(60, (i) => `${i % 3 === 0 ? "-999.9" : 12 + i / 10},x${i}`).join("\n")}\n`;
    const { quality_issues: issues } = await profileText(text, { header: true, ...options });
    const found = issues.alerts.find(({ code }) => code === "SENTINEL_VALUES");
    expect(found?.message.startsWith(words)).toBe(true);
    expect(found?.evidence.count).toBe(20);
  });

  test.each<[string, ProfileOptions, readonly string[], string, string]>([
    ["named", {}, ["a", "?", "b", "?"], "info", '2 values look like "no value" ("?"), but count'],
    ["one", {}, ["a", "b", "NA"], "info", '1 value looks like "no value" ("NA"), but counts'],
    [
      "of many the most frequent",
      {},
      ["a", "-", "-", "NA", "NA", "NULL", "NULL", "?"],
      "info",
      '7 values look like "no value" ("-", "NA", "NULL" …), but count',
    ],
    ["withheld", { sampleValues: false }, ["a", "?"], "info", '1 value looks like "no value", but counts'],
    ["among magnitudes", {}, ["1.5M", "-", "2.25K"], "warning", '1 value looks like "no value" ("-")'],
    ["among durations", {}, ["1:30:05", "-", "2:10:00"], "warning", '1 value looks like "no value" ("-")'],
  ])("NULL_TOKENS_IN_TEXT: %s", async (_, options, cells, severity, words) => {
    const text = `x;y\n${cells.map((cell, i) => `${cell};${i}`).join("\n")}\n`;
    const { quality_issues: issues } = await profileText(text, { header: true, delimiter: ";", ...options });
    const found = issues.alerts.find(({ code }) => code === "NULL_TOKENS_IN_TEXT");
    expect(found?.severity).toBe(severity);
    expect(found?.message).toContain(words);
  });

  test("NULL_TOKENS_IN_TEXT is not said of a minus beside a plus", async () => {
    const codes = async (cells: readonly string[]) =>
      (
        await profileText(`x;y\n${cells.map((cell, i) => `${cell};${i}`).join("\n")}\n`)
      ).quality_issues.alerts.map(({ code }) => code);
    expect(await codes(["+", "-", "+", "-"])).not.toContain("NULL_TOKENS_IN_TEXT");
    expect(await codes(["+", "-", "+", "NA"])).toContain("NULL_TOKENS_IN_TEXT");
    expect(await codes(["a", "-", "b", "-"])).toContain("NULL_TOKENS_IN_TEXT");
  });

  test.each<[string, string, (i: number) => string, string | undefined]>([
    ["the one negative age", "age", (i) => (i % 10 === 3 ? "-99" : String(20 + i)), "-99 occurs 6 times"],
    ["−200 of a sensor", "co", (i) => (i % 10 === 3 ? "-200" : String(700 + i)), "-200 occurs 6 times"],
    [
      "−200 among decimal commas",
      "co",
      (i) => (i % 10 === 3 ? "-200" : `${1 + (i % 7)},${i % 9}`),
      "-200 occurs 6 times",
    ],
    ["−1 days since", "pdays", (i) => (i % 3 === 0 ? "-1" : String(i)), "-1 is the only negative value"],
    ["no −1 among few values", "vote", (i) => (i % 3 === 0 ? "-1" : String(i % 9)), undefined],
    ["no −1 that is one of many", "t", (i) => String((i % 29) - 1), undefined],
    ["no −1 beside other negative ones", "x", (i) => (i % 3 === 0 ? "-1" : String(i - 9)), undefined],
    ["no one of several negative ones", "x", (i) => String(i % 10 === 3 ? -99 : 20 * (i - 10)), undefined],
    ["no one near the others", "fee", (i) => (i % 10 === 3 ? "-9" : String(10 + i)), undefined],
    ["no other negative one", "delta", (i) => (i % 10 === 3 ? "-250" : String(700 + i)), undefined],
  ])("SENTINEL_VALUES: %s", async (_, name, cell, words) => {
    const { quality_issues: issues } = await profileText(
      `${name};b\n${times(60, (i) => `${cell(i)};x${i}`).join("\n")}\n`,
    );
    const found = issues.alerts.find(({ code }) => code === "SENTINEL_VALUES");
    expect(found?.message.split(",")[0]).toBe(words);
  });

  test.each<[string, string, string]>([
    ["shorter", "a,b,c\n1,2,3\n1,2\n4,5,6\n", "1 row is shorter than the header (first in row 2, line 3)."],
    ["longer", "a,b,c\n1,2,3\n1,2,3,4\n4,5,6\n", "1 row is longer than the header (first in row 2, line 3)."],
    [
      "both",
      "a,b,c\n1,2,3\n1,2\n4,5,6,7\n8,9,0\n",
      "1 row is shorter and 1 longer than the header (first in row 2, line 3; then row 3).",
    ],
    [
      "of fixed width",
      "id name  city     sum\n1  Ann   New York 1.5\n22 Bo    Rome     2.5\n3  Cid   Bonn     9.5\n4  Dora  Oslo     7.5\n",
      "1 row is longer than the header (first in row 1, line 2). Check the delimiter and the quoting. If the columns are aligned and their texts have blanks in them, export the table with another delimiter: columns are not parted by their width.",
    ],
  ])("RAGGED_ROWS, %s", async (_, text, words) => {
    const { quality_issues: issues } = await profileText(text);
    expect(issues.alerts.find(({ code }) => code === "RAGGED_ROWS")?.message).toContain(words);
  });

  test("ENCODING_ASSUMED, unless it is stated", async () => {
    // город;население in windows-1251.
    const bytes = Buffer.from(
      "\xe3\xee\xf0\xee\xe4;\xed\xe0\xf1\xe5\xeb\xe5\xed\xe8\xe5\nOmsk;1\n",
      "latin1",
    );
    const { dialect, quality_issues: issues } = await profileBytes(bytes);
    expect(dialect?.encoding).toBe("windows-1252");
    expect(issues.alerts).toMatchObject([
      { code: "ENCODING_ASSUMED", severity: "warning", column: null, evidence: { count: 14 } },
    ]);
    expect(issues.has_issues).toBe(true);
    const stated = await profileBytes(bytes, { encoding: "windows-1252" });
    expect(stated.quality_issues.alerts).toEqual([]);
  });

  test("TRAILING_BYTES", async () => {
    const bytes = Buffer.concat([gzipSync("a,b\n1,2\n"), Buffer.from("garbage")]);
    const { quality_issues: issues } = await profileBytes(bytes);
    expect(issues.alerts).toMatchObject([{ code: "TRAILING_BYTES", evidence: { count: 7 } }]);
  });

  test("MULTI_LINE_HEADER, unless the header is stated", async () => {
    const text = "size,sum,day\nm,EUR,UTC\n1,2,2024-01-01\n3,4,2024-01-02\n5,6,2024-01-03\n";
    const { quality_issues: issues } = await profileText(text, { delimiter: "," });
    expect(issues.alerts).toMatchObject([{ code: "MULTI_LINE_HEADER", evidence: { count: 2 } }]);
    const stated = await profileText(text, { delimiter: ",", header: true });
    expect(stated.quality_issues.total_rows).toBe(4);
    expect(stated.quality_issues.alerts.map(({ code }) => code)).not.toContain("MULTI_LINE_HEADER");
  });

  test("nothing doubts the dialect of a file without a line to read", async () => {
    const { error_code: code, quality_issues: issues } = await profileText("a,b\n1,2\n", { skipLines: 99 });
    expect(code).toBe("EMPTY_FILE");
    expect(issues.alerts).toEqual([]);
  });

  test("a table without rows has no issue", async () => {
    const { quality_issues: issues } = await profileText("a,b\n");
    expect(issues.alerts).toMatchObject([{ code: "NO_ROWS", severity: "info" }]);
    expect(issues.has_issues).toBe(false);
  });

  test("LOW_DIALECT_CONFIDENCE", async () => {
    const { quality_issues: issues, dialect } = await profileText("a;b,c\nx;y,z\n");
    expect(dialect?.confidence).toBeLessThan(0.5);
    expect(issues.alerts.map(({ code }) => code)).toContain("LOW_DIALECT_CONFIDENCE");
  });

  test("ENCODING_DAMAGE", async () => {
    const text = `a,b\n${times(200, (i) => `é${i},${i}`).join("\n")}\n`;
    const bytes = Buffer.from(text);
    bytes[bytes.length - 3] = 0xff;
    const { quality_issues: issues } = await profileBytes(bytes);
    expect(issues.undecodable_bytes).toBe(1);
    expect(issues.alerts.map((alert) => alert.code)).toContain("ENCODING_DAMAGE");
  });

  test("numbers of nines among others like them are numbers", async () => {
    const { quality_issues: issues } = await profileText(
      `n,b\n${times(2000, (i) => `${i % 1000},x${i}`).join("\n")}\n`,
    );
    expect(issues.alerts).toEqual([]);
  });

  test.each<[AlertCode, number, boolean]>([
    ["HIGH_MISSING", 49_996, false],
    ["HIGH_MISSING", 50_000, true],
  ])("%s of %d of 100,000 rows: %s", async (code, missing, raised) => {
    const text = `a,b\n${times(100_000, (i) => `${i < missing ? "" : "v"},y\n`).join("")}`;
    const { quality_issues: issues } = await profileText(text, { header: true });
    expect(issues.alerts.some((alert) => alert.code === code)).toBe(raised);
  });

  test.each<[what: string, text: string, message: string | undefined]>([
    [
      "commas within",
      '"id,name"\n"1,a"\n"2,b"\n"3,""c, d"""\n',
      'Every line is in quotes as a whole, so the table has one column; within them "," parts 2 fields. Take the outer quotes off, and halve the doubled ones.',
    ],
    ["names of people", '"name"\n"Doe, Ann"\n"Roe, Bob"\n"Poe, Cid"\n', undefined],
    ["names of people without a header", '"Doe, Ann"\n"Roe, Bob"\n"Poe, Cid"\n', undefined],
    ["lists", '"tags"\n"a,b"\n"c,d"\n"e,f"\n', undefined],
    ["several fields", '"id","name"\n"1","a"\n"2","b"\n', undefined],
  ])("QUOTED_LINES: %s", async (_, text, message) => {
    const { quality_issues: issues } = await profileText(text);
    expect(issues.alerts.find(({ code }) => code === "QUOTED_LINES")?.message).toBe(message);
  });

  test.each<[string, string, boolean]>([
    ["names between", "a,b,c\n1,,2\n3,,4\n", false],
    ["a field between", "a||b||c\n1||x||2\n3|q|y||4\n", false],
    ["one row", "a||b||c\n1||x||2\n", false],
    ["commas, without a header", "1,,x,,2\n3,,y,,4\n5,,z,,6\n", true],
  ])("DOUBLED_DELIMITER: %s", async (_, text, is) => {
    const { quality_issues: issues } = await profileText(text);
    const codes = issues.alerts.map(({ code }) => code);
    expect(codes.includes("DOUBLED_DELIMITER")).toBe(is);
    if (is) expect(codes).not.toContain("ALL_MISSING");
  });

  test.each<[string, readonly string[], boolean]>([
    ["few first numbers, many last ones", times(20, (i) => `24/0${1 + (i % 9)}/${10 + i}`), true],
    ["of two years", times(20, (i) => `${23 + (i % 2)}.0${1 + (i % 9)}.${10 + i}`), true],
    ["days of a month", times(20, (i) => `${10 + i}/01/24`), false],
    [
      "ends of months through years",
      times(24, (i) => `31/01/${(i % 24) + 1 < 10 ? "0" : ""}${(i % 24) + 1}`),
      false,
    ],
    ["years of four digits", times(20, (i) => `24/01/20${10 + i}`), false],
    ["few dates", ["24/01/05", "24/02/06", "24/03/07"], false],
  ])("AMBIGUOUS_DATES, year or day first: %s", async (_, dates, is) => {
    const { quality_issues: issues } = await profileText(
      `d,x\n${dates.map((d, i) => `${d},${i}`).join("\n")}\n`,
    );
    const found = issues.alerts.filter(({ message }) => message.includes("they may begin with the year"));
    expect(found.length).toBe(is ? 1 : 0);
  });

  test.each<[string, string]>([
    ["measurements written by programs", "4.00123e+12\n8.1e+12"],
    ["a fraction among them", "4.00123E+12\n8.1E+12\n0.5"],
    ["round numbers", "4.1E+12\n8.1E+12"],
    ["great ones", "4.00123E+23\n8.10002E+23"],
    ["negative ones", "4.00123E+12\n-8.10002E+12"],
  ])("no SHORTENED_NUMBERS: %s", async (_, cells) => {
    const { quality_issues: issues } = await profileText(`x\n${cells}\n`, { header: true });
    expect(issues.alerts.filter(({ code }) => code === "SHORTENED_NUMBERS")).toEqual([]);
  });

  test("a clean file has none", async () => {
    const { quality_issues: issues } = await profileText(`id,name\n${good.join("\n")}\n`);
    expect(issues).toMatchObject({ has_issues: false, alerts: [] });
  });
});

test("numbers of a string column do not get lost: the statistics of a hint include them", async () => {
  const column = await profileColumn(["1,000", "2", "3"]);
  const hint = column.hints.find(({ statistics }) => statistics !== undefined);
  expect(hint?.statistics?.count).toBe(3);
  expect(() => numbersOf(column)).toThrow("string column");
});
