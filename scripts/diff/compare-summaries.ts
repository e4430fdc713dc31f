/** What is different between two profiles of the same kind of file, beyond the thresholds. */
import type { Alert, AlertCode, Summary } from "../../lambda/profile/summary.ts";
import { countOf, formatPercent } from "../render/figures.ts";
import type { Change, DiffedFile, ProfileDiff } from "./change.ts";
import { alertsComparable } from "./comparable-alerts.ts";
import { compareColumns } from "./compare-columns.ts";
import { compareDialects } from "./compare-dialects.ts";
import { compareSchemas } from "./compare-schemas.ts";
import { type ColumnPair, pairColumns } from "./pair-columns.ts";
import { rowsPercentMin } from "./thresholds.ts";

export function compareSummaries(before: Summary, after: Summary): ProfileDiff {
  const sides = { before: diffedFile(before), after: diffedFile(after) };
  // That a file without a table lacks every column says nothing besides.
  if (hasNoTable(before) || hasNoTable(after)) return { ...sides, changes: compareStatus(before, after) };
  const pairs = pairColumns(before.columns, after.columns);
  return {
    ...sides,
    changes: [
      ...compareStatus(before, after),
      ...compareDialects(before, after),
      ...compareRowCounts(before, after),
      ...compareSchemas(before.columns, after.columns, pairs),
      ...compareAlerts(before, after, pairs),
      ...pairs.flatMap((pair) =>
        compareColumns(pair.before, pair.after).map((change) => ({ ...change, column: pair.after.name })),
      ),
    ],
  };
}

/** It failed before the first column was known. */
function hasNoTable({ status, columns }: Summary): boolean {
  return status === "error" && columns.length === 0;
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

/** Said in detail by the columns' comparison, or by the row count's. */
const comparedElsewhere: ReadonlySet<AlertCode> = new Set([
  "ALL_MISSING",
  "HIGH_MISSING",
  "INVALID_VALUES",
  "MIXED_DATE_FORMATS",
]);

function compareAlerts(before: Summary, after: Summary, pairs: readonly ColumnPair[]): Change[] {
  const comparable = alertsComparable(before, after, pairs);
  const nameNow = new Map(pairs.map((pair) => [pair.before.name, pair.after.name]));
  const alertsOf = (summary: Summary, named: (column: string) => string) =>
    new Map(
      summary.quality_issues.alerts
        .map((alert): Alert => ({ ...alert, column: alert.column === null ? null : named(alert.column) }))
        .filter((alert) => !comparedElsewhere.has(alert.code) && comparable(alert))
        .map((alert) => [JSON.stringify([alert.code, alert.column]), alert]),
    );
  const earlier = alertsOf(before, (column) => nameNow.get(column) ?? column);
  const later = alertsOf(after, (column) => column);
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
