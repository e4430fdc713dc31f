import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { distributionOf } from "../../lambda/report/column-facts.ts";
import { sparkline } from "../../scripts/render/sparkline.ts";
import { sampleSummary } from "../report/sample-summaries.ts";

describe("sparkline", () => {
  test.each<[counts: number[], width: number, bars: string]>([
    [[], 10, ""],
    [[0, 0], 10, "  "],
    [[5], 10, "█"],
    [[1, 2, 3, 4, 5, 6, 7, 8], 10, "▁▂▃▄▅▆▇█"],
    [[1, 1000], 10, "▁█"],
    [[0, 8, 0, 4], 10, " █ ▄"],
    [[1, 1, 4, 4], 2, "▂█"],
    [[3, 3, 3], 2, "██"],
    [[0, 0, 0, 0, 0, 6], 3, "  █"],
  ])("%j in %d", (counts, width, bars) => {
    expect(sparkline(counts, width)).toBe(bars);
  });

  test("has a bar for each count or as many as fit; the tallest is full, what is there is seen", () => {
    const counts = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 40 }), (values, width) => {
        const bars = [...sparkline(values, width)];
        expect(bars).toHaveLength(Math.min(width, values.length));
        expect(bars.includes("█")).toBe(values.some((value) => value > 0));
        if (values.length <= width) {
          expect(bars.map((bar) => bar === " ")).toEqual(values.map((value) => value === 0));
        }
      }),
    );
  });

  test("draws numbers, dates and frequent texts, and nothing where every text is another", async () => {
    const summary = await sampleSummary("sales_data.csv");
    const drawn = summary.columns.map((column) => [column.name, distributionOf(column).length > 0]);
    expect(drawn).toEqual([
      ["name", false],
      ["age", true],
      ["salary", true],
      ["join_date", true],
    ]);
  });
});
