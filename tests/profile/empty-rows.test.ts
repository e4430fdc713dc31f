/** Rows without any value. */
import { describe, expect, test } from "vitest";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import { profileText } from "./profile.ts";

const times = (count: number, row: (i: number) => string) => Array.from({ length: count }, (_, i) => row(i));

async function emptyAlert(rows: readonly string[], options: ProfileOptions = {}) {
  const { quality_issues: issues } = await profileText(`${["key;city;n", ...rows].join("\n")}\n`, {
    delimiter: ";",
    header: true,
    ...options,
  });
  return issues.alerts.find(({ code }) => code === "EMPTY_ROWS");
}

const table = times(100, (i) => `k${i};${["Oslo", "Rome"][i % 2]};${i % 7}`);

describe("EMPTY_ROWS", () => {
  test("says how many there are", async () => {
    expect(await emptyAlert([...table, ...times(200, () => ";;")])).toEqual({
      code: "EMPTY_ROWS",
      severity: "warning",
      column: null,
      message:
        "200 rows seem to have no value in any column: every column has at least as many empty cells, and rows repeat each other as often as these would. They were profiled as rows; remove them.",
      evidence: { count: 200, examples: [] },
    });
  });

  test.each<[string, readonly string[], number]>([
    ["few among the others", [...table.slice(0, 50), ";;", ...table.slice(50), ";;", " ; ;"], 3],
    [
      "beside columns with gaps",
      [...table.map((row, i) => (i % 3 === 0 ? `k${i};;` : row)), ...times(9, () => ";;")],
      9,
    ],
    [
      "beside two full columns",
      [...times(60, (i) => `k${i % 6};c${Math.floor(i / 6)};`), ...times(9, () => ";;")],
      9,
    ],
  ])("%s", async (_, rows, count) => {
    expect((await emptyAlert(rows))?.evidence.count).toBe(count);
  });

  test.each<[string, readonly string[]]>([
    ["none", table],
    [
      "gaps that no row shares",
      table.map((row, i) => (i < 10 ? `;Oslo;${i}` : i < 20 ? `k${i};;${i}` : i < 30 ? `k${i};Oslo;` : row)),
    ],
    ["repeated rows without a gap", [...table, ...table]],
    ["repeated rows with a value", [...table, ...times(9, () => ";;5")]],
    [
      "rows that repeat beside empty ones: how many is not known",
      [...table, "k0;Oslo;0", ...times(9, () => ";;")],
    ],
  ])("is not said of %s", async (_, rows) => {
    expect(await emptyAlert(rows)).toBeUndefined();
  });

  test("is not said with the basic figures, which count no repeated rows", async () => {
    expect(await emptyAlert([...table, ...times(9, () => ";;")], { figures: "basic" })).toBeUndefined();
  });
});
