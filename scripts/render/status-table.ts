/** Uploaded files and how they ended, one row each. */
import type { MetadataItem } from "../metadata-items.ts";
import type { Colors } from "./colors.ts";
import { formatCount } from "./figures.ts";
import { renderTable, type TableColumn } from "./table.ts";
import { escapeAndCutName, escapeForTerminal } from "./terminal-text.ts";

const fileNameCharsMax = 48;

const columns: readonly TableColumn[] = [
  { title: "file" },
  { title: "status" },
  { title: "rows", align: "right" },
  { title: "types" },
  { title: "missing", align: "right" },
  { title: "invalid", align: "right" },
  { title: "error" },
];

/** A file that was uploaded and has no item for that content yet. */
export interface WaitingFile {
  readonly fileName: string;
}

/** The table, and below it what is wrong with each file that ended in an error. Ends with a line feed. */
export function renderStatus(
  items: readonly MetadataItem[],
  waiting: readonly WaitingFile[],
  colors: Colors,
): string {
  const waitingNames = new Set(waiting.map(({ fileName }) => fileName));
  const ended = items.filter(({ fileName }) => !waitingNames.has(fileName));
  const table = renderTable(
    columns,
    [...ended.map((item) => itemRow(item, colors)), ...waiting.map((file) => waitingRow(file, colors))],
    colors,
  );
  const errors = ended.flatMap(({ fileName, errorMessage }) =>
    errorMessage === null ? [] : [`${escapeForTerminal(fileName)}: ${escapeForTerminal(errorMessage)}`],
  );
  return errors.length === 0 ? `${table}\n` : `${table}\n\n${errors.join("\n")}\n`;
}

function waitingRow({ fileName }: WaitingFile, colors: Colors): string[] {
  return [escapeAndCutName(fileName, fileNameCharsMax), colors.yellow("waiting"), "", "", "", "", ""];
}

function itemRow(item: MetadataItem, colors: Colors): string[] {
  const ok = item.status === "success";
  return [
    escapeAndCutName(item.fileName, fileNameCharsMax),
    ok ? colors.green(item.status) : colors.red(item.partial ? `${item.status} (partial)` : item.status),
    formatCount(item.rowCount),
    typeCounts(item.schema),
    item.missing === 0 ? "–" : formatCount(item.missing),
    item.invalid === 0 ? "–" : colors.red(formatCount(item.invalid)),
    escapeForTerminal(item.errorCode ?? ""),
  ];
}

/** `2 int, 1 float`: how many columns are of which type. */
function typeCounts(schema: MetadataItem["schema"]): string {
  const types = Object.values(schema);
  return ["int", "float", "date", "string"]
    .map((type) => [type, types.filter((t) => t === type).length] as const)
    .filter(([, count]) => count > 0)
    .map(([type, count]) => `${count} ${type}`)
    .join(", ");
}
