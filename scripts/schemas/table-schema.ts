/**
 * What a summary says of a table as a Table Schema (specs.frictionlessdata.io/table-schema, version 1), to be held
 * against the next delivery of the same data. What must hold is stated: types, formats, and `required` and `unique`
 * where not one cell was against it. Ranges and lists of values are not: they describe this file only.
 */
import type { ColumnSummary, DateStatistics, Summary } from "../../lambda/profile/summary.ts";
import { strptimeFormat } from "./strptime-format.ts";

export interface TableSchemaField {
  readonly name: string;
  readonly type: "integer" | "number" | "date" | "datetime" | "string";
  readonly format?: string;
  readonly constraints?: { readonly required?: true; readonly unique?: true };
}

export interface TableSchema {
  readonly fields: readonly TableSchemaField[];
  readonly missingValues: readonly string[];
}

/** @param nullTokens that the profile was made with */
export function tableSchema(summary: Summary, nullTokens: readonly string[]): TableSchema {
  // In a column of texts a null token is a text, but the list of a Table Schema holds for all columns.
  const tokens = summary.columns.some(
    ({ type, type_counts }) => type !== "string" && type_counts.null_token > 0,
  );
  return {
    fields: summary.columns.map((column) => ({
      name: column.name,
      ...typeOf(column),
      ...constraintsOf(column, tokens),
    })),
    missingValues: tokens ? ["", ...nullTokens] : [""],
  };
}

function typeOf(column: ColumnSummary): Pick<TableSchemaField, "type" | "format"> {
  switch (column.type) {
    case "int":
      return { type: "integer" };
    case "float":
      return { type: "number" };
    case "string":
      return { type: "string" };
    case "date":
      return column.statistics === null ? { type: "string" } : dateType(column.statistics);
  }
}

/** Several formats in one column, or one that strptime cannot say, have no type but text in a Table Schema. */
function dateType({ formats }: DateStatistics): Pick<TableSchemaField, "type" | "format"> {
  const [only] = formats;
  const pattern = formats.length === 1 && only !== undefined ? strptimeFormat(only.format) : null;
  if (only === undefined || pattern === null) return { type: "string" };
  const type = only.format.includes("mm") ? "datetime" : "date";
  return pattern === "%Y-%m-%d" ? { type } : { type, format: pattern };
}

function constraintsOf(
  column: ColumnSummary,
  tokensAreMissing: boolean,
): Pick<TableSchemaField, "constraints"> {
  const tokens = tokensAreMissing ? column.type_counts.null_token : 0;
  const required = column.missing.count === 0 && tokens === 0 && !isBlank(column);
  const unique = column.hints.some(({ hint }) => hint === "unique_key") && column.distinct.method === "exact";
  if (!required && !unique) return {};
  return { constraints: { ...(required && { required: true }), ...(unique && { unique: true }) } };
}

/** No row was there to be against anything. */
function isBlank({ type_counts }: ColumnSummary): boolean {
  return Object.values(type_counts).every((count) => count === 0);
}
