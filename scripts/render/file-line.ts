/** One line a file, when there are many. */
import type { Summary } from "../../lambda/profile/summary.ts";
import type { Colors } from "./colors.ts";
import { countOf, formatBytes, formatCount, formatDuration } from "./figures.ts";
import { escapeAndCutName, escapeForTerminal } from "./terminal-text.ts";

const nameCharsMax = 48;

/** `✓ sales.csv  100 rows × 4 columns · 3.1 kB · 4 ms · no issues` */
export function renderFileLine(name: string, nameWidth: number, summary: Summary, colors: Colors): string {
  const { status, row_count, column_count, source, processing } = summary;
  const facts = [
    ...(column_count === 0 ? [] : [`${countOf(row_count, "row")} × ${countOf(column_count, "column")}`]),
    formatBytes(source.size_bytes),
    formatDuration(processing.duration_ms),
    status === "error"
      ? colors.red(`${summary.error_code ?? "ERROR"}: ${escapeForTerminal(summary.error_message ?? "")}`)
      : issueCounts(summary, colors),
  ];
  const mark = status === "error" ? colors.red("✗") : colors.green("✓");
  return `${mark} ${paddedName(name, nameWidth)}  ${facts.join(" · ")}`;
}

/** The same for a file that could not even be opened. */
export function renderFailureLine(name: string, nameWidth: number, message: string, colors: Colors): string {
  return `${colors.red("✗")} ${paddedName(name, nameWidth)}  ${colors.red(escapeForTerminal(message))}`;
}

/** Characters that the longest of the names gets. */
export function nameWidthOf(names: readonly string[]): number {
  return names.reduce((width, name) => Math.max(width, [...escapeAndCutName(name, nameCharsMax)].length), 0);
}

function paddedName(name: string, width: number): string {
  const shown = escapeAndCutName(name, nameCharsMax);
  return shown + " ".repeat(Math.max(0, width - [...shown].length));
}

/** As the dashboard has it: the alerts; without any, what little is amiss. */
function issueCounts({ columns, quality_issues }: Summary, colors: Colors): string {
  const counts = (["error", "warning"] as const).flatMap((severity) => {
    const count = quality_issues.alerts.filter((alert) => alert.severity === severity).length;
    return count === 0 ? [] : [colors.yellow(countOf(count, severity))];
  });
  if (counts.length > 0) return counts.join(", ");
  const flaws = (["missing", "invalid"] as const).flatMap((flaw) => {
    const count = columns.reduce((sum, column) => sum + column[flaw].count, 0);
    return count === 0 ? [] : [`${formatCount(count)} ${flaw}`];
  });
  return flaws.length === 0 ? colors.green("no issues") : flaws.join(", ");
}
