import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { colorsFor } from "../../scripts/render/colors.ts";
import { renderMarkdown } from "../../scripts/render/columns-markdown.ts";
import { withoutFormula } from "../../scripts/render/spreadsheet-text.ts";
import { renderSummary } from "../../scripts/render/summary-table.ts";
import { tableWidth } from "../../scripts/render/table.ts";
import { sample } from "../project-files.ts";
import { sampleSummary, summaryOfText } from "../report/sample-summaries.ts";
import { contractBreaches } from "../summary-contract.ts";
import { csvprofile } from "./run-csvprofile.ts";

describe("withoutFormula", () => {
  test.each([
    ["=1+1", "'=1+1"],
    ["+49 30 1", "'+49 30 1"],
    ["-2", "'-2"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["\rx", "'\rx"],
    ["  =1", "'  =1"],
    ["\u200b=1", "'\u200b=1"],
    ["＝1", "'＝1"],
    ["a=1", "a=1"],
    ["a-b;c", "a-b;c"],
    // Where a spreadsheet begins a cell of its own.
    ["a;=cmd|' /C calc'!A0", "a;'=cmd|' /C calc'!A0"],
    ["a; \u00a0-1", "a;' \u00a0-1"],
    ["a\t=1", "a\t'=1"],
    ['a"\n@SUM(A1)', "a\"\n'@SUM(A1)"],
    // Behind what is not to be seen.
    ["\0=1", "'\0=1"],
    ["\u202e\u2060=1", "'\u202e\u2060=1"],
    ["", ""],
    ["2025-01-02", "2025-01-02"],
  ])("%j → %j", (text, harmless) => {
    expect(withoutFormula(text)).toBe(harmless);
  });
});

describe("csvprofile profile --format", () => {
  test("csv: one record a column, numbers as numbers, names that cannot be formulas", async () => {
    const stdin = '"=cmd|\' /C calc\'!A0",-b,"c,d"\n-5,x,2025-01-02\n-7,y,2025-01-03\n';
    const { exitCode, stdout, stderr } = await csvprofile(["profile", "-", "--format", "csv", "--header"], {
      stdin,
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const records: Record<string, string>[] = parse(stdout, { columns: true });
    expect(
      records.map(({ column, type, min, max, distinct }) => ({ column, type, min, max, distinct })),
    ).toEqual([
      { column: "'=cmd|' /C calc'!A0", type: "int", min: "-7", max: "-5", distinct: "2" },
      { column: "'-b", type: "string", min: "", max: "", distinct: "2" },
      { column: "c,d", type: "date", min: "2025-01-02", max: "2025-01-03", distinct: "2" },
    ]);
  });

  test.each(["csv", "md", "table"])(
    "%s: formatted numbers have the figures of the numbers",
    async (format) => {
      const rows = Array.from({ length: 20 }, (_, i) => `A${i};1.0${10 + i},50 €`);
      const { stdout } = await csvprofile(["profile", "-", "--format", format, "--columns", "Preis"], {
        stdin: ["Artikel;Preis", ...rows, ""].join("\n"),
      });
      for (const figure of ["1010.5", "1029.5", "1020"]) expect(stdout).toContain(figure);
      expect(stdout).not.toContain("10 chars");
    },
  );

  test("md: a table whose cells cannot end it, or be markup", async () => {
    const { stdout } = await csvprofile(["profile", "-", "--format", "md", "--header"], {
      stdin: '"a|b","<img src=x>","[x](javascript:1)","=1"\n1,2,3,4\n',
    });
    const lines = stdout.split("\n").filter((line) => line.startsWith("|"));
    expect(lines).toHaveLength(6);
    for (const line of lines) expect(line.replaceAll("\\|", "").split("|")).toHaveLength(12);
    expect(stdout).toContain("a\\|b");
    expect(stdout).toContain("&lt;img src=x&gt;");
    expect(stdout).toContain("\\[x\\]\\(javascript:1\\)");
    expect(stdout).toContain("| '=1 |");
  });

  test("md: what would link, or tell somebody, does neither", async () => {
    const { stdout } = await csvprofile(["profile", "-", "--format", "md", "--header"], {
      stdin: "www.example.com,WWW.example.org/x,http://example.com,cc @octocat,@org/team,a@b\n1,2,3,4,5,6\n",
    });
    expect(stdout).not.toMatch(/\bwww\.|https?:\/\/|@[\w]/i);
    for (const text of ["www\\.example.com", "WWW\\.example.org/x", "http\\://example.com"])
      expect(stdout).toContain(`| ${text} |`);
    for (const text of ["cc @<!-- -->octocat", "'@<!-- -->org/team", "a@<!-- -->b"])
      expect(stdout).toContain(`| ${text} |`);
  });

  test("md says what is wrong", async () => {
    const text = renderMarkdown(await sampleSummary("invalid_values.csv"));
    expect(text).toContain("- warning: minutes\\_spent: 3 values not an int");
    expect(renderMarkdown(await sampleSummary("empty.csv"))).toContain("EMPTY_FILE: The file is empty");
  });

  test.each(["table-schema", "json-schema"])("%s is JSON, and for one file only", async (format) => {
    const one = await csvprofile(["profile", sample("sales_data.csv"), "--format", format]);
    expect(one.exitCode).toBe(0);
    expect(JSON.stringify(JSON.parse(one.stdout))).toContain("join_date");
    const two = await csvprofile([
      "profile",
      sample("sales_data.csv"),
      sample("empty.csv"),
      "--format",
      format,
    ]);
    expect(two).toMatchObject({ exitCode: 2, stdout: "" });
    expect(two.stderr).toContain(`--format ${format} takes one file, but there are 2.`);
  });
});

describe("csvprofile profile --columns", () => {
  test("narrows the output, in the order stated; the contract holds", async () => {
    const list = 'salary,"age"';
    const { stdout } = await csvprofile(["profile", "--json", "--columns", list, sample("sales_data.csv")]);
    const summary = JSON.parse(stdout);
    expect(contractBreaches(summary)).toEqual([]);
    expect(Object.keys(summary.schema).sort()).toEqual(["age", "salary"]);
    expect(summary.columns.map((column: { name: string }) => column.name)).toEqual(["salary", "age"]);
    expect(summary).toMatchObject({ row_count: 100, column_count: 4 });
  });

  test.each([
    ["nope", 'There is no column "nope"; there are name, age, salary, join_date.'],
    ["", '--columns is ""; expected names apart by commas.'],
    ["a,,b", "expected names apart by commas"],
  ])("%j is bad usage", async (list, message) => {
    const { exitCode, stderr } = await csvprofile(["profile", "--columns", list, sample("sales_data.csv")]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe("csvprofile profile --why", () => {
  test("tells the ledger in words, for one column or all, wherever the flag stands", async () => {
    const file = sample("almost_numbers.csv");
    const one = await csvprofile(["profile", file, "--why", "depth_m"]);
    expect(one.stdout).toMatch(
      /^depth_m is string\n {2}✗ 86\.67 % float \(90 % needed\); .*treat "n\.d\." as missing → float\n {4}--null-tokens '\+n\.d\.' does so\n$/,
    );
    const json = await csvprofile(["profile", file, "--null-tokens", "+n.d.", "--json"]);
    expect(JSON.parse(json.stdout).schema).toMatchObject({ depth_m: "float" });
    const all = await csvprofile(["profile", "--why", file]);
    expect(all.exitCode).toBe(0);
    expect(all.stdout).toContain("flow is int\n  ✓ 98.28 % int");
    expect(all.stdout).toContain("remark is string");
  });
});

describe("why a file failed", () => {
  const [page, cut] = [sample("excel_workbook.csv"), sample("unterminated_quote.csv")];

  test.each<[args: string[], told: RegExp]>([
    [["--format", "csv", page], /^csvprofile: excel_workbook\.csv: NOT_TEXT: The file is not text/],
    [
      ["--format", "csv", cut],
      /: QUOTE_NOT_CLOSED: .* The figures cover only what lies before the error\.\n$/,
    ],
    [
      ["--format", "csv", page, cut],
      /: NOT_TEXT: .*\n.*: QUOTE_NOT_CLOSED: .*\n2 files, 2 of them failed\.\n$/,
    ],
    [["--format", "table-schema", page], /: NOT_TEXT: /],
    [["--format", "json-schema", cut], /: QUOTE_NOT_CLOSED: /],
    [["--why", page], /: NOT_TEXT: /],
  ])("%j is told beside what has no place for it", async (args, told) => {
    const { exitCode, stderr } = await csvprofile(["profile", ...args]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(told);
  });

  test.each(["table", "json", "md"])("is in the output itself as %s", async (format) => {
    const { exitCode, stdout, stderr } = await csvprofile(["profile", "--format", format, page]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" });
    expect(stdout).toContain("NOT_TEXT");
  });
});

describe("csvprofile profile with many files", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "many-"));
    await mkdir(join(folder, "sub"));
    await writeFile(join(folder, "a.csv"), "x\n1\n");
    await writeFile(join(folder, "sub", "b.csv"), "x,y\n1,2\n3,4\n");
    await writeFile(join(folder, "[1].csv"), "z\n1\n");
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("a pattern that the shell left alone; a line each, then how many", async () => {
    const { exitCode, stdout, stderr } = await csvprofile(["profile", "**/*.csv"], { cwd: folder });
    expect(exitCode).toBe(0);
    expect(stdout.split("\n").map((line) => line.replace(/\d+ ms/, "… ms"))).toEqual([
      "✓ [1].csv    1 row × 1 column · 4 B · … ms · no issues",
      "✓ a.csv      1 row × 1 column · 4 B · … ms · no issues",
      "✓ sub/b.csv  2 rows × 2 columns · 12 B · … ms · no issues",
      "",
    ]);
    expect(stderr).toBe("3 files, none failed.\n");
  });

  test("a file that is called like a pattern is that file", async () => {
    const { stdout } = await csvprofile(["profile", "[1].csv"], { cwd: folder });
    expect(stdout).toMatch(/^\[1\]\.csv {2}1 row × 1 column/);
  });

  test("exit code 1 when one fails, and the others are profiled all the same", async () => {
    const { exitCode, stdout, stderr } = await csvprofile(
      ["profile", sample("empty.csv"), "nope.csv", "a.csv"],
      {
        cwd: folder,
      },
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain("EMPTY_FILE");
    expect(stdout).toMatch(/^✗ nope\.csv +There is no file nope\.csv\.$/m);
    expect(stdout).toMatch(/^✓ a\.csv/m);
    expect(stderr).toBe("3 files, 2 of them failed.\n");
  });

  test("a file without the wanted column fails, and the others are profiled all the same", async () => {
    const options = { cwd: folder };
    const table = await csvprofile(["profile", "a.csv", "sub/b.csv", "a.csv", "--columns", "y"], options);
    expect(table.exitCode).toBe(1);
    expect(table.stdout).toMatch(
      /^✗ a\.csv +There is no column "y"; there are x\.\n✓ sub\/b\.csv .*\n✗ a\.csv /,
    );
    const csv = await csvprofile(
      ["profile", "a.csv", "sub/b.csv", "--columns", "y", "--format", "csv"],
      options,
    );
    expect(csv.stdout).toContain("\nb.csv,2,y,");
    expect(csv.stderr).toMatch(/^csvprofile: a\.csv: There is no column "y"/);
  });

  test("a pattern that nothing fits is bad usage", async () => {
    const { exitCode, stderr } = await csvprofile(["profile", "*.tsv"], { cwd: folder });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("No file fits the pattern *.tsv.");
  });

  test("--json prints a line each, --format csv one table", async () => {
    const json = await csvprofile(["profile", "--json", "a.csv", "sub/b.csv"], { cwd: folder });
    const summaries = json.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(summaries.map(({ file_name }) => file_name)).toEqual(["a.csv", "b.csv"]);
    for (const summary of summaries) expect(contractBreaches(summary)).toEqual([]);
    const csv = await csvprofile(["profile", "--format", "csv", "a.csv", "sub/b.csv"], { cwd: folder });
    const records: Record<string, string>[] = parse(csv.stdout, { columns: true });
    expect(records.map(({ file_name, column }) => [file_name, column])).toEqual([
      ["a.csv", "x"],
      ["b.csv", "x"],
      ["b.csv", "y"],
    ]);
  });
});

describe("the table", () => {
  const colors = colorsFor({ isTTY: false });

  test("leaves columns out to fit a narrow terminal, never those that say what is wrong", async () => {
    const summary = await sampleSummary("invalid_values.csv");
    const tableOf = (widthMax: number) => renderSummary(summary, colors, widthMax).split("\n\n")[1] ?? "";
    expect(tableWidth(tableOf(Number.POSITIVE_INFINITY))).toBeGreaterThan(100);
    for (const width of [100, 80, 60]) expect(tableWidth(tableOf(width))).toBeLessThanOrEqual(width);
    expect(tableOf(60)).toContain("invalid");
    expect(tableOf(1)).toContain("distribution");
  });

  test("has colours on a terminal only; NO_COLOR and FORCE_COLOR decide", async () => {
    const args = ["profile", sample("sales_data.csv")];
    const plain = await csvprofile(args, { env: { NO_COLOR: undefined, FORCE_COLOR: undefined } });
    expect(plain.stdout).not.toContain("\u001b");
    const forced = await csvprofile(args, { env: { NO_COLOR: undefined, FORCE_COLOR: "1" } });
    expect(forced.stdout).toContain("\u001b[1m");
    const refused = await csvprofile(args, { env: { NO_COLOR: "1", FORCE_COLOR: "1" } });
    expect(refused.stdout).not.toContain("\u001b");
  });

  test("one character is one char, also as the mean of lengths", async () => {
    const text = renderSummary(await summaryOfText("t\nx\ny\nx\n", { header: true }), colors);
    expect(text).toMatch(/ 1 char +1 char +1 char +[▁-█]/);
  });

  test("a name in full width or with a formula does not disturb it", async () => {
    const text = renderSummary(await summaryOfText("名前,=1\nx,1\n", { header: true }), colors);
    expect(text).toContain("名前");
  });
});

test("--html writes the report beside the table", async () => {
  const folder = await mkdtemp(join(tmpdir(), "report-"));
  try {
    const file = join(folder, "out.html");
    const { exitCode, stdout, stderr } = await csvprofile([
      "profile",
      sample("sales_data.csv"),
      "--html",
      file,
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: `The report is in ${file}.\n` });
    expect(stdout).toContain("sales_data.csv  100 rows");
    const nowhere = await csvprofile([
      "profile",
      sample("sales_data.csv"),
      "--html",
      join(folder, "no", "x.html"),
    ]);
    expect(nowhere.exitCode).toBe(2);
    expect(nowhere.stderr).toContain("The report cannot be written to");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
