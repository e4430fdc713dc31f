/** Texts that were damaged before their file was written. */
import { describe, expect, test } from "vitest";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import { profileText } from "./profile.ts";

const times = (count: number, cell: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => cell(i));

async function damage(cells: readonly string[], options: ProfileOptions = {}) {
  const text = ["x;y", ...cells.map((cell, row) => `${cell};r${row}`), ""].join("\n");
  const { quality_issues: issues } = await profileText(text, { delimiter: ";", header: true, ...options });
  return issues.alerts.find(({ code }) => code === "DAMAGED_TEXT");
}

describe("DAMAGED_TEXT", () => {
  test("names one, their number and the first places", async () => {
    const cells = ["MÃ¼ller", "Smith", "CafÃ©", "MÃ¼ller"];
    expect(await damage(cells)).toEqual({
      code: "DAMAGED_TEXT",
      severity: "warning",
      column: "x",
      message:
        '3 values look like UTF-8 that was read as windows-1252 before the file was written ("MÃ¼ller" for "Müller"), first in row 1, line 2; then row 3, 4. Export it again from where it comes from.',
      evidence: {
        count: 3,
        examples: [
          { row: 1, line: 2, value: "MÃ¼ller" },
          { row: 3, line: 4, value: "CafÃ©" },
          { row: 4, line: 5, value: "MÃ¼ller" },
        ],
      },
    });
    const withheld = await damage(cells, { sampleValues: false });
    expect(withheld?.message).not.toContain("ller");
    expect(withheld?.evidence.examples[0]).toEqual({ row: 1, line: 2, value: null });
  });

  test.each([
    ["quotes and dashes", ["itâ€™s", "1990â€“1995"], '"1990â€“1995" for "1990–1995"'],
    ["degrees", ["5 Â°C", "6 Â°C"], '"5 Â°C" for "5 °C"'],
    ["capitals", ["Ã–l", "Ã\u0084rger"], '"Ã\u0084rger" for "Ärger"'],
  ])("%s", async (_, cells, pair) => {
    expect((await damage(cells))?.message).toContain(pair);
  });

  test.each<[string, readonly string[]]>([
    ["letters as they should be", ["Müller", "SÃO PAULO", "AÇÃO", "Âme", "naïve", "10 €", "“x”"]],
    ["a single one", ["Müller", "MAÇÃ®", "Ann"]],
    ["other scripts", ["Привет", "山田", "שלום", "â € ™"]],
    ["plain texts", times(200, (i) => `name ${i}`)],
  ])("not for %s", async (_, cells) => {
    expect(await damage(cells)).toBeUndefined();
  });

  test("not where the reading is assumed: that is told", async () => {
    expect(await damage(["MÃ¼ller", "CafÃ©"], { encoding: "windows-1252" })).toBeUndefined();
  });
});
