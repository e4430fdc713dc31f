import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SampleValues } from "../../lambda/profile/options.ts";
import { datesOf, numbersOf, profileColumn, profileText, textsOf } from "./profile.ts";

describe("numbers", () => {
  test("have the figures that pandas gives", async () => {
    const column = await profileColumn(["3", "1", "4", "1", "5", "9", "2", "6", "0", "-5"]);
    expect(column.type).toBe("int");
    expect(numbersOf(column)).toMatchObject({
      count: 10,
      min: -5,
      max: 9,
      avg: 2.6,
      sum: 26,
      zeros: 1,
      negatives: 1,
    });
    // pandas 3.1: Series.var(), .std(), .skew(), .kurt(), .quantile([.25, .5, .75])
    const { stddev, variance, skewness, kurtosis, quantiles } = numbersOf(column);
    expect(variance).toBeCloseTo(14.488888888888889, 12);
    expect(stddev).toBeCloseTo(3.806427312965386, 12);
    expect(skewness).toBeCloseTo(-0.3698942195288681, 10);
    expect(kurtosis).toBeCloseTo(1.1122337122210098, 10);
    expect(quantiles).toMatchObject({ method: "exact", relative_error: 0, p25: 1, p50: 2.5, p75: 4.75 });
  });

  test("one float makes a float column, with the ints in its statistics", async () => {
    const column = await profileColumn(["1", "2.5", "3"]);
    expect(column.type).toBe("float");
    expect(numbersOf(column)).toMatchObject({ count: 3, min: 1, max: 3, sum: 6.5 });
  });

  test("integers beyond 2^53 keep their digits", async () => {
    const column = await profileColumn(["9007199254740993", "-123456789012345678901234567890", "1"]);
    expect(numbersOf(column)).toMatchObject({
      min_exact: "-123456789012345678901234567890",
      max_exact: "9007199254740993",
    });
  });

  test("one value has no deviation", async () => {
    expect(numbersOf(await profileColumn(["7"]))).toMatchObject({
      min: 7,
      max: 7,
      variance: null,
      stddev: null,
      skewness: null,
      kurtosis: null,
    });
  });

  test("sums past the largest double are null, not infinite", async () => {
    const column = await profileColumn(["1e308", "1e308", "1e308"]);
    expect(numbersOf(column).sum).toBeNull();
    expect(JSON.stringify(column)).not.toContain("Infinity");
  });

  test("squares below the smallest double leave no deviation, not one of 0", async () => {
    const tiny = numbersOf(await profileColumn(["1e-200", "2e-200", "3e-200"]));
    expect(tiny).toMatchObject({ min: 1e-200, max: 3e-200, variance: null, stddev: null });
    expect(numbersOf(await profileColumn(["5", "5"]))).toMatchObject({ variance: 0, stddev: 0 });
  });

  test("invalid cells are counted, shown and kept out of the statistics", async () => {
    const cells = [...Array.from({ length: 18 }, (_, i) => String(i)), "oops", "2024-01-01"];
    const column = await profileColumn(cells);
    expect(column).toMatchObject({
      type: "int",
      confidence: 0.9,
      invalid: {
        count: 2,
        percentage: 10,
        examples: [
          { row: 19, line: 20, value: "oops" },
          { row: 20, line: 21, value: "2024-01-01" },
        ],
      },
    });
    expect(numbersOf(column)).toMatchObject({ count: 18, max: 17 });
  });

  test("null tokens are missing", async () => {
    const column = await profileColumn(["1", "NA", "", "  ", "-", "2"]);
    expect(column).toMatchObject({ type: "int", confidence: 1, missing: { count: 4, percentage: 66.67 } });
  });
});

test("shares of frequent values are of the column's values, not of the rows", async () => {
  const column = await profileColumn([...Array(50).fill("x"), ...Array(50).fill("")]);
  expect(column.missing).toEqual({ count: 50, percentage: 50 });
  expect(column.frequent?.values).toEqual([{ value: "x", truncated: false, count: 50, percentage: 100 }]);
});

