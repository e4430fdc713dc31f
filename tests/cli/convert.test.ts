import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatRecord } from "../../scripts/rfc4180.ts";
import { csvprofile, sample } from "./run-csvprofile.ts";

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
    ["lines before the table are skipped", "hello\na,b\n1,2\n", ["--skip-lines", "1"], "a,b\r\n1,2\r\n"],
  ])("%s", async (_what, stdin, flags, output) => {
    const { exitCode, stdout } = await csvprofile(["convert", "-", ...flags], { stdin });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: output });
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
