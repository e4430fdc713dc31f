/** What the threads have found, put together: nothing in it tells how many there were. */
import { examplesMax } from "../../limits.ts";
import type { ColumnState } from "../../profile/column-profile.ts";
import type { ExamplesState } from "../../profile/examples.ts";
import type { TableProfile } from "../../profile/table-profile.ts";
import { duplicateRowCount, type RowSample } from "../../statistics/duplicate-rows.ts";
import { ColumnTotals, noExamples } from "../column-segment.ts";
import type { Part, SegmentPlace } from "./messages.ts";

/** Rows and lines before a segment. */
export interface Before {
  readonly rows: number;
  readonly lines: number;
}

/**
 * @param totals of each column, what depends on the order of the segments
 * @param before of each segment, by its index
 * @param rowSample of all parts together
 */
export function adoptParts(
  table: TableProfile,
  totals: readonly ColumnTotals[],
  parts: readonly Part[],
  before: readonly Before[],
  rowSample: RowSample,
): void {
  const merged = <Example extends Placed>(states: readonly ExamplesState<Example>[]) =>
    mergeExamples(states, parts, before);
  const { short, long, strayQuotes, textAfterQuotes, runawayQuotes } = table.oddities;
  short.merge(merged(parts.map(({ oddities }) => oddities.short)), 0, 0);
  long.merge(merged(parts.map(({ oddities }) => oddities.long)), 0, 0);
  strayQuotes.merge(merged(parts.map(({ oddities }) => oddities.strayQuotes)), 0, 0);
  textAfterQuotes.merge(merged(parts.map(({ oddities }) => oddities.textAfterQuotes)), 0, 0);
  runawayQuotes.merge(merged(parts.map(({ oddities }) => oddities.runawayQuotes)), 0, 0);

  const statesOf = (index: number): ColumnState[] => {
    const states = parts.map((part) => part.columns(index));
    const of = (kind: keyof ColumnState["cells"]) => merged(states.map(({ cells }) => cells[kind]));
    const total = (totals[index] ?? new ColumnTotals(table.budget)).state();
    const cells = {
      null_token: of("null_token"),
      int: of("int"),
      float: of("float"),
      date: of("date"),
      string: of("string"),
    };
    return [{ ...total, cells }, ...states.map((state) => ({ ...state, cells: noExamples }))];
  };
  table.adopt(statesOf, rowSample.rows, duplicateRowCount(rowSample));
}

interface Placed {
  readonly row: number;
  readonly line: number;
}

/** Each part has the first ones of its own rows, so the first ones of all are among them. */
function mergeExamples<Example extends Placed>(
  states: readonly ExamplesState<Example>[],
  parts: readonly Part[],
  before: readonly Before[],
): ExamplesState<Example> {
  const all = states.flatMap(({ first }, part) =>
    first.map((example) => inWhole(example, parts[part]?.places ?? [], before)),
  );
  return {
    count: states.reduce((sum, { count }) => sum + count, 0),
    first: all.sort((a, b) => a.row - b.row).slice(0, examplesMax),
  };
}

/** From the rows and lines that a thread has counted to those of the whole text. */
function inWhole<Example extends Placed>(
  example: Example,
  places: readonly SegmentPlace[],
  before: readonly Before[],
): Example {
  const place = places.findLast(({ row }) => row < example.row);
  const { rows, lines } = before[place?.index ?? -1] ?? { rows: 0, lines: 0 };
  if (place === undefined) throw new RangeError(`row ${example.row} is in no segment`);
  return { ...example, row: example.row - place.row + rows, line: example.line - place.line + lines + 1 };
}
