import { describe, expect, test } from "vitest";
import { sample } from "../project-files.ts";
import { csvprofile } from "./run-csvprofile.ts";

describe("csvprofile sniff", () => {
  test("prints what was found, how sure it is, and what else was considered", async () => {
    const { exitCode, stdout, stderr } = await csvprofile(["sniff", sample("report_with_preamble.csv")]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const facts = Object.fromEntries(
      stdout
        .split("\n\n")[0]
        ?.split("\n")
        .map((line) => [line.slice(0, 12).trim(), line.slice(14)]) ?? [],
    );
    expect(facts).toMatchObject({
      encoding: "utf-8",
      delimiter: "comma",
      header: "1 line",
      "lines before": "4 lines",
    });
    expect(stdout).toMatch(/candidate +quote +columns +consistency +type fit +score/);
  });

  test("--json has the same names and values as the summary's dialect, and the candidates", async () => {
    for (const name of ["semicolon_decimal_comma.csv", "utf16_unicode_text.csv", "web_requests.csv.gz"]) {
      const sniffed = JSON.parse((await csvprofile(["sniff", sample(name), "--json"])).stdout);
      const { dialect, source } = JSON.parse((await csvprofile(["profile", sample(name), "--json"])).stdout);
      const { skipped_lines, ...shared } = dialect;
      expect(sniffed).toMatchObject({
        ...shared,
        preamble_lines: skipped_lines,
        compression: source.compression,
      });
      const [first] = sniffed.candidates;
      expect(first).toMatchObject({ delimiter: dialect.delimiter, columns: expect.any(Number) });
      for (const candidate of sniffed.candidates) expect(candidate.score).toBeLessThanOrEqual(first.score);
    }
  });

  test("what is stated is taken as given", async () => {
    const flags = ["--delimiter", ";", "--quote", "none", "--no-header", "--json"];
    const { stdout } = await csvprofile(["sniff", "-", ...flags], { stdin: "a,b\n1,2\n" });
    expect(JSON.parse(stdout)).toMatchObject({ delimiter: ";", quote: null, header: false, confidence: 1 });
  });

  test("a file that is no text is bad data", async () => {
    const { exitCode, stdout, stderr } = await csvprofile(["sniff", sample("excel_workbook.csv")]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain("Excel workbook");
  });
});
