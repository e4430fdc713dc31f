import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatRecord } from "../../scripts/rfc4180.ts";
import { sample } from "../project-files.ts";
import { csvprofile } from "./run-csvprofile.ts";

describe("csvprofile convert", () => {
  test.each<[what: string, input: string | Uint8Array, flags: string[], output: string]>([
    ["LF becomes CRLF", "a,b\n1,2\n3,4\n", [], "a,b\r\n1,2\r\n3,4\r\n"],
    ["a last line without an end gets one", "a,b\n1,2", [], "a,b\r\n1,2\r\n"],
    ["quotes that are not needed go", '"a","b"\n"1","2"\n"3","4"\n', [], "a,b\r\n1,2\r\n3,4\r\n"],
    [
      "commas in values get quotes",
      "a;b\n1,5;2\n2,5;3\n3,5;4\n",
      [],
      'a,b\r\n"1,5",2\r\n"2,5",3\r\n"3,5",4\r\n',
    ],
    [
      "quotes in values are doubled",
      'a|b\n1|5 " nail\n2|6 " nail\n',
      ["--delimiter", "pipe"],
      'a,b\r\n1,"5 "" nail"\r\n2,"6 "" nail"\r\n',
    ],
    ["line ends in values stay", 'a,b\n1,"x\ny"\n2,"x\r\ny"\n', [], 'a,b\r\n1,"x\ny"\r\n2,"x\r\ny"\r\n'],
    ["white space stays", "a,b\n 1 ,\t2\n3,4 \n", ["--delimiter", "comma"], "a,b\r\n 1 ,\t2\r\n3,4 \r\n"],
    ["a byte order mark goes", "\ufeffa,b\n1,2\n", [], "a,b\r\n1,2\r\n"],
    ["windows-1252 becomes UTF-8", Buffer.from("n,m\ncaf\xe9,1\n", "latin1"), [], "n,m\r\ncafé,1\r\n"],
    ["UTF-16 becomes UTF-8", Buffer.from("\ufeffn,m\ncafé,1\n", "utf16le"), [], "n,m\r\ncafé,1\r\n"],
    [
      "ragged rows keep their fields",
      "a,b,c\n1,2,3\n4\n5,6,7,8\n",
      ["--delimiter", ","],
      "a,b,c\r\n1,2,3\r\n4\r\n5,6,7,8\r\n",
    ],
    ["a file without a header stays without", "1,x\n2,y\n3,z\n", [], "1,x\r\n2,y\r\n3,z\r\n"],
    [
      "unless it is to have one",
      "1,x\n2,y\n3,z\n",
      ["--header", "always"],
      "column_1,column_2\r\n1,x\r\n2,y\r\n3,z\r\n",
    ],
    [
      "and a header that is there is the only one",
      "a,b\n1,x\n2,y\n",
      ["--header", "always"],
      "a,b\r\n1,x\r\n2,y\r\n",
    ],
    ["--header takes the first record for one", "1,x\n2,y\n", ["--header"], "1,x\r\n2,y\r\n"],
    [
      "a header of several lines becomes one",
      "size,sum,day\nm,EUR,\n1,2,2024-01-01\n3,4,2024-01-02\n5,6,2024-01-03\n",
      [],
      "size m,sum EUR,day\r\n1,2,2024-01-01\r\n3,4,2024-01-02\r\n5,6,2024-01-03\r\n",
    ],
    ["row names get a blank name", "a,b\nx,1,2\ny,3,4\nz,5,6\n", [], ",a,b\r\nx,1,2\r\ny,3,4\r\nz,5,6\r\n"],
    ["a repeated or blank name stays", "a,a,\n1,2,3\n4,5,6\n", [], "a,a,\r\n1,2,3\r\n4,5,6\r\n"],
    ["notes behind the table go", "a,b,c\n1,2,3\n4,5,6\n\nSource: x\n", [], "a,b,c\r\n1,2,3\r\n4,5,6\r\n"],
    ["an empty file stays empty", "", [], ""],
    ["white space only, too, however long", " \n".repeat(50_000), [], ""],
    ["lines before the table are skipped", "hello\na,b\n1,2\n", ["--skip-lines", "1"], "a,b\r\n1,2\r\n"],
  ])("%s", async (_what, stdin, flags, output) => {
    const { exitCode, stdout } = await csvprofile(["convert", "-", ...flags], { stdin });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: output });
  });

  test("says what it left out", async () => {
    const text = "a,b,c\n1,2,3\n4,5,6\n\nname,city\nAnn,Oslo\nBob,Rome\n";
    const { exitCode, stdout, stderr } = await csvprofile(["convert", "-"], { stdin: text });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "a,b,c\r\n1,2,3\r\n4,5,6\r\n" });
    expect(stderr).toBe("1 more table behind the first: left out.\n");
    const empty = await csvprofile(["convert", "-"], { stdin: "" });
    expect(empty).toEqual({ exitCode: 0, stdout: "", stderr: "The file is empty: so is the output.\n" });
  });

  test("--header takes no file name", async () => {
    const { exitCode, stderr } = await csvprofile(["convert", "--header", "a.csv"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--header takes "always" or nothing, not "a.csv"');
  });

  test("reads gzip, and leaves a file that is plain already as it is but for its line ends", async () => {
    const { exitCode, stdout } = await csvprofile(["convert", sample("web_requests.csv.gz")]);
    expect(exitCode).toBe(0);
    expect(stdout.split("\r\n")).toHaveLength(502);
    const plain = await csvprofile(["convert", sample("sales_data.csv")]);
    expect(plain.stdout).toBe(readFileSync(sample("sales_data.csv"), "utf8").replaceAll("\n", "\r\n"));
  });

  test("what is converted twice is the same as once", async () => {
    for (const name of ["quoted_newlines.csv", "pipe_separated.txt", "utf16_unicode_text.csv"]) {
      const once = await csvprofile(["convert", sample(name)]);
      const twice = await csvprofile(["convert", "-"], { stdin: once.stdout });
      expect(twice.stdout).toBe(once.stdout);
    }
  });

  test("prints what lies before a fault, and says what the fault is", async () => {
    const { exitCode, stdout, stderr } = await csvprofile(["convert", sample("unterminated_quote.csv")]);
    expect(exitCode).toBe(1);
    expect(stdout.split("\r\n")).toHaveLength(22);
    expect(stderr).toContain("opened on line 22 (byte 784) is never closed");
    const binary = await csvprofile(["convert", sample("excel_workbook.csv")]);
    expect(binary).toMatchObject({ exitCode: 1, stdout: "" });
    expect(binary.stderr).toContain("Excel workbook");
  });
});

