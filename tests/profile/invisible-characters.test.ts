/** Numbers and dates with characters that are not seen. */
import { describe, expect, test } from "vitest";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import { profileText } from "./profile.ts";

const times = (count: number, cell: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => cell(i));

async function hiddenAlert(cells: readonly string[], options: ProfileOptions = {}) {
  const text = ["x;y", ...cells.map((cell, row) => `${cell};r${row}`), ""].join("\n");
  const { quality_issues: issues } = await profileText(text, { delimiter: ";", header: true, ...options });
  return issues.alerts.find(({ code }) => code === "INVISIBLE_CHARACTERS");
}

describe("INVISIBLE_CHARACTERS", () => {
  test("names them, their number and the first places", async () => {
    const cells = ["\u200b1", "2", "3\u200b", "4\ufeff5", "text"];
    expect(await hiddenAlert(cells)).toEqual({
      code: "INVISIBLE_CHARACTERS",
      severity: "warning",
      column: "x",
      message:
        "3 values are text, 60 %, only because of characters that are not seen: U+200B, U+FEFF (first in row 1, line 2; then row 3, 4). Remove them.",
      evidence: {
        count: 3,
        examples: [
          { row: 1, line: 2, value: "\u200b1" },
          { row: 3, line: 4, value: "3\u200b" },
          { row: 4, line: 5, value: "4\ufeff5" },
        ],
      },
    });
    const withheld = await hiddenAlert(cells, { sampleValues: false });
    expect(withheld?.evidence.examples[0]).toEqual({ row: 1, line: 2, value: null });
  });

  test.each<[string, readonly string[], string]>([
    ["every value", times(20, (i) => `\u200b${i}`), "20 values are text, 100 %"],
    ["more than are counted one by one", times(3_000, (i) => `${i}\u200b`), "About 3000 values"],
    ["a few of a numeric column", [...times(40, String), "41\u2060"], "1 value is text"],
    ["dates, with marks of direction", ["\u200e2024-01-01", "\u200e2024-01-02"], "U+200E"],
    ["nothing else", ["1", "2", "\u200b"], "1 value is text"],
  ])("in %s", async (_, cells, words) => {
    expect((await hiddenAlert(cells))?.message).toContain(words);
  });

  test("are not told within texts", async () => {
    expect(
      await hiddenAlert(["co\u00adoperate", "\u{1f469}\u200d\u{1f4bb}", "می\u200cخواهم"]),
    ).toBeUndefined();
  });
});
