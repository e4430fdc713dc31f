import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Summary } from "../../lambda/profile/summary.ts";
import { summaryJson } from "../../lambda/profile/summary-json.ts";

const golden = join(import.meta.dirname, "..", "golden");

function text(summary: Summary): string {
  return [...summaryJson(summary)].join("");
}

test("the pieces are what JSON.stringify writes, for every sample", () => {
  for (const name of readdirSync(golden)) {
    const summary: Summary = JSON.parse(readFileSync(join(golden, name), "utf8"));
    expect(text(summary), name).toBe(`${JSON.stringify(summary, null, 2)}\n`);
  }
});

test("and for a wide table, whose pieces stay small", () => {
  const summary: Summary = JSON.parse(readFileSync(join(golden, "sales_data.csv.json"), "utf8"));
  const column = summary.columns[0];
  if (column === undefined) throw new Error("the sample has columns");
  const wide: Summary = {
    ...summary,
    partial: false,
    schema: Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`c${i}\n"`, "int" as const])),
    columns: Array.from({ length: 2000 }, () => column),
  };
  expect(text(wide)).toBe(`${JSON.stringify(wide, null, 2)}\n`);
  for (const piece of summaryJson(wide)) expect(piece.length).toBeLessThan(64 * 1024);
});