describe("csvprofile convert --list", () => {
  test("converts file after file, with an error's text for each that fails", async () => {
    const folder = mkdtempSync(join(tmpdir(), "csvprofile-list-"));
    try {
      const out = join(folder, "out");
      const list = join(folder, "files.txt");
      const names = ["tab_separated.tsv", "excel_workbook.csv", "unterminated_quote.csv", "empty.csv"].map(
        sample,
      );
      writeFileSync(list, `${names.join("\n")}\n\n${join(folder, "missing.csv")}\n`);
      const { exitCode, stdout, stderr } = await csvprofile(["convert", "--list", list, "--out-dir", out]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
      expect(stderr).toContain("5 files converted, 3 of them with an error.");
      expect(readdirSync(out).sort()).toEqual([
        "empty.csv",
        "excel_workbook.csv_error.txt",
        "missing.csv_error.txt",
        "tab_separated.tsv",
        "unterminated_quote.csv",
        "unterminated_quote.csv_error.txt",
      ]);
      const read = (name: string) => readFileSync(join(out, name), "utf8");
      expect(read("tab_separated.tsv").split("\r\n")).toHaveLength(32);
      expect(read("empty.csv")).toBe("");
      expect(read("excel_workbook.csv_error.txt")).toContain("Excel workbook");
      expect(read("unterminated_quote.csv_error.txt")).toContain("line 22");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("writes over nothing that it reads: neither a file, nor the list, nor what a link leads to", async () => {
    const folder = mkdtempSync(join(tmpdir(), "csvprofile-list-"));
    try {
      const file = join(folder, "data.csv");
      const list = join(folder, "list");
      mkdirSync(join(folder, "out"));
      symlinkSync(file, join(folder, "out", "other.csv"));
      writeFileSync(file, "a,b\n1,2\n");
      writeFileSync(join(folder, "other.csv"), "a,b\n3,4\n");
      for (const [names, out] of [
        [[file], folder],
        [[join(folder, "other.csv"), file], join(folder, "out")],
        [[join(folder, "elsewhere", "list")], folder],
      ] as const) {
        writeFileSync(list, `${names.join("\n")}\n`);
        const { exitCode, stderr } = await csvprofile(["convert", "--list", list, "--out-dir", out]);
        expect(exitCode).toBe(2);
        expect(stderr).toContain("writing it would destroy it");
        expect(readFileSync(file, "utf8")).toBe("a,b\n1,2\n");
        expect(readFileSync(list, "utf8")).toBe(`${names.join("\n")}\n`);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each<[what: string, flags: string[], message: string]>([
    ["without a folder", ["--list", "files.txt"], "--list needs --out-dir"],
    ["with a file", ["x.csv", "--list", "files.txt", "--out-dir", "o"], "not both"],
    [
      "a list that is not there",
      ["--list", "no such list", "--out-dir", "o"],
      "There is no file no such list",
    ],
    ["nothing to convert", [], "Name a file"],
    ["a folder without a list", ["x.csv", "--out-dir", "o"], "belongs to --list"],
  ])("%s is bad usage", async (_what, flags, message) => {
    const { exitCode, stderr } = await csvprofile(["convert", ...flags]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe("formatRecord", () => {
  const cell = fc.string({ unit: fc.constantFrom(..."ab ,;\"'\r\n\té😀") });

  test("is read back as it was by csv-parse", () => {
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1 }), (records) => {
        const text = records.map(formatRecord).join("");
        const read: unknown = parse(text, { record_delimiter: "\r\n", relax_column_count: true });
        expect(read).toEqual(records);
      }),
    );
  });
});
