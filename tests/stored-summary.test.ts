import { expect, test } from "vitest";
import { parseSummary } from "../scripts/stored-summary.ts";
import { sampleSummary } from "./report/sample-summaries.ts";

test("a summary is read back, one of a failed file too", async () => {
  for (const name of ["sales_data.csv", "empty.csv"]) {
    const summary = await sampleSummary(name);
    expect(parseSummary(JSON.stringify(summary))).toEqual(JSON.parse(JSON.stringify(summary)));
  }
});

test("what is cut, of another version or something else is told", async () => {
  const summary = await sampleSummary("sales_data.csv");
  const { source: _source, ...withoutSource } = summary;
  const texts = [
    JSON.stringify(summary).slice(0, -1),
    JSON.stringify({ ...summary, summary_version: 0 }),
    JSON.stringify(withoutSource),
    JSON.stringify({ ...summary, quality_issues: {} }),
    JSON.stringify({ ...summary, columns: ["a"] }),
    JSON.stringify([summary]),
    "null",
    "",
  ];
  for (const text of texts) expect(() => parseSummary(text)).toThrow("This is no summary of version");
});
