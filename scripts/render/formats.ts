/** The formats in which `profile` prints a summary. */
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import type { Summary } from "../../lambda/profile/summary.ts";
import { defaultNullTokens } from "../../lambda/types/null-tokens.ts";
import { rowSchema } from "../schemas/json-schema.ts";
import { tableSchema } from "../schemas/table-schema.ts";
import { colorsFor } from "./colors.ts";
import { columnsCsvHeader, renderColumnsCsv } from "./columns-csv.ts";
import { renderMarkdown } from "./columns-markdown.ts";
import { renderSummary } from "./summary-table.ts";

export const outputFormats = ["table", "json", "md", "csv", "table-schema", "json-schema"] as const;
export type OutputFormat = (typeof outputFormats)[number];

interface SummaryPrinter {
  /** The whole output for one file; ends with a line feed. */
  one(summary: Summary): string;
  /** Its part of the output for several files. */
  oneOfMany(summary: Summary, isFirst: boolean): string;
}

/** Whether the outputs for several files, one after the other, are an output still. */
export function isPrintedPerFile(format: OutputFormat): boolean {
  return format !== "table-schema" && format !== "json-schema";
}

/** @param options that the profiles were made with */
export function summaryPrinter(format: OutputFormat, options: ProfileOptions): SummaryPrinter {
  const alike = (one: (summary: Summary) => string): SummaryPrinter => ({ one, oneOfMany: one });
  switch (format) {
    case "table":
      return alike((summary) =>
        renderSummary(summary, colorsFor(process.stdout), process.stdout.columns ?? Number.POSITIVE_INFINITY),
      );
    case "json":
      return { one: indented, oneOfMany: (summary) => `${JSON.stringify(summary)}\n` };
    case "md":
      return {
        one: renderMarkdown,
        oneOfMany: (summary, isFirst) => `${isFirst ? "" : "\n"}${renderMarkdown(summary)}`,
      };
    case "csv":
      return {
        one: (summary) => columnsCsvHeader + renderColumnsCsv(summary),
        oneOfMany: (summary, isFirst) => (isFirst ? columnsCsvHeader : "") + renderColumnsCsv(summary),
      };
    case "table-schema":
      return alike((summary) => indented(tableSchema(summary, options.nullTokens ?? defaultNullTokens)));
    case "json-schema":
      return alike((summary) => indented(rowSchema(summary)));
  }
}

function indented(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