describe("dates", () => {
  test("give extremes, span and formats", async () => {
    const column = await profileColumn(["2024-01-31", "2023-12-01", "2024-02-29 10:00"]);
    expect(datesOf(column)).toMatchObject({
      count: 3,
      min: "2023-12-01T00:00:00",
      max: "2024-02-29T10:00:00",
      span_days: 90.416667,
      span: "2 months 28 days",
      order: null,
      order_verdict: "not_needed",
      formats: [
        { format: "yyyy-MM-dd", count: 2 },
        { format: "yyyy-MM-dd HH:mm", count: 1 },
      ],
    });
  });

  const orders: readonly (readonly [string, readonly string[], object])[] = [
    [
      "decided by one value",
      ["01/02/2024", "13/02/2024"],
      { order: "day_first", order_verdict: "decided", min: "2024-02-01" },
    ],
    [
      "decided the other way",
      ["01/02/2024", "02/13/2024"],
      { order: "month_first", order_verdict: "decided", min: "2024-01-02" },
    ],
    [
      "ambiguous",
      ["01/02/2024", "03/04/2024"],
      { order: "month_first", order_verdict: "ambiguous", min: "2024-01-02" },
    ],
    [
      "ambiguous with points: nobody puts the month first",
      ["01.02.2024", "03.04.2024"],
      { order: "day_first", order_verdict: "ambiguous", min: "2024-02-01" },
    ],
    [
      "ambiguous in two formats",
      ["01.02.2024", "03/04/2024"],
      { order: "month_first", order_verdict: "ambiguous", min: "2024-01-02" },
    ],
    [
      "mixed",
      ["13/02/2024", "14/02/2024", "02/15/2024", "01/02/2024"],
      { order: "day_first", order_verdict: "mixed", min: "2024-02-01" },
    ],
    [
      "not needed when both readings agree",
      ["05/05/2024"],
      { order: null, order_verdict: "not_needed", min: "2024-05-05" },
    ],
  ];
  for (const [what, cells, expected] of orders)
    test(`day and month: ${what}`, async () =>
      expect(datesOf(await profileColumn(cells))).toMatchObject(expected));

  test.each([
    ["of the file's other dates", ["13/01/2024", "14/01/2024"], "day_first", "as the file's other dates"],
    [
      "by default where the others are not settled",
      ["03/01/2024", "04/01/2024"],
      "month_first",
      "month first.",
    ],
    ["by default where the others differ", ["13/01/2024", "01/13/2024"], "month_first", "month first."],
  ] as const)("an ambiguous order is assumed: %s", async (_, others, order, reason) => {
    const rows = others.map((other, i) => `0${i + 1}/02/2024,${other}`);
    const { columns, quality_issues } = await profileText(["a,b", ...rows, ""].join("\n"));
    const [column] = columns;
    if (column === undefined) throw new Error("no column");
    expect(datesOf(column)).toMatchObject({
      order,
      order_verdict: "ambiguous",
      min: order === "day_first" ? "2024-02-01" : "2024-01-02",
    });
    const alert = quality_issues.alerts.find(
      ({ code, column: of }) => code === "AMBIGUOUS_DATES" && of === "a",
    );
    expect(alert?.message).toContain(reason);
  });

  test("an order that the file's other dates tell is no reason to warn", async () => {
    const found = async (other: string) =>
      (await profileText(`a,b\n02/10/2018,${other}\n02/10/2018,01/02/2018\n`)).quality_issues.alerts.find(
        ({ code, column }) => code === "AMBIGUOUS_DATES" && column === "a",
      );
    expect(await found("01/31/2018")).toMatchObject({
      severity: "info",
      message: "No value tells day from month; read month first, as the file's other dates.",
    });
    expect(await found("01/03/2018")).toMatchObject({
      severity: "warning",
      message: "No value tells day from month; read month first. State the date order.",
    });
  });

  test("the point of a fraction of a second is no point of a date", async () => {
    const { quality_issues } = await profileText(
      "a,b\n01/02/2024 10:00:00.500,13/01/2024\n02/02/2024 10:00:00.500,14/01/2024\n",
    );
    const alert = quality_issues.alerts.find(({ code }) => code === "AMBIGUOUS_DATES");
    expect(alert?.message).toContain("read day first, as the file's other dates.");
  });

  test("a stated order is kept", async () => {
    const column = await profileColumn(["01/02/2024", "03/04/2024"], { dateOrder: "day_first" });
    expect(datesOf(column)).toMatchObject({
      order: "day_first",
      order_verdict: "stated",
      min: "2024-02-01",
      max: "2024-04-03",
    });
  });
});

