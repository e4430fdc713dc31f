/** What `convert` writes of polluted files, read by readers of others: the table is the one that was polluted. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, describe, expect, test } from "vitest";
import { csvprofile } from "../cli/run-csvprofile.ts";
import { type PollutedFile, pollutedFile, pollutions } from "../generate/polluted.ts";
import { pythonLacks, runPython } from "./python.ts";

const filesPerKind = 3;

const lacking = pythonLacks("csv");
if (lacking !== null) process.stdout.write(`${lacking}\n`);

interface Converted {
  readonly file: PollutedFile;
  readonly path: string;
}

const folder = mkdtempSync(join(tmpdir(), "csvprofile-convert-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** All polluted files whose table is known, converted in one go. */
const converted = convertAll();

async function convertAll(): Promise<readonly Converted[]> {
  const all: Converted[] = [];
  const names: string[] = [];
  const out = join(folder, "out");
  mkdirSync(join(folder, "in"));
  for (const [i, kind] of [...pollutions.keys()].entries())
    for (let seed = 1; seed <= filesPerKind; seed++) {
      const file = pollutedFile(kind, seed);
      const name = `${i}-${seed}.csv`;
      writeFileSync(join(folder, "in", name), file.bytes);
      names.push(join(folder, "in", name));
      if (file.table !== null) all.push({ file, path: join(out, name) });
    }
  writeFileSync(join(folder, "files.txt"), names.join("\n"));
  await csvprofile(["convert", "--list", join(folder, "files.txt"), "--out-dir", out]);
  // An open quote on the last line is an error by design: nothing shows that it is a stray one.
  const failed = all.filter(({ path }) => existsSync(`${path}_error.txt`));
  expect(new Set(failed.map(({ file }) => file.kind))).toEqual(new Set(["quote extra on one line"]));
  return all.filter((one) => !failed.includes(one));
}

/** A header of several lines is compared but for its names. */
function expectTable(file: PollutedFile, records: readonly (readonly string[])[]): void {
  const { header, rows } = file.table ?? { header: [], rows: [] };
  const head = header.length > 0 ? [(file.dialect.headerLines ?? 1) > 1 ? (records[0] ?? []) : header] : [];
  expect(records, file.kind).toEqual([...head, ...rows]);
}

describe("the converted table is the one that was polluted", () => {
  test("as csv-parse reads it", { timeout: 120_000 }, async () => {
    for (const { file, path } of await converted) {
      const records: readonly (readonly string[])[] = parse(readFileSync(path), {
        record_delimiter: "\r\n",
        relax_column_count: true,
      });
      expectTable(file, records);
    }
  });

  test.skipIf(lacking !== null)("as Python's csv reads it, strictly", { timeout: 120_000 }, async () => {
    const all = await converted;
    const read = runPython(
      "read_csv.py",
      all.map(({ path }) => path),
    ) as readonly (readonly (readonly string[])[])[];
    for (const [i, { file }] of all.entries()) expectTable(file, read[i] ?? []);
  });
});
