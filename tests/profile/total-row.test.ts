/** Rows that add up the others. */
import { describe, expect, test } from "vitest";
import { profileText } from "./profile.ts";

async function totalAlert(rows: readonly string[], names = "region;units;revenue") {
  const { quality_issues: issues } = await profileText(`${names}\n${rows.join("\n")}\n`, {
    delimiter: ";",
    header: true,
  });
  return issues.alerts.find(({ code }) => code === "TOTAL_ROW");
}

const rows = (count: number, row: (i: number) => string) => Array.from({ length: count }, (_, i) => row(i));
const sum = (count: number, value: (i: number) => number) =>
  rows(count, String).reduce((s, _, i) => s + value(i), 0);

describe("TOTAL_ROW", () => {
  test("names the columns whose greatest value is the sum of the others", async () => {
    const body = rows(5, (i) => `r${i};${i + 1};${(i * 1.1 + 2).toFixed(2)}`);
    const alert = await totalAlert([...body, `Total;15;${sum(5, (i) => i * 1.1 + 2).toFixed(2)}`]);
    expect(alert).toMatchObject({ severity: "warning", column: null, evidence: { count: 1 } });
    expect(alert?.message).toBe(
      '1 row seems to be a total: the greatest value of "units", "revenue" is the sum of all others. It was profiled as a row; remove it.',
    );
  });

  test("of formatted amounts", async () => {
    const body = rows(11, (i) => `r${i};1.${100 + i},50 €;x`);
    expect((await totalAlert([...body, "Summe;12.160,50 €;x"]))?.message).toContain('"units"');
  });

  test.each<[string, readonly string[]]>([
    ["one column of a few small numbers", rows(4, (i) => `r${i};${[1, 1, 1, 3][i]};${i * i + 7}`)],
    ["flags, two of which are set", rows(40, (i) => `r${i};${i < 2 ? 1 : 0};${i < 20 ? 1 : 0}`)],
    ["a greatest value that is nearly the sum", [...rows(12, (i) => `r${i};${i};x`), "t;67;x"]],
    ["negative numbers", [...rows(12, (i) => `r${i};${i % 2 === 0 ? -i : i};x`), "t;6;x"]],
    ["no total", rows(12, (i) => `r${i};${i};${i}`)],
  ])("is not said of %s", async (_, body) => {
    expect(await totalAlert(body)).toBeUndefined();
  });

  test("of few numbers, and negative ones, where a row is named like one", async () => {
    const alert = await totalAlert(["N;-800;x", "S;-200;x", "W;3000;x", "Total;2000;x"]);
    expect(alert?.message).toBe(
      '1 row seems to be a total, named "Total": a value of "units" is the sum of all others. It was profiled as a row; remove it.',
    );
  });

  test.each<[string, readonly string[]]>([
    ["German, with a colon", ["N;1.5;7", "S;2.25;8", "SUMME:;3.75;9"]],
    ["at the beginning", ["Grand total;6;x", "a;1;x", "b;2;x", "c;3;x"]],
    ["in a column of numbers", [...rows(12, (i) => `${2000 + i};${-i - 1};x`), "Gesamt;-78;x"]],
    ["of amounts", ["a;1,50 €;x", "b;2,50 €;x", "Summe;4,00 €;x"]],
    ["beside columns that do not add up", ["a;1;3", "b;2;5", "c;3;7", "Total;6;5"]],
  ])("named: %s", async (_, body) => {
    expect((await totalAlert(body))?.message).toContain("named");
  });

  test.each<[string, readonly string[]]>([
    ["a name whose numbers do not add up", ["N;1;x", "S;2;y", "Total;4;z"]],
    ["a name that occurs twice", ["N;1;x", "Total;2;y", "Total;3;z"]],
    ["two names", ["N;1;Total", "S;2;y", "Total;3;z"]],
    [
      "a table that is too long for a report",
      [...rows(1_001, (i) => `r${i % 9};${i % 2 === 0 ? -(i % 10) : (i % 10) + 2};x`), "Total;1500;z"],
    ],
    ["two numbers", ["N;3;x", "Total;3;z"]],
    ["words that hold a name", ["Total war;1;x", "S;2;y", "T;3;z"]],
    ["zeros", ["N;-1;x", "S;1;y", "Total;0;z"]],
  ])("is not said of %s", async (_, body) => {
    expect(await totalAlert(body)).toBeUndefined();
  });
});
