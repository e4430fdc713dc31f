/** The columns of summaries as CSV, one record a column. */
import type { Summary } from "../../lambda/profile/summary.ts";
import { formatRecord } from "../rfc4180.ts";
import { columnFactNames, columnFacts } from "./column-facts.ts";

export const columnsCsvHeader = formatRecord(columnFactNames);

export function renderColumnsCsv(summary: Summary): string {
  return summary.columns
    .map((column) => {
      const facts = columnFacts(summary, column);
      return formatRecord(columnFactNames.map((name) => facts[name]));
    })
    .join("");
}
