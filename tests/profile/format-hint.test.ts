/** Numbers that are formatted for people, among plain ones. */
import { describe, expect, test } from "vitest";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import type { HintName } from "../../lambda/profile/summary.ts";
import { profileColumn, profileText } from "./profile.ts";

function times(count: number, cell: (i: number) => string): string[] {
  return Array.from({ length: count }, (_, i) => cell(i));
}

async function hintOf(cells: readonly string[]) {
  return (await profileColumn(cells)).hints.find(({ statistics }) => statistics !== undefined);
}

describe("a few formatted cells of a numeric column are its invalid cells, and no format of the column", () => {
  for (const slip of ["1,5", "$5", "5 %", "1,234"])
    test(slip, async () => {
      const text = ["id;n", ...times(99, (i) => `a;${i}`), `a;${slip}`, ""].join("\n");
      const { columns, quality_issues: issues } = await profileText(text, { delimiter: ";" });
      expect(columns[1]?.type).toBe("int");
      expect(columns[1]?.hints).toEqual([]);
      const codes = issues.alerts.filter(({ column }) => column === "n").map(({ code }) => code);
      expect(codes).toEqual(["INVALID_VALUES"]);
    });
});

describe("the share is that of the formatted cells, the statistics are those of all numbers", () => {
  const ints = (count: number) => times(count, String);
  const table: readonly (readonly [HintName, readonly string[], number, number])[] = [
    ["decimal_comma", [...ints(80), ...times(20, () => "1,5")], 20, 100],
    ["currency", [...ints(60), ...times(40, () => "$5")], 40, 100],
    ["percentage", [...ints(92), ...times(8, () => "5 %")], 8, 100],
    ["thousands_separators", [...ints(80), ...times(20, () => "1,234")], 20, 100],
    ["decimal_comma", times(10, (i) => `${i},5`), 100, 10],
    ["negative_in_brackets", times(10, (i) => `(${i + 1}.25)`), 100, 10],
    ["negative_in_brackets", times(10, (i) => `(${i + 1}.250)`), 100, 10],
    ["negative_in_brackets", [...ints(80), ...times(20, (i) => `(${i + 1})`)], 20, 100],
    ["unicode_minus", times(10, (i) => `−${i + 1}`), 100, 10],
    ["sign_behind", times(10, (i) => `${i + 1}.50-`), 100, 10],
    ["sign_behind", [...ints(80), ...times(20, (i) => `${i + 1}-`)], 20, 100],
    ["decimal_comma", times(10, (i) => `1.${i}50,25-`), 100, 10],
    ["decimal_comma", times(10, (i) => `${i + 1},-`), 100, 10],
    ["currency", times(10, (i) => `Fr. ${i + 1}.-`), 100, 10],
    ["sign_apart", times(10, (i) => `- ${i + 1}`), 100, 10],
    ["thousands_separators", times(10, (i) => `(${i + 1},250.5)`), 100, 10],
    ["decimal_comma", times(10, (i) => `−${i + 1},5`), 100, 10],
    ["currency", times(10, (i) => `($${i + 1})`), 100, 10],
    ["currency", times(10, (i) => `$ (${i + 1},250.50)`), 100, 10],
    ["currency", times(10, (i) => `(1.${i}50,00) R$`), 100, 10],
    ["currency", times(10, (i) => `-R$ ${i + 1}.250,50`), 100, 10],
    ["currency", times(10, (i) => `BRL ${i + 1},50`), 100, 10],
    ["currency", times(10, (i) => `${i + 1}.50 MXN`), 100, 10],
    ["currency", times(10, (i) => `Rs. ${i + 1},23,456.50`), 100, 10],
    ["currency", times(10, (i) => `${i + 1},50 руб.`), 100, 10],
    ["currency", times(10, (i) => `C$${i + 1}.50`), 100, 10],
    // One currency among many percentages does not name the column.
    ["percentage", ["$5", ...times(19, (i) => `${i} %`)], 95, 20],
    // A point is no decimal mark beside a decimal comma: what the plain numbers are is open.
    ["decimal_comma", ["1.5", ...ints(9), ...times(90, () => "1,25")], 90, 90],
  ];
  for (const [hint, cells, percentage, count] of table)
    test(`${hint}: ${percentage} % of ${cells.length}`, async () => {
      expect(await hintOf(cells)).toMatchObject({
        hint,
        percentage,
        method: "exact",
        statistics: { count },
      });
    });

  test.each([
    [
      "(1.25)",
      "100 % are numbers with a decimal point, negative ones in brackets; the statistics are those of the numbers.",
    ],
    [
      "−1.25",
      "100 % are numbers with a decimal point, a Unicode minus (U+2212); the statistics are those of the numbers.",
    ],
    [
      "- 1.25",
      "100 % are numbers with a decimal point, a space behind the sign; the statistics are those of the numbers.",
    ],
  ])("%s is called what it is", async (cell, message) => {
    const found = await hintOf(times(5, () => cell));
    expect(found?.message).toBe(message);
    expect(found?.statistics).toMatchObject({ min: -1.25, max: -1.25 });
  });

  test("the message says which", async () => {
    expect((await hintOf([...ints(80), ...times(20, () => "1,25")]))?.message).toBe(
      "20 % are numbers with a decimal comma; the statistics are of these and the plain numbers, together 100 %.",
    );
    expect((await hintOf(times(10, (i) => `${i},5`)))?.message).toBe(
      "100 % are numbers with a decimal comma; the statistics are those of the numbers.",
    );
  });

  test.each([
    ["5 %, where the format begins", 5, true],
    ["4 %", 4, false],
  ])("%s", async (_, formatted, is) => {
    const found = await hintOf([...ints(100 - formatted), ...times(formatted, () => "1,5")]);
    expect(found !== undefined).toBe(is);
  });

  test.each(["COP21", "RON98", "TRY5", "rs123", "S(5", "-(5)", "5-6", "-5-", "A5-", "PHP8.1"])(
    "%s is none",
    async (cell) => {
      expect(await hintOf(times(10, () => cell))).toBeUndefined();
    },
  );

  test("brackets behind a currency make it negative", async () => {
    expect((await hintOf(times(5, () => "$ (1,234.50)")))?.statistics).toMatchObject({ min: -1234.5 });
  });

  test("with a tenth of other texts it is no column of numbers", async () => {
    expect(await hintOf([...times(89, () => "1,5"), ...times(11, (i) => `x${i}`)])).toBeUndefined();
  });
});

