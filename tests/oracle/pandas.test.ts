/** The figures of the samples and of generated files, against pandas. */
import { createReadStream, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { profileCsv } from "../../lambda/profile/profile-csv.ts";
import type { ContentProfile, NumberStatistics } from "../../lambda/profile/summary.ts";
import { type GeneratedKind, generateCsv } from "../../scripts/generator/generate-csv.ts";
import { pythonLacks, runPython } from "./python.ts";

const lacking = pythonLacks("pandas");
if (lacking !== null) process.stdout.write(`${lacking}\n`);

const samples = join(import.meta.dirname, "..", "..", "sample-data");

/** What pandas refuses to read, or reads as another table. */
const unreadable: ReadonlyMap<string, string> = new Map([
  ["README.md", "no sample"],
  ["empty.csv", "an error by design"],
  ["excel_workbook.csv", "an error by design"],
  ["unterminated_quote.csv", "an error by design"],
  ["ragged_rows.csv", "pandas stops at rows that are too long"],
  ["runaway_quote.csv", "pandas reads the swallowed rows as one"],
]);

interface Figures {
  readonly empty: number;
  readonly distinct: number;
  readonly numbers?: Readonly<Record<string, number | null>>;
  readonly length_max?: number | null;
}

interface PandasProfile {
  readonly rows: number;
  readonly duplicates: number;
  readonly columns: Readonly<Record<string, Figures>>;
}

const folder = mkdtempSync(join(tmpdir(), "csvprofile-oracle-"));
afterAll(() => rmSync(folder, { recursive: true }));

function generated(kind: GeneratedKind, rows: number): string {
  const path = join(folder, `${kind}-${rows}.csv`);
  writeFileSync(path, Buffer.concat([...generateCsv({ kind, rows, seed: 7 })]));
  return path;
}

function flat(statistics: NumberStatistics): Readonly<Record<string, number | null>> {
  const { quantiles, ...rest } = statistics;
  const { p1, p5, p25, p50, p75, p95, p99 } = quantiles;
  const { count, min, max, avg, sum, variance, stddev, skewness, kurtosis, zeros, negatives } = rest;
  const moments = { count, min, max, avg, sum, variance, stddev, skewness, kurtosis, zeros, negatives };
  return { ...moments, p1, p5, p25, p50, p75, p95, p99 };
}

/** Largest relative difference that is explained: by rounding, or by a sketch's stated bound. */
function tolerance(figure: string, statistics: NumberStatistics): number {
  if (figure.startsWith("p") && statistics.quantiles.relative_error !== null)
    return Math.max(1e-9, statistics.quantiles.relative_error);
  // Deviations far smaller than the values leave pandas' moments few digits or none.
  if (!["variance", "stddev", "skewness", "kurtosis"].includes(figure)) return 1e-9;
  const span = statistics.max - statistics.min;
  const magnitude = Math.max(Math.abs(statistics.max), Math.abs(statistics.min));
  return span > 0 && magnitude / span > 1e6 ? Number.MAX_VALUE : 1e-9;
}

function compare(ours: ContentProfile, theirs: PandasProfile): void {
  expect(ours.row_count).toBe(theirs.rows);
  if (ours.quality_issues.duplicate_rows?.method === "exact")
    expect(ours.quality_issues.duplicate_rows?.count).toBe(theirs.duplicates);
  for (const column of ours.columns) {
    const expected = theirs.columns[column.name];
    if (expected === undefined) throw new Error(`pandas has no column ${column.name}`);
    expect(column.type_counts.empty, `${column.name}: empty`).toBe(expected.empty);
    if (column.type !== "int" && column.type !== "float") continue;
    if (column.statistics === null || expected.numbers === undefined) continue;
    for (const [figure, value] of Object.entries(flat(column.statistics))) {
      const other = expected.numbers[figure] ?? null;
      const what = `${column.name}: ${figure} ${value}, by pandas ${other}`;
      if (value === null || other === null) {
        // Of constant columns pandas says 0 where the figure is 0/0.
        expect(other ?? 0, what).toBe(0);
        continue;
      }
      const scale = Math.max(
        Math.abs(value),
        Math.abs(other),
        ["skewness", "kurtosis"].includes(figure) ? 1 : 0,
      );
      expect(Math.abs(value - other), what).toBeLessThanOrEqual(tolerance(figure, column.statistics) * scale);
    }
  }
  for (const column of ours.columns) {
    if (column.type !== "string" || column.invalid.count > 0) continue;
    const expected = theirs.columns[column.name]?.distinct ?? 0;
    const { count, standard_error } = column.distinct;
    expect(Math.abs(count - expected), `${column.name}: distinct`).toBeLessThanOrEqual(
      4 * standard_error * expected,
    );
  }
}

describe.skipIf(lacking !== null)("pandas finds the same", () => {
  test("in the samples and in generated files", { timeout: 240_000 }, async () => {
    const names = readdirSync(samples).filter((name) => !unreadable.has(name));
    const paths = [
      ...names.map((name) => join(samples, name)),
      generated("mixed", 500),
      generated("mixed", 60_000),
      generated("decimals", 30_000),
      generated("text", 5_000),
    ];
    const ours: ContentProfile[] = [];
    for (const path of paths) ours.push((await profileCsv(createReadStream(path))).content);
    const requests = paths.map((path, i) => ({ path, schema: ours[i]?.schema, dialect: ours[i]?.dialect }));
    const theirs = runPython("statistics.py", requests) as readonly PandasProfile[];
    for (const [i, profile] of ours.entries()) {
      const other = theirs[i];
      if (other === undefined) throw new Error(`no answer for ${paths[i]}`);
      compare(profile, other);
    }
    process.stdout.write(`pandas agrees on ${paths.length} files\n`);
  });
});
