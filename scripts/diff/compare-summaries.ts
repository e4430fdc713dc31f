/** What is different between two profiles of the same kind of file, beyond the thresholds. */
import type { Alert, AlertCode, ColumnSummary, Summary } from "../../lambda/profile/summary.ts";
import { countOf, formatPercent } from "../render/figures.ts";
import type { Change, DiffedFile, ProfileDiff } from "./change.ts";
import { alertsComparable } from "./comparable-alerts.ts";
import { compareColumns } from "./compare-columns.ts";
import { compareDialects } from "./compare-dialects.ts";
import { rowsPercentMin } from "./thresholds.ts";

export function compareSummaries(before: Summary, after: Summary): ProfileDiff {
  return {
    before: diffedFile(before),
    after: diffedFile(after),
    changes: [
      ...compareStatus(before, after),
      ...compareDialects(before, after),
      ...compareRowCounts(before, after),
      ...compareSchemas(before.columns, after.columns),
      ...compareAlerts(before, after),
      ...compareSharedColumns(before, after),
    ],
  };
}

function diffedFile(summary: Summary): DiffedFile {
  const { file_name, status, row_count, column_count, processed_timestamp } = summary;
  return { file_name, status, row_count, column_count, processed_timestamp };
}

function compareStatus(before: Summary, after: Summary): Change[] {
  const [from, to] = [before.error_code, after.error_code];
  if (from === to) return [];
  const message = `${from ?? "profiled"} → ${to ?? "profiled"}${after.error_message === null ? "" : `: ${after.error_message}`}`;
  return [{ kind: "status", column: null, verdict: to === null ? "better" : "worse", message }];
}

function compareRowCounts(before: Summary, after: Summary): Change[] {
  const [from, to] = [before.row_count, after.row_count];
  const percentage = from === 0 ? Number.POSITIVE_INFINITY : (Math.abs(to - from) / from) * 100;
  if (from === to || percentage < rowsPercentMin) return [];
  const share = from === 0 ? "" : ` (${to > from ? "+" : "−"}${formatPercent(percentage)})`;
  const message = `${countOf(from, "row")} → ${countOf(to, "row")}${share}`;
  return [{ kind: "row_count", column: null, verdict: to === 0 ? "worse" : null, message }];
}

function compareSchemas(before: readonly ColumnSummary[], after: readonly ColumnSummary[]): Change[] {
  const had = namesOf(before);
  const has = namesOf(after);
  const removed = before.filter(({ name }) => !has.has(name));
  const added = after.filter(({ name }) => !had.has(name));
  return [
    ...removed.map(({ name, type, position }): Change => {
      const message = `column removed (${type}, was column ${position})`;
      return { kind: "column_removed", column: name, verdict: null, message };
    }),
    ...added.map(({ name, type, position }): Change => {
      const message = `column added (${type}, column ${position})`;
      return { kind: "column_added", column: name, verdict: null, message };
    }),
    ...compareOrder(
      before.filter(({ name }) => has.has(name)),
      after.filter(({ name }) => had.has(name)),
    ),
  ];
}

function namesOf(columns: readonly ColumnSummary[]): ReadonlySet<string> {
  return new Set(columns.map(({ name }) => name));
}

function compareOrder(before: readonly ColumnSummary[], after: readonly ColumnSummary[]): Change[] {
  const moved = after.filter(({ name }, index) => before[index]?.name !== name).length;
  if (moved === 0) return [];
  const message = `${countOf(moved, "column")} in another order`;
  return [{ kind: "column_order", column: null, verdict: null, message }];
}

/** Said in detail by the columns' comparison, or by the row count's. */
const comparedElsewhere: ReadonlySet<AlertCode> = new Set([
  "ALL_MISSING",
  "HIGH_MISSING",
  "INVALID_VALUES",
  "MIXED_DATE_FORMATS",
]);

function compareAlerts(before: Summary, after: Summary): Change[] {
  const comparable = alertsComparable(before, after);
  const alertsOf = (summary: Summary) =>
    new Map(
      summary.quality_issues.alerts
        .filter((alert) => !comparedElsewhere.has(alert.code) && comparable(alert))
        .map((alert): [string, Alert] => [JSON.stringify([alert.code, alert.column]), alert]),
    );
  const [earlier, later] = [alertsOf(before), alertsOf(after)];
  const gone = [...earlier].filter(([key]) => !later.has(key));
  const fresh = [...later].filter(([key]) => !earlier.has(key));
  return [
    ...fresh.map(([, { column, message, severity }]): Change => {
      const verdict = severity === "info" ? null : "worse";
      return { kind: "alert_new", column, verdict, message: `new: ${message}` };
    }),
    ...gone.map(([, { column, message, severity }]): Change => {
      const verdict = severity === "info" ? null : "better";
      return { kind: "alert_gone", column, verdict, message: `no longer: ${message}` };
    }),
  ];
}

function compareSharedColumns(before: Summary, after: Summary): Change[] {
  const earlier = new Map(before.columns.map((column) => [column.name, column]));
  return after.columns.flatMap((column) => {
    const was = earlier.get(column.name);
    if (was === undefined) return [];
    return compareColumns(was, column).map((change) => ({ ...change, column: column.name }));
  });
}
