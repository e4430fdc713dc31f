/** Columns that came, went, moved, or have another name than before. */
import type { ColumnSummary } from "../../lambda/profile/summary.ts";
import { countOf } from "../render/figures.ts";
import type { Change } from "./change.ts";
import { type ColumnPair, spelling } from "./pair-columns.ts";

/** Named one by one up to so many. */
const movedShownMax = 5;
const renamedShownMax = 20;

export function compareSchemas(
  before: readonly ColumnSummary[],
  after: readonly ColumnSummary[],
  pairs: readonly ColumnPair[],
): Change[] {
  const kept = new Set(pairs.flatMap((pair) => [pair.before, pair.after]));
  return [
    ...before.filter((column) => !kept.has(column)).map(removedChange),
    ...after.filter((column) => !kept.has(column)).map(addedChange),
    ...compareNames(pairs.filter((pair) => pair.before.name !== pair.after.name)),
    ...compareOrder(pairs),
  ];
}

function removedChange({ name, type, position }: ColumnSummary): Change {
  const message = `column removed (${type}, was column ${position})`;
  return { kind: "column_removed", column: name, verdict: null, message };
}

function addedChange({ name, type, position }: ColumnSummary): Change {
  const message = `column added (${type}, column ${position})`;
  return { kind: "column_added", column: name, verdict: null, message };
}

function compareNames(renamed: readonly ColumnPair[]): Change[] {
  if (renamed.length <= renamedShownMax) return renamed.map(renamedChange);
  const [first] = renamed;
  const example =
    first === undefined
      ? ""
      : `, the first of them ${JSON.stringify(first.before.name)} to ${JSON.stringify(first.after.name)}`;
  const message = `${countOf(renamed.length, "column")} renamed${example}`;
  return [{ kind: "column_renamed", column: null, verdict: null, message }];
}

function renamedChange({ before, after }: ColumnPair): Change {
  const why = spelling(before.name) === spelling(after.name) ? "" : "; the values look the same";
  const message = `column renamed (was ${JSON.stringify(before.name)}${why})`;
  return { kind: "column_renamed", column: after.name, verdict: null, message };
}

function compareOrder(pairs: readonly ColumnPair[]): Change[] {
  const inOrder = longestRise(pairs.map(({ before }) => before.position));
  const moved = pairs.filter((_, i) => !inOrder.has(i));
  if (moved.length > movedShownMax) {
    const message = `${countOf(moved.length, "column")} in another order`;
    return [{ kind: "column_order", column: null, verdict: null, message }];
  }
  return moved.map(({ before, after }): Change => {
    const message = `column moved (was column ${before.position}, is column ${after.position})`;
    return { kind: "column_order", column: after.name, verdict: null, message };
  });
}

/** Indices of as many numbers as can be left in their places so that they rise (patience sorting). */
function longestRise(numbers: readonly number[]): ReadonlySet<number> {
  /** Index of the least number in which a rise of each length ends. */
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  for (const [i, number] of numbers.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[ends[middle] ?? 0] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    previous[i] = ends[low - 1];
    ends[low] = i;
  }
  const rise = new Set<number>();
  let last: number | undefined = ends.at(-1);
  while (last !== undefined) {
    rise.add(last);
    last = previous[last];
  }
  return rise;
}
