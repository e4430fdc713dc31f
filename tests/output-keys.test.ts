import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fileNameOf, reportKey, summaryKey } from "../lambda/output-keys.ts";

describe("the key of a summary", () => {
  it.each([
    ["sales_data.csv", "processed/sales_data_summary.json"],
    ["2025/q1/sales.csv", "processed/2025/q1/sales_summary.json"],
    ["a.csv.gz", "processed/a.csv.gz_summary.json"],
    ["a.CSV", "processed/a.CSV_summary.json"],
    ["a.tsv", "processed/a.tsv_summary.json"],
    ["report.2025.csv", "processed/report.2025_summary.json"],
    // Would meet a.tsv, a.csv and a.csv.gz if they lost their `.csv`.
    ["a.tsv.csv", "processed/a.tsv.csv_summary.json"],
    ["a.csv.csv", "processed/a.csv.csv_summary.json"],
    ["a.csv.gz.csv", "processed/a.csv.gz.csv_summary.json"],
    // Would meet a.csv with `_summary.json`.
    ["a", "processed/a.summary.json"],
    ["report.2025", "processed/report.2025.summary.json"],
    [".csv", "processed/_summary.json"],
    ["ä b+c%.csv", "processed/ä b+c%_summary.json"],
    ["weird\n../x.csv", "processed/weird\n../x_summary.json"],
  ])("%j → %j", (fileName, key) => expect(summaryKey(fileName)).toBe(key));

  it.each([
    ["sales_data.csv", "processed/sales_data_report.html"],
    ["a.tsv.csv", "processed/a.tsv.csv_report.html"],
    ["a", "processed/a.report.html"],
  ])("has the report's beside it: %j → %j", (fileName, key) => expect(reportKey(fileName)).toBe(key));

  it("never is the same for two uploads", () => {
    const part = fc.constantFrom(
      "a",
      "b",
      ".csv",
      ".CSV",
      ".gz",
      ".tsv",
      ".x",
      "/",
      "_summary.json",
      "_report.html",
      ".summary",
      ".",
    );
    const name = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(name, name, (a, b) => {
        fc.pre(a !== b);
        const keys = [a, b].flatMap((each) => [summaryKey(each), reportKey(each)]);
        expect(new Set(keys).size).toBe(4);
      }),
      { numRuns: 20_000 },
    );
  });

  it("fits into S3's 1,024 bytes, whole characters, distinct", () => {
    const long = `${"😀".repeat(253)}`;
    const keys = [`${long}a.csv`, `${long}b.csv`, `${long}a.txt`].map(summaryKey);
    for (const key of keys) {
      expect(Buffer.byteLength(key)).toBeLessThanOrEqual(1024);
      expect(() => encodeURIComponent(key)).not.toThrow(); // no half of a surrogate pair
      expect(key).toMatch(/^processed\/😀+~[0-9a-f]{64}_summary\.json$/u);
    }
    expect(new Set(keys).size).toBe(3);
  });

  it("mirrors the name of the file, which is the key below uploads/", () => {
    expect(fileNameOf("uploads/2025/q1/sales.csv")).toBe("2025/q1/sales.csv");
    expect(fileNameOf("uploads/uploads/a.csv")).toBe("uploads/a.csv");
  });
});
