/** One line a file, when there are many. */
import type { Summary } from "../../lambda/profile/summary.ts";
import type { Colors } from "./colors.ts";
import { countOf, formatBytes, formatCount, formatDuration } from "./figures.ts";
import { describeIssues, type Issue } from "./quality-issues.ts";
import { escapeAndCut, escapeForTerminal } from "./terminal-text.ts";

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
      : issueCounts(describeIssues(summary), colors),
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
  return names.reduce((width, name) => Math.max(width, [...escapeAndCut(name, nameCharsMax)].length), 0);
}

function paddedName(name: string, width: number): string {
  const shown = escapeAndCut(name, nameCharsMax);
  return shown + " ".repeat(Math.max(0, width - [...shown].length));
}

function issueCounts(issues: readonly Issue[], colors: Colors): string {
  const counts = (["error", "warning"] as const).flatMap((severity) => {
    const count = issues.filter((issue) => issue.severity === severity).length;
    return count === 0 ? [] : [colors.yellow(`${formatCount(count)} ${severity}${count === 1 ? "" : "s"}`)];
  });
  return counts.length === 0 ? colors.green("no issues") : counts.join(", ");
}