async function alertsOf(cells: readonly string[], options: ProfileOptions = {}) {
  const text = ["x;y", ...cells.map((cell, row) => `${cell};r${row}`), ""].join("\n");
  const { quality_issues: issues } = await profileText(text, { delimiter: ";", header: true, ...options });
  return issues;
}

describe("cells among formatted numbers that are none", () => {
  const amounts = times(949, (i) => `${i},5`);

  test("are counted and named, null tokens apart", async () => {
    const issues = await alertsOf([...amounts, ...times(48, () => "NULL"), "kaputt", "kaputt"]);
    expect(issues.has_issues).toBe(true);
    expect(issues.alerts.filter(({ severity }) => severity === "warning")).toEqual([
      {
        code: "UNREADABLE_NUMBERS",
        severity: "warning",
        column: "x",
        message:
          '2 values are no numbers with a decimal comma, 0.21 % ("kaputt"). All others are: correct or clear them.',
        evidence: { count: 2, examples: [] },
      },
      {
        code: "NULL_TOKENS_IN_TEXT",
        severity: "warning",
        column: "x",
        message: '48 values look like "no value" ("NULL"), but count as text because the column is text.',
        evidence: { count: 48, examples: [] },
      },
    ]);
  });

  test("with their places where they are among the first, as far as values may be shown", async () => {
    const cells = ["$1", "broken", "$2", "2024-01-01", ...times(40, (i) => `$${i}.50`)];
    const [alert] = (await alertsOf(cells)).alerts;
    expect(alert).toMatchObject({
      code: "UNREADABLE_NUMBERS",
      message:
        '2 values are no numbers with a decimal point, 4.55 % ("broken"; first in row 2, line 3; then row 4). All others are: correct or clear them.',
      evidence: {
        count: 2,
        examples: [
          { row: 2, line: 3, value: "broken" },
          { row: 4, line: 5, value: "2024-01-01" },
        ],
      },
    });
    const withheld = await alertsOf(cells, { sampleValues: false });
    expect(JSON.stringify(withheld)).not.toContain("broken");
    expect(withheld.alerts[0]?.evidence.count).toBe(2);
  });

  test.each<[string, readonly string[], number]>([
    [
      "plain numbers with a point beside a decimal comma",
      ["1.5", "1.010", ...times(30, (i) => `${i},25`)],
      2,
    ],
    ["numbers of the other reading", ["1.234,50", ...times(30, (i) => `${i + 1},234.5`)], 1],
  ])("%s", async (_, cells, count) => {
    const found = (await alertsOf(cells)).alerts.find(({ code }) => code === "UNREADABLE_NUMBERS");
    expect(found?.evidence.count).toBe(count);
  });

  test("are not told where all are numbers, null tokens or empty, or few are formatted", async () => {
    for (const cells of [amounts, ["NA", "", ...amounts], times(40, (i) => (i === 3 ? "$5" : `${i}`))])
      expect((await alertsOf(cells)).alerts.map(({ code }) => code)).not.toContain("UNREADABLE_NUMBERS");
  });
});

