/** What one of two profiles cannot tell, or only within its error, is no change, whichever of them is the newer. */
import { expect, test } from "vitest";
import type { ColumnSummary, Summary } from "../../lambda/profile/summary.ts";
import { compareSummaries } from "../../scripts/diff/compare-summaries.ts";
import { summaryOfText } from "../report/sample-summaries.ts";

const rows = (count: number, cell: (row: number) => string | number) =>
  `x,k\n${Array.from({ length: count }, (_, row) => `${cell(row)},k${row}\n`).join("")}`;

const numbers = rows(100, (row) => row % 10);
const higher = rows(100, (row) => (row % 10) + 5);
const sentinels = rows(400, (row) => (row % 200 === 0 ? -999 : row % 50));
const repeating = `${sentinels}${"49,k399\n".repeat(6)}`;
const key = rows(400, (row) => `n${row}`);
const nearlyKey = rows(400, (row) => `n${row < 2 ? 399 : row}`);

async function basic(text: string): Promise<Summary> {
  const summary = await summaryOfText(text, { figures: "basic" });
  return { ...summary, processing: { ...summary.processing, figures: "basic" } };
}

async function withColumns(text: string, change: (column: ColumnSummary) => ColumnSummary): Promise<Summary> {
  const summary = await summaryOfText(text);
  return { ...summary, columns: summary.columns.map(change) };
}

const withEstimatedDistinct = (text: string) =>
  withColumns(text, (column) => ({
    ...column,
    distinct: { count: column.distinct.count, method: "hyperloglog", standard_error: 0.01 },
  }));

const withQuantileError = (text: string, relative_error: number | null) =>
  withColumns(text, (column) => {
    if (column.type !== "int" || column.statistics === null) return column;
    const quantiles = { ...column.statistics.quantiles, method: "ddsketch", relative_error } as const;
    return { ...column, statistics: { ...column.statistics, quantiles } };
  });

async function withRepeatedRows(text: string, count: number, standard_error: number): Promise<Summary> {
  const summary = await summaryOfText(text);
  const duplicate_rows = { count, method: "adaptive_sampling", standard_error } as const;
  return { ...summary, quality_issues: { ...summary.quality_issues, duplicate_rows } };
}

test.each<[what: string, one: Promise<Summary>, other: Promise<Summary>, kinds: string[]]>([
  ["all figures and the basic ones of a file", summaryOfText(repeating), basic(repeating), []],
  ["exact counts of repeated rows", summaryOfText(sentinels), summaryOfText(repeating), ["alert"]],
  ["301 ± 100 repeated rows", summaryOfText(sentinels), withRepeatedRows(repeating, 301, 100), ["alert"]],
  ["300 ± 100 repeated rows", summaryOfText(sentinels), withRepeatedRows(repeating, 300, 100), []],
  ["a key and nearly one", summaryOfText(key), summaryOfText(nearlyKey), ["alert"]],
  ["an estimated key and nearly one", withEstimatedDistinct(key), summaryOfText(nearlyKey), []],
  ["quantiles to 1 %", withQuantileError(numbers, 0.01), withQuantileError(higher, 0.01), ["quantiles"]],
  ["quantiles to 100 %", withQuantileError(numbers, 1), withQuantileError(higher, 1), []],
  ["quantiles to nobody knows what", withQuantileError(numbers, null), summaryOfText(higher), []],
])("%s", async (_what, one, other, kinds) => {
  const [a, b] = [await one, await other];
  for (const { changes } of [compareSummaries(a, b), compareSummaries(b, a)])
    expect(changes.map(({ kind }) => kind.replace(/_(new|gone)$/, ""))).toEqual(kinds);
});
