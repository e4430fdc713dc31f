/** The formats in which `profile` prints a summary. */
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import type { Summary } from "../../lambda/profile/summary.ts";
import { summaryJson } from "../../lambda/profile/summary-json.ts";
import { defaultNullTokens } from "../../lambda/types/null-tokens.ts";
import { rowSchema } from "../schemas/json-schema.ts";
import { tableSchema } from "../schemas/table-schema.ts";
import { colorsFor } from "./colors.ts";
import { columnsCsvHeader, renderColumnsCsv } from "./columns-csv.ts";
import { renderMarkdown } from "./columns-markdown.ts";
import { printData, printJson, printText } from "./output.ts";
import { renderSummary } from "./summary-table.ts";

export const outputFormats = ["table", "json", "md", "csv", "table-schema", "json-schema"] as const;
export type OutputFormat = (typeof outputFormats)[number];

interface SummaryPrinter {
  /** The whole output for one file, in pieces: the JSON of a wide table has tens of MB. Ends with a line feed. */
  one(summary: Summary): Iterable<string>;
  /** Its part of the output for several files. */
  oneOfMany(summary: Summary, isFirst: boolean): string;
}

/** Whether the outputs for several files, one after the other, are an output still. */
export function isPrintedPerFile(format: OutputFormat): boolean {
  return format !== "table-schema" && format !== "json-schema";
}

/** Whether the output itself says why a file failed. The others are for programs, and have no place for it. */
export function tellsOfFailure(format: OutputFormat): boolean {
  return format === "table" || format === "json" || format === "md";
}

/** How its output is written, so that no cell acts on a terminal. */
export function writerOf(format: OutputFormat): (output: string) => Promise<void> {
  // Tables and Markdown are made for the eye, and escaped whoever reads them.
  if (format === "table" || format === "md") return printData;
  return format === "csv" ? printText : printJson;
}

/** @param options that the profiles were made with */
export function summaryPrinter(format: OutputFormat, options: ProfileOptions): SummaryPrinter {
  const alike = (render: (summary: Summary) => string): SummaryPrinter => ({
    one: (summary) => [render(summary)],
    oneOfMany: render,
  });
  switch (format) {
    case "table":
      return alike((summary) =>
        renderSummary(summary, colorsFor(process.stdout), process.stdout.columns ?? Number.POSITIVE_INFINITY),
      );
    case "json":
      return { one: summaryJson, oneOfMany: (summary) => `${JSON.stringify(summary)}\n` };
    case "md":
      return {
        one: (summary) => [renderMarkdown(summary)],
        oneOfMany: (summary, isFirst) => `${isFirst ? "" : "\n"}${renderMarkdown(summary)}`,
      };
    case "csv":
      return {
        one: (summary) => [columnsCsvHeader + renderColumnsCsv(summary)],
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