describe("numbers of several units", () => {
  test("several currencies are named, and no single one is", async () => {
    const cells = ["$10.00", "€20.00", "€30.00"];
    const found = (await alertsOf(cells)).alerts.find(({ code }) => code === "MIXED_UNITS");
    expect(found).toEqual({
      code: "MIXED_UNITS",
      severity: "warning",
      column: "x",
      message:
        "The amounts are in several currencies: € (2), $ (1). Sum, average and quantiles are of all of them together; put each currency in a column of its own.",
      evidence: { count: 1, examples: [] },
    });
    expect((await hintOf(cells))?.message).toContain("currencies €, $;");
  });

  test("percentages among fractions", async () => {
    const found = (await alertsOf(["5%", "0.04", "7 %", "0.1", "0"])).alerts.find(
      ({ code }) => code === "MIXED_UNITS",
    );
    expect(found?.message).toBe(
      "2 numbers have a percent sign and 2 others have none: 5 % is read as 5, and 0.05 as 0.05. Sum, average and quantiles are of both together; write all of them alike.",
    );
    expect(found?.evidence.count).toBe(2);
  });

  test.each<[string, readonly string[], boolean]>([
    ["a sign and the code of one currency", ["€1,50", "2,50 EUR", "3,25"], false],
    ["kr and SEK", ["1,50 kr", "2,50 SEK"], false],
    ["kr, SEK and NOK", ["1,50 kr", "2,50 SEK", "3,50 NOK"], true],
    ["dollars of two countries", ["$1.50", "CA$2.50"], true],
    ["¥, which may be two", ["¥150", "150 CNY", "¥20"], false],
    ["amounts with and without a currency", ["$1.50", "2.50", "3"], false],
    ["percentages and zeros", ["5 %", "0", "7 %", "0"], false],
    ["percentages and amounts", ["$5.00", "$3.00", "4 %"], true],
    ["no unit at all", ["1,5", "2,5"], false],
  ])("%s", async (_, cells, mixed) => {
    const codes = (await alertsOf(cells)).alerts.map(({ code }) => code);
    expect(codes.includes("MIXED_UNITS")).toBe(mixed);
  });
});
