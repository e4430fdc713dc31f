/** A difference between two profiles in words. */
import type { Change, DiffedFile, ProfileDiff } from "../diff/change.ts";
import type { Colors } from "./colors.ts";
import { countOf } from "./figures.ts";
import { escapeAndCut, escapeForTerminal } from "./terminal-text.ts";

const nameCharsMax = 60;

/** Ends with a line feed. */
export function renderDiff({ before, after, changes }: ProfileDiff, colors: Colors): string {
  const marks = { better: colors.green("+"), worse: colors.red("!"), neutral: colors.yellow("~") };
  const lines = changes.map((change) => `  ${marks[change.verdict ?? "neutral"]} ${changeInWords(change)}`);
  return [
    `${colors.dim("before")}  ${fileFacts(before, colors)}`,
    `${colors.dim("after ")}  ${fileFacts(after, colors)}`,
    "",
    ...(lines.length === 0 ? [colors.green("No change beyond the thresholds.")] : lines),
    "",
  ].join("\n");
}

function fileFacts({ file_name, row_count, column_count, status }: DiffedFile, colors: Colors): string {
  const facts = `${countOf(row_count, "row")} × ${countOf(column_count, "column")}`;
  const failed = status === "error" ? ` · ${colors.red("error")}` : "";
  return `${colors.bold(escapeForTerminal(file_name))}  ${facts}${failed}`;
}

function changeInWords({ column, message }: Change): string {
  const where = column === null ? "" : `${escapeAndCut(column, nameCharsMax)}: `;
  return `${where}${escapeForTerminal(message)}`;
}
