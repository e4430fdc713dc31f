/** Columns that are text because of a token or two. */
import { describe, expect, test } from "vitest";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import { profileText } from "./profile.ts";

const times = (count: number, cell: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => cell(i));

async function tokenAlert(cells: readonly string[], options: ProfileOptions = {}) {
  const text = ["x;y", ...cells.map((cell, row) => `${cell};r${row}`), ""].join("\n");
  const { columns, quality_issues: issues } = await profileText(text, {
    delimiter: ";",
    header: true,
    ...options,
  });
  const alert = issues.alerts.find(({ code }) => code === "POSSIBLE_NULL_TOKENS");
  if (alert !== undefined) expect(columns[0]?.type).toBe("string");
  return alert;
}

const floats = (count: number) => times(count, (i) => `${i}.5`);
const days = (count: number) => times(count, (i) => `2024-01-${String(1 + (i % 28)).padStart(2, "0")}`);

describe("POSSIBLE_NULL_TOKENS", () => {
  test("names the token, its share and what the others are", async () => {
    expect(await tokenAlert([...floats(80), ...times(20, () => "#DIV/0!")])).toEqual({
      code: "POSSIBLE_NULL_TOKENS",
      severity: "warning",
      column: "x",
      message:
        '20 % of the values are "#DIV/0!"; all others are floats. If it means "no value", state it as a null token: the column is text because of it.',
      evidence: {
        count: 20,
        examples: times(5, String).map((_, i) => ({ row: 81 + i, line: 82 + i, value: "#DIV/0!" })),
      },
    });
  });

  test.each<[string, readonly string[], string, number]>([
    ["Stata's point", [...times(60, String), ...times(40, () => ".")], 'are "."; all others are ints', 40],
    ["an en dash", [...times(60, String), ...times(20, () => "–")], "all others are ints", 20],
    ["MySQL's day", [...days(84), ...times(16, () => "0000-00-00")], "all others are dates", 16],
    ["a day of nines", [...days(84), ...times(16, () => "9999-99-99")], 'are "9999-99-99"', 16],
    ["0 for no day", [...days(70), ...times(30, () => "0")], 'are "0"; all others are dates', 30],
    [
      "three",
      [...floats(70), ...times(30, (i) => ["n.d.", "<LOD", "tbd"][i % 3] ?? "")],
      "10 % of the values are",
      30,
    ],
    [
      "beside null tokens",
      [...floats(60), ...times(20, () => "#REF!"), ...times(9, () => "NA")],
      "25 % of",
      20,
    ],
  ])("%s", async (_, cells, words, count) => {
    const alert = await tokenAlert(cells);
    expect(alert?.message).toContain(words);
    expect(alert?.evidence.count).toBe(count);
  });

  test.each<[string, readonly string[]]>([
    ["four tokens", [...floats(80), ...times(20, (i) => `t${i % 4}`)]],
    ["tokens and one more text", [...floats(80), ...times(20, () => "x"), "y"]],
    ["a majority of texts", [...floats(40), ...times(60, () => "x")]],
    ["a text that occurs once", ["1", "2", "x"]],
    ["floats among texts and dates", [...floats(50), ...days(20), ...times(5, () => "x")]],
    ["formatted numbers", [...times(60, String), ...times(40, () => "1,234")]],
    ["a column of its type", [...floats(95), ...times(5, () => "x")]],
    ["an open end", [...times(60, (i) => String(i % 3)), ...times(20, () => "3+")]],
    ["an open end in words", [...times(60, (i) => String(1 + (i % 3))), ...times(20, () => "4 or more")]],
    ["codes with letters", [...floats(60), ...times(20, () => "V27")]],
    ["magnitudes", [...times(60, String), ...times(20, (i) => (i % 2 === 0 ? "1.2K" : "10.5K"))]],
    ["dates among years", [...times(60, (i) => String(2018 + (i % 4))), ...times(20, () => "Jun 30, 2019")]],
    ["a close decision, which names them", [...floats(88), ...times(12, () => "x")]],
  ])("is not said of %s", async (_, cells) => {
    expect(await tokenAlert(cells)).toBeUndefined();
  });

  test("without the token where values are withheld", async () => {
    const alert = await tokenAlert([...floats(80), ...times(20, () => "#DIV/0!")], { sampleValues: false });
    expect(alert?.message).toContain("20 % of the values are one and the same text; all others are floats.");
    expect(JSON.stringify(alert)).not.toContain("DIV");
  });
});
