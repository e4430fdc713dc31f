/**
 * The Table Schema. Frictionless' own validator holds the sample files against it where Python has it
 * (FRICTIONLESS_PYTHON, or python3 with `pip install frictionless`).
 */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultNullTokens } from "../../lambda/types/null-tokens.ts";
import { formatRecord } from "../../scripts/rfc4180.ts";
import { sampleFiles } from "../../scripts/sample-files.ts";
import { strptimeFormat } from "../../scripts/schemas/strptime-format.ts";
import { tableSchema } from "../../scripts/schemas/table-schema.ts";
import { csvprofile } from "../cli/run-csvprofile.ts";
import { sample } from "../project-files.ts";
import { sampleSummary, summaryOfText } from "../report/sample-summaries.ts";

describe("tableSchema", () => {
  const schemaOf = async (text: string) => tableSchema(await summaryOfText(text), ["NA"]);

  test("types, required and unique where no cell was against it", async () => {
    const rows = Array.from(
      { length: 30 },
      (_, i) => `k${i},${i % 3},${i % 9}.5,2025-01-${10 + (i % 20)},${i % 2 ? "" : 1}\n`,
    );
    expect(await schemaOf(`key,int,float,day,gap\n${rows.join("")}`)).toEqual({
      fields: [
        { name: "key", type: "string", constraints: { required: true, unique: true } },
        { name: "int", type: "integer", constraints: { required: true } },
        { name: "float", type: "number", constraints: { required: true } },
        { name: "day", type: "date", constraints: { required: true } },
        { name: "gap", type: "integer" },
      ],
      missingValues: [""],
    });
  });

  test("null tokens are missing values, and no longer required in columns of texts", async () => {
    const { fields, missingValues } = await schemaOf("n,t\n1,NA\n2,x\n3,x\nNA,x\n4,x\n");
    expect(missingValues).toEqual(["", "NA"]);
    expect(fields).toEqual([
      { name: "n", type: "integer" },
      { name: "t", type: "string" },
    ]);
  });
});

describe("strptimeFormat", () => {
  test.each([
    ["yyyy-MM-dd", "%Y-%m-%d"],
    ["d.M.yy", "%d.%m.%y"],
    ["MMM d, yyyy h:mm a", "%b %d, %Y %I:%M %p"],
    ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "%Y-%m-%dT%H:%M:%S.%f%z"],
    ["EEE, d MMM yyyy HH:mm:ss XXX", "%a, %d %b %Y %H:%M:%S %z"],
    ["EEE MMM d HH:mm:ss XXX yyyy", "%a %b %d %H:%M:%S %z %Y"],
    ["d/MMM/yyyy:HH:mm:ss XXX", "%d/%b/%Y:%H:%M:%S %z"],
    ["M/d/yyyy, h:mm:ss a", "%m/%d/%Y, %I:%M:%S %p"],
    ["yyyy QQQ", null],
  ])("%s → %s", (format, pattern) => {
    expect(strptimeFormat(format)).toBe(pattern);
  });
});

const python = process.env.FRICTIONLESS_PYTHON ?? "python3";
const hasFrictionless = spawnSync(python, ["-c", "import frictionless"]).status === 0;
if (!hasFrictionless) {
  process.stderr.write(
    "Table Schema not held against Frictionless: pip install frictionless, or set FRICTIONLESS_PYTHON.\n",
  );
}

/** The kinds of errors that Frictionless finds, one line each. */
const validator = `
import json, sys
from frictionless import Resource, Schema, system
system.trusted = True
for line in sys.stdin:
    data, schema = line.rstrip("\\n").split("\\t")
    report = Resource(path=data, schema=Schema.from_descriptor(schema)).validate()
    print(json.dumps([[e.type, getattr(e, "row_number", None)] for t in report.tasks for e in t.errors]))
`;

describe.skipIf(!hasFrictionless)("Frictionless", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "table-schema-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Ragged rows and names that were made up are errors of their own in Frictionless. */
  const regular = sampleFiles.filter(
    ({ name, errorCode, rows }) =>
      errorCode === null && rows > 0 && !/ragged|runaway|duplicate_headers|quoted_newlines/.test(name),
  );

  test("finds exactly the invalid cells of the samples", async () => {
    const lines: string[] = [];
    const invalidCells: number[] = [];
    for (const { name } of regular) {
      const summary = await sampleSummary(name);
      const { stdout } = await csvprofile(["convert", sample(name)]);
      const data = join(folder, `${name}.plain.csv`);
      const names = summary.dialect?.header === false ? formatRecord(summary.columns.map((c) => c.name)) : "";
      // A cell of blanks is missing, as everywhere here; a Table Schema has no word for it.
      await writeFile(data, names + stdout.replace(/(?<=^|,) +(?=,|\r)/gm, ""));
      const schema = join(folder, `${name}.schema.json`);
      await writeFile(schema, JSON.stringify(tableSchema(summary, defaultNullTokens)));
      lines.push(`${data}\t${schema}\n`);
      invalidCells.push(
        summary.columns.reduce((sum, { invalid, type }) => sum + (type === "string" ? 0 : invalid.count), 0),
      );
    }
    const { stdout, stderr } = spawnSync(python, ["-c", validator], {
      input: lines.join(""),
      encoding: "utf8",
      timeout: 120_000,
    });
    const found = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(stderr).toBe("");
    const expected = regular.map(({ name }, i) => ({ name, typeErrors: invalidCells[i], others: [] }));
    const actual = regular.map(({ name }, i) => {
      const errors: [string, number | null][] = found[i] ?? [];
      const typeErrors = errors.filter(([type]) => type === "type-error").length;
      return { name, typeErrors, others: errors.filter(([type]) => type !== "type-error") };
    });
    expect(actual).toEqual(expected);
  }, 180_000);
});
