import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compareSummaries } from "../../scripts/diff/compare-summaries.ts";
import { sample } from "../project-files.ts";
import { sampleSummary, summaryOfText } from "../report/sample-summaries.ts";
import { csvprofile } from "./run-csvprofile.ts";

/** `n` rows of one column named x. */
const column = (n: number, cell: (row: number) => string | number, name = "x") =>
  `${name},k\n${Array.from({ length: n }, (_, row) => `${cell(row)},key${row}\n`).join("")}`;

const changes = async (before: string, after: string) =>
  compareSummaries(await summaryOfText(before), await summaryOfText(after)).changes;

describe("compareSummaries", () => {
  test.each<[what: string, before: string, after: string, expected: object[]]>([
    ["the same", column(50, (row) => row), column(50, (row) => row), []],
    ["fewer than 10 % more rows", column(100, (row) => row % 5), column(109, (row) => row % 5), []],
    [
      "10 % more rows",
      column(100, (row) => row % 5),
      column(110, (row) => row % 5),
      [{ kind: "row_count", column: null, verdict: null, message: "100 rows → 110 rows (+10 %)" }],
    ],
    [
      "another type",
      column(50, (row) => row % 7),
      column(50, (row) => `n${row % 7}`),
      [{ kind: "type", column: "x", verdict: null, message: "type int → string" }],
    ],
    [
      "invalid values repaired",
      column(40, (row) => (row % 20 === 3 ? "soon" : row % 9)),
      column(40, (row) => row % 9),
      [{ kind: "invalid", column: "x", verdict: "better", message: "invalid 2 (5 %) → none" }],
    ],
    [
      "values gone missing",
      column(40, (row) => row % 9),
      column(40, (row) => (row < 2 ? "" : row % 9)),
      [{ kind: "missing", column: "x", verdict: "worse", message: "missing none → 2 (5 %)" }],
    ],
    [
      "a shift of the numbers",
      column(100, (row) => row % 10),
      column(100, (row) => (row % 10) + 5),
      [
        {
          kind: "quantiles",
          column: "x",
          verdict: null,
          message: "p5 0 → 5, p25 2 → 7, median 4.5 → 9.5, p75 7 → 12, p95 9 → 14",
        },
      ],
    ],
    [
      "a new category",
      column(40, (row) => ["red", "blue"][row % 2] ?? ""),
      column(40, (row) => ["red", "green"][row % 2] ?? ""),
      [{ kind: "values", column: "x", verdict: null, message: 'values new: "green"; gone: "blue"' }],
    ],
    [
      "date formats",
      column(40, (row) => `2025-03-${10 + (row % 20)}`),
      column(40, (row) => `${10 + (row % 20)}.03.2025`),
      [{ kind: "date_format", column: "x", verdict: null, message: "date formats yyyy-MM-dd → d.M.yyyy" }],
    ],
    [
      "a delimiter",
      "a,b\n1,2\n3,4\n",
      "a;b\n1;2\n3;4\n",
      [{ kind: "dialect", column: null, verdict: null, message: 'delimiter "," → ";"' }],
    ],
    [
      "the order of the columns",
      "a,b,c,d\n1,2,3,4\n3,4,5,6\n",
      "d,a,b,c\n4,1,2,3\n6,3,4,5\n",
      [
        {
          kind: "column_order",
          column: "d",
          verdict: null,
          message: "column moved (was column 4, is column 1)",
        },
      ],
    ],
    [
      "the order of many columns",
      "a,b,c,d,e,f,g\n1,2,3,4,5,6,7\n",
      "g,f,e,d,c,b,a\n7,6,5,4,3,2,1\n",
      [{ kind: "column_order", column: null, verdict: null, message: "6 columns in another order" }],
    ],
    [
      "a name that is spelled another way, and its values",
      column(40, (row) => (row % 20 === 3 ? "soon" : row % 9), "Order ID"),
      column(40, (row) => row % 9, "order_id"),
      [
        {
          kind: "column_renamed",
          column: "order_id",
          verdict: null,
          message: 'column renamed (was "Order ID")',
        },
        { kind: "invalid", column: "order_id", verdict: "better", message: "invalid 2 (5 %) → none" },
      ],
    ],
    [
      "a name of the same values",
      column(30, (row) => row),
      column(30, (row) => row, "y"),
      [
        {
          kind: "column_renamed",
          column: "y",
          verdict: null,
          message: 'column renamed (was "x"; the values look the same)',
        },
      ],
    ],
    [
      "a name, and what was told of the column before is told still",
      column(30, () => 7),
      column(30, () => 7, "X "),
      [{ kind: "column_renamed", column: "X", verdict: null, message: 'column renamed (was "x")' }],
    ],
  ])("%s", async (_what, before, after, expected) => {
    expect(await changes(before, after)).toEqual(expected);
  });

  test("a column of other values is one less and one more", async () => {
    const found = await changes(
      column(30, (row) => row),
      column(30, (row) => row * 50, "y"),
    );
    expect(found).toEqual([
      { kind: "column_removed", column: "x", verdict: null, message: "column removed (int, was column 1)" },
      { kind: "column_added", column: "y", verdict: null, message: "column added (int, column 1)" },
    ]);
  });

  test("two columns that could be the same one are none", async () => {
    const found = await changes("x,k\n1,a\n0,b\n1,c\n", "y,z,k\n1,1,a\n0,0,b\n1,1,c\n");
    expect(found.map(({ kind, column: name }) => [kind, name])).toEqual([
      ["column_removed", "x"],
      ["column_added", "y"],
      ["column_added", "z"],
    ]);
  });

  test("names that are all spelled another way are told together", async () => {
    const table = (name: (i: number) => string) =>
      `${Array.from({ length: 30 }, (_, i) => name(i)).join(",")}\n${"1,".repeat(29)}1\n`;
    const found = await changes(
      table((i) => `Sold ${i}`),
      table((i) => `sold_${i}`),
    );
    expect(found).toEqual([
      {
        kind: "column_renamed",
        column: null,
        verdict: null,
        message: '30 columns renamed, the first of them "Sold 0" to "sold_0"',
      },
    ]);
  });

  test("no file differs from itself", async () => {
    for (const name of ["sales_data.csv", "ragged_rows.csv", "empty.csv", "runaway_quote.csv"]) {
      const summary = await sampleSummary(name);
      expect(compareSummaries(summary, summary).changes).toEqual([]);
    }
  });

  test("an error that is gone is better", async () => {
    const [failed, fine] = [await sampleSummary("empty.csv"), await sampleSummary("header_only.csv")];
    expect(compareSummaries(failed, fine).changes[0]).toEqual({
      kind: "status",
      column: null,
      verdict: "better",
      message: "EMPTY_FILE → profiled",
    });
    expect(compareSummaries(fine, failed).changes[0]?.verdict).toBe("worse");
  });

  test("of a file without a table only that is told, of one that was read in part its columns, too", async () => {
    const fine = await sampleSummary("sales_data.csv");
    const kinds = async (name: string) =>
      compareSummaries(fine, await sampleSummary(name)).changes.map(({ kind }) => kind);
    expect(await kinds("empty.csv")).toEqual(["status"]);
    expect(await kinds("unterminated_quote.csv")).toContain("column_removed");
  });
});

