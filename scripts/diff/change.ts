/** One thing that is different between two profiles. */
import type { Summary } from "../../lambda/profile/summary.ts";

export type ChangeKind =
  | "status"
  | "dialect"
  | "row_count"
  | "column_added"
  | "column_removed"
  | "column_order"
  | "column_renamed"
  | "type"
  | "date_format"
  | "missing"
  | "invalid"
  | "distinct"
  | "values"
  | "quantiles"
  | "alert_new"
  | "alert_gone";

export interface Change {
  readonly kind: ChangeKind;
  /** Null for the table as a whole. */
  readonly column: string | null;
  /** Whether the data got better or worse by it; null where that cannot be said. */
  readonly verdict: "better" | "worse" | null;
  /** The change in words, without the column's name. */
  readonly message: string;
}

/** A change as the functions of one column state it: the column is known to the caller. */
export type ColumnChange = Omit<Change, "column">;

export interface ProfileDiff {
  readonly before: DiffedFile;
  readonly after: DiffedFile;
  /** Of the table and its columns as such, then alerts, then by column in the newer file's order. */
  readonly changes: readonly Change[];
}

export type DiffedFile = Pick<
  Summary,
  "file_name" | "status" | "row_count" | "column_count" | "processed_timestamp"
>;
