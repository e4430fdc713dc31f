import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseSummary } from "../../scripts/stored-summary.ts";
import { sample } from "../project-files.ts";
import { contractBreaches } from "../summary-contract.ts";
import { csvprofile, startCsvprofile } from "./run-csvprofile.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "csvprofile-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("csvprofile profile", () => {
  test("prints a table of the columns, and nothing on standard error", async () => {
    const { exitCode, stdout, stderr } = await csvprofile(["profile", sample("sales_data.csv")]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^sales_data\.csv {2}100 rows × 4 columns/);
    expect(stdout).toMatch(/^2 +age +int +100 % +– +– +\d+ +25 +65 +42\.5 +[ ▁-█]+$/m);
    expect(stdout).toMatch(/^4 +join_date +date /m);
    expect(stdout).toContain("No quality issues.");
    expect(stdout).not.toContain("\u001b");
  });

  test("names row, line and value of what is wrong", async () => {
    const { stdout } = await csvprofile(["profile", sample("invalid_values.csv")]);
    expect(stdout).toContain('minutes_spent: 3 values not an int (3.75 %): row 12 (line 13) "twelve"');
  });

  test("--json prints exactly the summary", async () => {
    const { exitCode, stdout } = await csvprofile(["profile", "--json", sample("sales_data.csv")]);
    expect(exitCode).toBe(0);
    expect(contractBreaches(JSON.parse(stdout))).toEqual([]);
    const summary = parseSummary(stdout);
    expect(summary.file_name).toBe("sales_data.csv");
    expect(summary.source).toMatchObject({ bucket: null, key: null, etag: null, version_id: null });
    expect(summary.source.size_bytes).toBe(readFileSync(sample("sales_data.csv")).length);
    expect(summary.schema).toEqual({ name: "string", age: "int", salary: "float", join_date: "date" });
    expect(summary.statistics.age).toMatchObject({ count: 100, min: 25, max: 65, avg: 42.5 });
    expect(Number.isNaN(Date.parse(summary.upload_timestamp ?? ""))).toBe(false);
  });

  test("reads standard input, compressed or not", async () => {
    const text = "a,b\n1,x\n2,y\n";
    for (const stdin of [text, gzipSync(text)]) {
      const { exitCode, stdout } = await csvprofile(["profile", "-", "--json"], { stdin });
      expect(exitCode).toBe(0);
      const summary = parseSummary(stdout);
      expect(summary).toMatchObject({ file_name: "stdin", upload_timestamp: null, row_count: 2 });
      expect(summary.source.size_bytes).toBe(stdin.length);
    }
  });

  test.each([
    ["empty.csv", "EMPTY_FILE"],
    ["excel_workbook.csv", "NOT_TEXT"],
    ["unterminated_quote.csv", "QUOTE_NOT_CLOSED"],
  ])("%s ends with exit code 1 and says %s", async (name, code) => {
    const table = await csvprofile(["profile", sample(name)]);
    expect(table.exitCode).toBe(1);
    expect(table.stdout).toContain(`${code}: `);
    expect(table.stdout).not.toMatch(/\b0 rows/);
    const json = await csvprofile(["profile", "--json", sample(name)]);
    expect(json.exitCode).toBe(1);
    expect(contractBreaches(JSON.parse(json.stdout))).toEqual([]);
    expect(parseSummary(json.stdout)).toMatchObject({ status: "error", error_code: code });
  });

  test.each<[flags: string[], text: string, expected: object]>([
    [["--delimiter", "semicolon"], "a;b,c\n1;2,5\n", { schema: { a: "int", "b,c": "string" } }],
    [["--delimiter", "\\t"], "a b\tc\n1\t2\n", { column_count: 2 }],
    [["--quote", "none"], 'a,b\n"x,y"\n', { schema: { a: "string", b: "string" } }],
    [["--quote", "'"], "a,b\n'x,y',1\n", { schema: { a: "string", b: "int" } }],
    [["--no-header"], "1,2\n3,4\n", { row_count: 2, schema: { column_1: "int", column_2: "int" } }],
    [["--header"], "1,2\n3,4\n", { row_count: 1, schema: { "1": "int", "2": "int" } }],
    [["--skip-lines", "2"], "title\n\na,b\n1,2\n", { row_count: 1, schema: { a: "int", b: "int" } }],
    [["--null-tokens", "?,none given"], "a\n1\n?\nnone given\n", { schema: { a: "int" } }],
    [["--encoding", "windows-1252"], "a,b\n1,2\n", { dialect: { encoding: "windows-1252" } }],
    [
      ["--date-order", "month-first"],
      "d,i\n03/04/2025,1\n",
      { columns: [{ statistics: { min: "2025-03-04", order_verdict: "stated" } }, {}] },
    ],
    [
      ["--figures", "basic"],
      "n,t\n1,x\n1,x\n",
      {
        processing: { figures: "basic" },
        columns: [
          { statistics: { avg: 1 }, frequent: null },
          { statistics: null, distinct: { count: 1 } },
        ],
        quality_issues: { duplicate_rows: null },
      },
    ],
    [["--type-share", "0.6"], "a,b\n1,1\n2,1\nx,1\n", { schema: { a: "int", b: "int" } }],
  ])("%j is obeyed", async (flags, text, expected) => {
    const { exitCode, stdout, stderr } = await csvprofile(["profile", "-", "--json", ...flags], {
      stdin: text,
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject(expected);
  });

  test("--no-values keeps every cell out of the output", async () => {
    const secret = "hush-hush";
    const stdin = `a,b\n${"1,1\n".repeat(20)}${secret},2\n`;
    const shown = await csvprofile(["profile", "-", "--json"], { stdin });
    expect(shown.stdout).toContain(secret);
    for (const output of ["--json", "--no-values"]) {
      const withheld = await csvprofile(["profile", "-", "--no-values", output], { stdin });
      expect(withheld.stdout).toMatch(/row 21|"row": 21/);
      expect(withheld.stdout).not.toContain(secret);
    }
  });

  test.each<[args: string[], message: string]>([
    [["profile"], "Which file? csvprofile profile data.csv"],
    [["profile", "no-such-file.csv"], "There is no file no-such-file.csv."],
    [["profile", "."], ". is a directory"],
    [["profile", "-", "--colour"], "unknown option '--colour'"],
    [["profile", "-", "--delimiter", "ab"], 'The option --delimiter is "ab"; expected one character'],
    [["profile", "-", "--encoding", "ebcdic"], "The option --encoding"],
    [["profile", "-", "--skip-lines", "-1"], "The option --skip-lines"],
    [["profile", "-", "--date-order", "sideways"], "The option --date-order"],
    [["profile", "-", "--type-share", "0.4"], '--type-share is "0.4"; expected a number above 0.5'],
    [["profile", "-", "--figures", "most"], '--figures is "most"; expected all or basic.'],
    [["profile", "-", "-"], "Standard input can be read once only."],
    [["profile", "s3://"], "s3:// names no object: expected s3://bucket/key."],
  ])("%j is bad usage, said in one sentence", async (args, message) => {
    const { exitCode, stdout, stderr } = await csvprofile(args, { stdin: "a\n1\n" });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test("a file cannot act on the terminal", async () => {
    const file = join(folder, "hostile\u001b[31m.csv");
    await writeFile(file, "\u001b]0;owned\u0007,\u202ebidi,n\nx,y,1\n");
    const { stdout } = await csvprofile(["profile", file]);
    expect(stdout).toContain("\\e]0;owned\\u{7}");
    expect(stdout).toContain("\\u{202e}bidi");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });

  test("ends quietly when its reader goes away", async () => {
    const file = join(folder, "wide.csv");
    const header = Array.from({ length: 3000 }, (_, i) => `column number ${i}`).join(",");
    await writeFile(file, `${header}\n${"1,".repeat(2999)}1\n`);
    const child = await startCsvprofile(["profile", file]);
    let stderr = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.stdout?.once("data", () => child.stdout?.destroy());
    const exitCode = await new Promise((settle) => child.once("close", settle));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });

  test("a full disk is told in a sentence, and is not the data's fault", async () => {
    if (!existsSync("/dev/full")) return;
    const full = openSync("/dev/full", "w");
    const child = await startCsvprofile(["profile", sample("sales_data.csv"), "--json"], {
      stdio: ["ignore", full, "pipe"],
    });
    closeSync(full);
    let stderr = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const exitCode = await new Promise((settle) => child.once("close", settle));
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^csvprofile: The output cannot be written: ENOSPC[^\n]*\n$/);
  });

  test("--html does not write over the file that is read, under whichever name", async () => {
    const file = join(folder, "kept.csv");
    const link = join(folder, "link.html");
    await writeFile(file, "a,b\n1,2\n");
    await symlink(file, link);
    for (const html of [file, link]) {
      const { exitCode, stderr } = await csvprofile(["profile", file, "--html", html]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain("writing it would destroy it");
    }
    expect(await readFile(file, "utf8")).toBe("a,b\n1,2\n");
  });
});
