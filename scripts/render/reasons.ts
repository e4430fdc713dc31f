/** Why columns have the types that they have: the ledger in words. */
import { addedNullTokens } from "../../lambda/profile/option-parsing.ts";
import type { ColumnSummary, LedgerEntry, Summary } from "../../lambda/profile/summary.ts";
import { farFromText } from "../../lambda/report/flip-words.ts";
import type { Colors } from "./colors.ts";
import { escapeAndCut, escapeForTerminal } from "./terminal-text.ts";

const nameCharsMax = 60;

/** Ends with a line feed. */
export function renderReasons(summary: Summary, colors: Colors): string {
  if (summary.columns.length === 0) return "There is no column.\n";
  return `${summary.columns.map((column) => columnReasons(column, colors)).join("\n\n")}\n`;
}

function columnReasons({ name, type, ledger, hints }: ColumnSummary, colors: Colors): string {
  const lines = ledger.flatMap((entry) => [
    `  ${entry.verdict === "chosen" ? colors.green("✓") : colors.red("✗")} ${escapeForTerminal(entry.reason)}`,
    ...advice(entry),
  ]);
  const looks = hints.map(
    ({ hint, message }) => `  ${colors.dim("·")} ${hint.replaceAll("_", " ")}: ${escapeForTerminal(message)}`,
  );
  const nothing = ledger.length === 0 ? [`  ${colors.green("✓")} no value is anything but text`] : [];
  const title = `${colors.bold(escapeAndCut(name, nameCharsMax))} is ${colors.cyan(type)}`;
  return [title, ...nothing, ...lines, ...looks].join("\n");
}

/** How near a chosen type is to being another, or the flag that turns the decision; the change itself is in the reason. */
function advice(entry: LedgerEntry): string[] {
  const { flip } = entry;
  if (flip.action === "treat_as_missing" && flip.values.length > 0) {
    const text = addedNullTokens(flip.values).replaceAll("'", "'\\''");
    return [`    --null-tokens '${escapeForTerminal(text)}' does so`];
  }
  const far = farFromText(entry);
  return far === null ? [] : [`    ${far}`];
}