describe("strings", () => {
  test("lengths are in characters of the trimmed text", async () => {
    const column = await profileColumn(["é🎉", " abc ", "x", "NA"]);
    expect(column.missing.count).toBe(0);
    expect(textsOf(column)).toMatchObject({ count: 4, length_min: 1, length_max: 3, length_avg: 2 });
  });

  test("null tokens are values, unless there is nothing else", async () => {
    expect((await profileColumn(["a", "NA", ""])).missing.count).toBe(1);
    expect(await profileColumn(["NA", "NA", ""])).toMatchObject({
      type: "string",
      confidence: null,
      missing: { count: 3 },
      statistics: null,
    });
  });

  test("distinct and frequent values", async () => {
    const column = await profileColumn(["b", "a", "b", "c", "b", "a"]);
    expect(column).toMatchObject({
      distinct: { count: 3, method: "exact" },
      uniqueness: 50,
      frequent: {
        method: "exact",
        error_max: 0,
        values: [
          { value: "b", count: 3, percentage: 50 },
          { value: "a", count: 2, percentage: 33.33 },
          { value: "c", count: 1, percentage: 16.67 },
        ],
      },
    });
  });

  test("shapes", async () => {
    const column = await profileColumn(["AB-1234", "CD-5678", "EF-90", "free text"]);
    expect(textsOf(column).shapes).toEqual({
      method: "exact",
      values: [
        { shape: "AA-9999", percentage: 50 },
        { shape: "AA-99", percentage: 25 },
        { shape: "a+ a+", percentage: 25 },
      ],
    });
  });

  test("values can be withheld", async () => {
    const column = await profileColumn(["secret", "1", "secret"], { sampleValues: false });
    expect(JSON.stringify(column)).not.toContain("secret");
    expect(column.frequent?.values[0]).toMatchObject({ value: null, count: 2 });
  });

  test.each<[string, SampleValues, string]>([
    ["shown", true, "The values are no and yes."],
    ["withheld", false, "The values are a word for true and one for false."],
    ["replaced", (value) => `#${value.length}`, "The values are #2 and #3."],
  ])("the words of a boolean are %s", async (_, sampleValues, message) => {
    const column = await profileColumn(["yes", "no", "yes"], { sampleValues });
    expect(column.hints.find(({ hint }) => hint === "boolean")?.message).toBe(message);
  });

  test("values can be replaced, wherever one is shown", async () => {
    const cells = [...Array.from({ length: 20 }, (_, i) => String(i)), "secret", "secret", "secret"];
    const column = await profileColumn(cells, { sampleValues: (value) => `#${value.length}` });
    expect(JSON.stringify(column)).not.toContain("secret");
    expect(column.frequent?.values[0]).toMatchObject({ value: "#6", count: 3 });
    expect(column.ledger[0]?.examples[0]?.value).toBe("#6");
    expect(column.ledger[0]?.flip?.values).toEqual(["#6"]);
    expect(column.ledger[0]?.reason).toContain('row 21 "#6"');
  });
});

test("more distinct values than are kept are estimated, and said to be", async () => {
  const cells = Array.from({ length: 30_000 }, (_, i) => `v${i}`);
  const column = await profileColumn(cells);
  expect(column.distinct.method).toBe("hyperloglog");
  expect(Math.abs(column.distinct.count - 30_000) / 30_000).toBeLessThan(3 * column.distinct.standard_error);
  expect(column.frequent?.method).toBe("misra_gries");
});

const anyCell = fc.oneof(
  fc.constantFrom(
    "",
    "NA",
    "1",
    "2.5",
    "007",
    "2024-01-01",
    "13/01/2024",
    "01/13/2024",
    "03/04/2024",
    "x",
    "$5",
    "1e5",
  ),
  fc.integer().map(String),
  fc.string({ maxLength: 6 }),
);

test("the profile does not depend on the order of the rows", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc
        .array(anyCell, { minLength: 1, maxLength: 30 })
        .chain((cells) =>
          fc.tuple(fc.constant(cells), fc.shuffledSubarray(cells, { minLength: cells.length })),
        ),
      async ([cells, shuffled]) => {
        const { invalid, ledger, ...rest } = await profileColumn(cells);
        const {
          invalid: invalidShuffled,
          ledger: ledgerShuffled,
          ...restShuffled
        } = await profileColumn(shuffled);
        expect(rounded(restShuffled)).toEqual(rounded(rest));
        expect(invalidShuffled.count).toBe(invalid.count);
        expect(ledgerShuffled.map(({ type, fits, verdict }) => ({ type, fits, verdict }))).toEqual(
          ledger.map(({ type, fits, verdict }) => ({ type, fits, verdict })),
        );
      },
    ),
    { numRuns: 200 },
  );
});

/** Floating sums differ in their last digits with the order of the rows: compare 9 of them. */
function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, v) => (typeof v === "number" ? Number(v.toPrecision(9)) : v)));
}
