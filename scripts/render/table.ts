/** Plain tables: a bold head, a rule below it, columns apart by two blanks. No vertical lines, so that 80 columns go far. */
import Table from "cli-table3";
import type { Colors } from "./colors.ts";

export interface TableColumn {
  readonly title: string;
  readonly align?: "left" | "right";
}

const chars = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

/** Cells must be safe for a terminal already (`escapeForTerminal`) but for colours of our own. */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  colors: Colors,
): string {
  const table = new Table({
    chars,
    head: columns.map((column) => colors.bold(column.title)),
    colAligns: columns.map((column) => column.align ?? "left"),
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [], compact: true },
  });
  for (const row of rows) table.push([...row]);
  const rendered = table.toString();
  const [head = "", ...body] = rendered.split("\n");
  const rule = colors.dim("─".repeat(tableWidth(rendered)));
  return [head, rule, ...body].map((line) => line.trimEnd()).join("\n");
}

/** Characters of the longest line. */
export function tableWidth(table: string): number {
  return table.split("\n").reduce((width, line) => Math.max(width, visibleLength(line.trimEnd())), 0);
}

/** Length without our own colour codes. */
function visibleLength(line: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
  return line.replace(/\u001b\[\d+m/g, "").length;
}
