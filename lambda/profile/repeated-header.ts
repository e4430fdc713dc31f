/** Files put together without cutting off their headers: rows whose bad values are the names of their columns. */
import { examplesMax } from "../limits.ts";
import { alertOf, firstPlaces } from "./alert.ts";
import type { ColumnProfile } from "./column-profile.ts";
import type { ColumnTexts } from "./column-texts.ts";
import { exampleValue } from "./examples.ts";
import { invalidExamples } from "./summarize-column.ts";
import type { Alert, ColumnSummary, ColumnType, RowPlace } from "./summary.ts";
import { counted } from "./wording.ts";

/** Of one column that is no string column: where its invalid cells are its name. */
export interface NameCells {
  /** Cells that hold the name, at least; exactly unless `atLeast`. */
  readonly count: number;
  readonly atLeast: boolean;
  /** The first invalid cells, and whether each is the name. */
  readonly first: readonly (RowPlace & { readonly isName: boolean })[];
}

/** Null for string columns, where a name is a value like any other. */
export function nameCells(
  column: ColumnProfile,
  texts: ColumnTexts,
  name: string,
  type: ColumnType,
): NameCells | null {
  if (type === "string") return null;
  const invalid = invalidExamples(type, column);
  const first = invalid.map(({ row, line, value }) => ({ row, line, isName: value === exampleValue(name) }));
  const seen = first.filter(({ isName }) => isName).length;
  if (seen === 0) return { count: 0, atLeast: false, first };
  const count = countOf(texts, name);
  const atLeast = count === 0 ? invalid.length === examplesMax : texts.counted?.method !== "exact";
  return { count: Math.max(seen, count), atLeast, first };
}

/**
 * Of a string column, how many cells hold its name; null for other columns, and where that is not known exactly, as of a
 * column without a name.
 */
export function nameCount(texts: ColumnTexts, name: string, type: ColumnType): number | null {
  if (type !== "string" || name === "" || texts.counted?.method !== "exact") return null;
  return countOf(texts, name);
}

function countOf({ counted: texts }: ColumnTexts, name: string): number {
  return texts?.values.find(({ value, truncated }) => value === name && !truncated)?.count ?? 0;
}

/** Columns of texts that must have their names as values equally often: one may have its name as a value like any other. */
const textColumnsMin = 2;

/** Of a table without any other columns, whose bad values would say it better. */
export function* repeatedTextHeader(columns: readonly TextNames[]): Generator<Alert> {
  if (columns.some(({ summary }) => summary.type !== "string")) return;
  const counts = columns.flatMap(({ nameCount: count }) => count ?? []);
  const [count = 0] = counts;
  if (count === 0 || counts.length < textColumnsMin || counts.some((each) => each !== count)) return;
  yield alertOf(null)(
    "REPEATED_HEADER",
    "warning",
    message(counted(count, "row holds", "rows hold"), ""),
    count,
  );
}

interface TextNames {
  readonly summary: ColumnSummary;
  readonly nameCount: number | null;
}

function message(rows: string, places: string): string {
  return `${rows} the names of the columns again${places}. Cut the headers off before putting files together.`;
}

/**
 * How many rows: as many as the column has cells with its name that has the fewest of them, because a name may be a
 * value now and then.
 */
export function* repeatedHeader(columns: readonly (NameCells | null)[]): Generator<Alert> {
  const rows = new Map<number, { line: number; names: number; others: number }>();
  for (const { row, line, isName } of columns.flatMap((column) => column?.first ?? [])) {
    const { names, others } = rows.get(row) ?? { names: 0, others: 0 };
    rows.set(row, { line, names: names + (isName ? 1 : 0), others: others + (isName ? 0 : 1) });
  }
  const examples = [...rows]
    .filter(([, { names, others }]) => names > 0 && others === 0)
    .map(([row, { line }]) => ({ line, row }))
    .sort((a, b) => a.row - b.row)
    .slice(0, examplesMax);
  const least = fewestNames(columns);
  if (examples.length === 0 || least === undefined) return;
  const count = Math.max(examples.length, least.count);
  yield alertOf(null)(
    "REPEATED_HEADER",
    "warning",
    message(
      `${least.atLeast ? "At least " : ""}${counted(count, "row holds", "rows hold")}`,
      ` (${firstPlaces(examples)})`,
    ),
    count,
    examples,
  );
}

/** Of columns that hold their names; of those whose count is known, if there are any. */
function fewestNames(columns: readonly (NameCells | null)[]): NameCells | undefined {
  const holding = columns.flatMap((column) => (column !== null && column.count > 0 ? column : []));
  return holding.sort((a, b) => Number(a.atLeast) - Number(b.atLeast) || a.count - b.count)[0];
}
