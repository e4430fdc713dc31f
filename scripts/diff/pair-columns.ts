/** Which columns of two tables are the same one. */
import type { ColumnSummary } from "../../lambda/profile/summary.ts";
import { lookTheSame } from "./look-the-same.ts";

/** Columns without a counterpart up to which one of the same values is looked for: each is compared with each. */
export const comparedMax = 200;

/** A column of both tables. */
export interface ColumnPair {
  readonly before: ColumnSummary;
  readonly after: ColumnSummary;
}

/** Of the same name, and of another one where it is plain that they are the same; in the newer table's order. */
export function pairColumns(before: readonly ColumnSummary[], after: readonly ColumnSummary[]): ColumnPair[] {
  const had = new Map(before.map((column) => [column.name, column]));
  const has = new Set(after.map(({ name }) => name));
  const removed = before.filter(({ name }) => !has.has(name));
  const added = after.filter(({ name }) => !had.has(name));
  const renamed = new Map(renamedColumns(removed, added).map((pair) => [pair.after, pair]));
  return after.flatMap((column) => {
    const was = had.get(column.name);
    if (was !== undefined) return [{ before: was, after: column }];
    return renamed.get(column) ?? [];
  });
}

/** `Order ID`, `order_id` and `orderId` are one. Empty when there is no letter or digit. */
export function spelling(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** By their letters and digits, else by their values, where only these two can be meant. */
function renamedColumns(removed: readonly ColumnSummary[], added: readonly ColumnSummary[]): ColumnPair[] {
  const spelled = spelledAlike(removed, added);
  const known = new Set(spelled.flatMap((pair) => [pair.before, pair.after]));
  const others = filledAlike(
    removed.filter((column) => !known.has(column)),
    added.filter((column) => !known.has(column)),
  );
  return [...spelled, ...others];
}

function spelledAlike(removed: readonly ColumnSummary[], added: readonly ColumnSummary[]): ColumnPair[] {
  const has = bySpelling(added);
  return [...bySpelling(removed)].flatMap(([spelled, before]) => {
    const after = has.get(spelled) ?? null;
    return spelled === "" || before === null || after === null ? [] : [{ before, after }];
  });
}

/** Null for spellings that several have. */
function bySpelling(columns: readonly ColumnSummary[]): ReadonlyMap<string, ColumnSummary | null> {
  const found = new Map<string, ColumnSummary | null>();
  for (const column of columns) {
    const spelled = spelling(column.name);
    found.set(spelled, found.has(spelled) ? null : column);
  }
  return found;
}

function filledAlike(removed: readonly ColumnSummary[], added: readonly ColumnSummary[]): ColumnPair[] {
  if (Math.max(removed.length, added.length) > comparedMax) return [];
  return removed.flatMap((before) => {
    const [after, ...others] = added.filter((column) => lookTheSame(before, column));
    if (after === undefined || others.length > 0) return [];
    return removed.filter((column) => lookTheSame(column, after)).length === 1 ? [{ before, after }] : [];
  });
}
