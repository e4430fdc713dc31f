/** A column under another name is told as one only where it is plain; everything else is one less and one more. */
import { describe, expect, test } from "vitest";
import type { Summary } from "../../lambda/profile/summary.ts";
import { compareSummaries } from "../../scripts/diff/compare-summaries.ts";
import { summaryOfText } from "../report/sample-summaries.ts";

type Cell = (row: number) => string | number;

const table = (name: string, cell: Cell, rows = 40) =>
  `${name},k\n${Array.from({ length: rows }, (_, row) => `${cell(row)},key${row}\n`).join("")}`;

const day = (row: number) => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
const olderDay = (row: number) => new Date(Date.UTC(1970, 0, 1 + row)).toISOString().slice(0, 10);

const schemaChanges = (before: Summary, after: Summary) =>
  compareSummaries(before, after)
    .changes.filter(({ kind }) => kind.startsWith("column_"))
    .map(({ kind, column }) => [kind, column]);

const renamed = [["column_renamed", "new"]];
const replaced = [
  ["column_removed", "old"],
  ["column_added", "new"],
];

describe("by the values", () => {
  test.each<[what: string, before: Cell, after: Cell, expected: object]>([
    ["the same key", (row) => `n${row}`, (row) => `n${row}`, renamed],
    ["the same texts, most of them", (row) => `n${row}`, (row) => `n${row + (row > 37 ? 9 : 0)}`, renamed],
    ["two keys of other texts", (row) => `u${row}@example.com`, (row) => `f-${row}-a`, replaced],
    ["as many of each word", (row) => (row % 4 ? "yes" : "no"), (row) => (row % 5 ? "yes" : "no"), renamed],
    [
      "the same words, others of them",
      (row) => (row % 9 ? "yes" : "no"),
      (row) => (row % 9 ? "no" : "yes"),
      replaced,
    ],
    ["the same dates", day, day, renamed],
    ["dates of the same time", day, (row) => day(row + 10), renamed],
    ["as many dates of another time", day, olderDay, replaced],
    ["no values", () => "", () => "", replaced],
  ])("%s", async (_what, before, after, expected) => {
    const [older, newer] = [table("old", before), table("new", after)];
    expect(schemaChanges(await summaryOfText(older), await summaryOfText(newer))).toEqual(expected);
  });

  test("nothing is concluded from texts that are withheld", async () => {
    const withheld = (text: string) => summaryOfText(text, { sampleValues: false });
    const [before, after] = [table("old", (row) => `n${row}`), table("new", (row) => `n${row}`)];
    expect(schemaChanges(await withheld(before), await withheld(after))).toEqual(replaced);
  });
});

test("names without a letter or digit are not spelled alike", async () => {
  const before = await summaryOfText(table("#", (row) => row));
  const after = await summaryOfText(table("%", (row) => `${row * 7}.5`));
  expect(schemaChanges(before, after)).toEqual([
    ["column_removed", "#"],
    ["column_added", "%"],
  ]);
});

test.each<[what: string, later: (at: number) => string, kinds: string[], changes: number]>([
  ["spelled another way, told together,", (at) => `Col-${at}`, ["column_renamed"], 1],
  ["of no likeness", (at) => `n${at}n`, ["column_removed", "column_added"], 10_000],
])("5,000 names %s are compared in no time", async (_what, later, kinds, changes) => {
  const summary = await summaryOfText("x\n1\n2\n3\n");
  const named = (name: (at: number) => string): Summary => ({
    ...summary,
    columns: Array.from({ length: 5_000 }, (_, at) =>
      summary.columns.map((column) => ({ ...column, name: name(at), position: at + 1 })),
    ).flat(),
  });
  const found = schemaChanges(
    named((at) => `col_${at}`),
    named(later),
  );
  expect(found).toHaveLength(changes);
  expect([...new Set(found.map(([kind]) => kind))]).toEqual(kinds);
});

test("the alerts of a renamed column come and go as those of any other", async () => {
  const key = (row: number) => row;
  const nearlyKey = (row: number) => (row === 7 ? 6 : row);
  const sound = (name: string) => summaryOfText(table(name, key, 200));
  const repeating = (name: string) => summaryOfText(table(name, nearlyKey, 200));
  const alerts = async (before: Promise<Summary>, after: Promise<Summary>) =>
    compareSummaries(await before, await after)
      .changes.filter(({ kind }) => kind.startsWith("alert_"))
      .map(({ kind, column }) => [kind, column]);
  expect(await alerts(sound("Order ID"), repeating("order_id"))).toEqual([["alert_new", "order_id"]]);
  expect(await alerts(repeating("Order ID"), sound("order_id"))).toEqual([["alert_gone", "order_id"]]);
  expect(await alerts(repeating("Order ID"), repeating("order_id"))).toEqual([]);
});