describe("csvprofile diff", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "diff-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("compares files, summaries and standard input; exit code 1 when told so", async () => {
    const summary = join(folder, "before_summary.json");
    await writeFile(summary, (await csvprofile(["profile", "--json", sample("sales_data.csv")])).stdout);
    const same = await csvprofile(["diff", "--fail-on-change", summary, sample("sales_data.csv")]);
    expect({ exitCode: same.exitCode, stderr: same.stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(same.stdout).toContain("No change beyond the thresholds.");

    const args = ["diff", sample("sales_data.csv"), "-"];
    const stdin = "name,age\nA,5\n";
    const words = await csvprofile(args, { stdin });
    expect(words.exitCode).toBe(0);
    expect(words.stdout).toContain(
      "  ~ 100 rows → 1 row (−99 %)\n  ~ salary: column removed (float, was column 3)\n",
    );
    const json = await csvprofile([...args, "--json", "--fail-on-change"], { stdin });
    expect(json.exitCode).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({
      before: { file_name: "sales_data.csv", row_count: 100 },
      after: { file_name: "stdin", row_count: 1 },
    });
  });

  test.each<[args: string[], message: string]>([
    [["-", "-"], "Standard input can be one of the two only."],
    [[sample("sales_data.csv"), "nope.json"], "There is no file nope.json."],
    [["package.json", sample("sales_data.csv")], "package.json is no summary"],
  ])("%j is bad usage", async (args, message) => {
    const { exitCode, stdout, stderr } = await csvprofile(["diff", ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});
