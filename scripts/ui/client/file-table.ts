/** The list of files. */
import {
  countOf,
  formatBytes,
  formatCount,
  formatDuration,
  formatInstant,
  formatShare,
  formatUsd,
} from "../../../lambda/report/figures.ts";
import type { FileRow } from "../api.ts";
import { button, element, shareBar, visible } from "./element.ts";
import { ago, stateOf } from "./words.ts";

export interface FileActions {
  redrive(row: FileRow): void;
  /** Whether the row is still that of the result before. */
  isRedriven(row: FileRow): boolean;
}

const headings = [
  { title: "File", kind: null },
  { title: "Status", kind: null },
  { title: "Rows", kind: null },
  { title: "Columns", kind: "wide" },
  { title: "Size", kind: "wide" },
  { title: "Quality", kind: "narrow quality" },
  { title: "When", kind: "narrow" },
  { title: "Took", kind: "wide" },
  { title: "Cost per million files", kind: "wide" },
] as const;

/** The cost of one file has too many zeros to be read. */
const costTitle = "What a million such files cost in Lambda, at list price";

export function fileTable(rows: readonly FileRow[], actions: FileActions): HTMLTableElement {
  const head = headings.map(({ title, kind }) => element("th", { scope: "col", class: kind }, title));
  return element(
    "table",
    { class: "files", "aria-labelledby": "files-title" },
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...rows.map((row) => fileRow(row, actions))),
  );
}

function fileRow(row: FileRow, actions: FileActions): HTMLTableRowElement {
  const { label, kind } = stateOf(row);
  const figure = (value: number | null, format: (value: number) => string) =>
    value === null ? "" : format(value);
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, ...nameCell(row, actions)),
    element("td", {}, element("span", { class: `severity ${kind}` }, label)),
    element("td", {}, figure(row.rows, formatCount)),
    element("td", { class: "wide" }, figure(row.columns, formatCount)),
    element("td", { class: "wide" }, figure(row.sizeBytes, formatBytes)),
    element("td", { class: "narrow quality" }, ...quality(row)),
    element("td", { class: "narrow", title: formatInstant(row.timestamp) }, ago(row.timestamp)),
    element("td", { class: "wide" }, figure(row.durationMs, formatDuration)),
    element(
      "td",
      { class: "wide", title: costTitle },
      figure(row.costUsd, (usd) => formatUsd(usd * 1_000_000)),
    ),
  );
}

/** The name leads to the report; below it what went wrong. */
function nameCell(row: FileRow, actions: FileActions): (Node | string)[] {
  const link = element("a", { href: detailHash(row.fileName) }, visible(row.fileName));
  if (row.errorMessage === null) return [link];
  const message = element("p", { class: "said" }, visible(row.errorMessage));
  if (!row.attemptFailed) return [link, message];
  const again = actions.isRedriven(row)
    ? "It is being profiled again …"
    : button("Profile again", () => actions.redrive(row));
  return [link, message, element("p", { class: "again" }, again)];
}

function quality(row: FileRow): (Node | string)[] {
  if (row.completeness === null) return [];
  const { errors, warnings, missing, invalid, completeness } = row;
  const title = `${formatShare(completeness / 100)} of the cells have a value; ${formatCount(missing)} missing, ${formatCount(invalid)} invalid`;
  const bar = element("span", { title }, shareBar(completeness));
  const alerts = [
    ...(errors > 0 ? [countOf(errors, "error")] : []),
    ...(warnings > 0 ? [countOf(warnings, "warning")] : []),
  ];
  if (alerts.length > 0) {
    return [bar, element("span", { class: errors > 0 ? "bad" : "some" }, alerts.join(", "))];
  }
  const flaws = [
    ...(missing > 0 ? [`${formatCount(missing)} missing`] : []),
    ...(invalid > 0 ? [`${formatCount(invalid)} invalid`] : []),
  ];
  const none = row.partial ? "up to the error" : "no issues";
  return [bar, element("span", { class: "none" }, flaws.length === 0 ? none : flaws.join(", "))];
}

export function detailHash(fileName: string): string {
  return `#${new URLSearchParams({ file: fileName })}`;
}
