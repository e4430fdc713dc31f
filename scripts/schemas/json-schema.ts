/**
 * What a summary says of a table as a JSON Schema (draft 2020-12) of one row as an object: numbers as numbers, dates in
 * ISO 8601 (times in UTC), a missing value as null. As in the Table Schema, ranges are not part of it.
 */
import type { ColumnSummary, Summary } from "../../lambda/profile/summary.ts";

interface PropertySchema {
  readonly type: string | readonly string[];
  readonly format?: "date" | "date-time";
}

export interface RowSchema {
  readonly $schema: "https://json-schema.org/draft/2020-12/schema";
  readonly title: string;
  readonly type: "object";
  readonly properties: Readonly<Record<string, PropertySchema>>;
  readonly patternProperties?: Readonly<Record<string, PropertySchema>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

/** Validators leave a property of this name out, to be safe; a pattern says the same. */
const unsafeName = "__proto__";

export function rowSchema(summary: Summary): RowSchema {
  const schemas = summary.columns.map((column) => [column.name, propertySchema(column)] as const);
  const unsafe = schemas.find(([name]) => name === unsafeName);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: summary.file_name,
    type: "object",
    properties: Object.fromEntries(schemas.filter(([name]) => name !== unsafeName)),
    ...(unsafe && { patternProperties: { [`^${unsafeName}$`]: unsafe[1] } }),
    required: summary.columns.map(({ name }) => name),
    additionalProperties: false,
  };
}

function propertySchema(column: ColumnSummary): PropertySchema {
  const nullable = column.missing.count > 0 || column.confidence === null;
  const orNull = (type: string) => (nullable ? [type, "null"] : type);
  switch (column.type) {
    case "int":
      return { type: orNull("integer") };
    case "float":
      return { type: orNull("number") };
    case "string":
      return { type: orNull("string") };
    case "date": {
      const withTime = column.statistics?.formats.some(({ format }) => format.includes("mm")) ?? false;
      return { type: orNull("string"), format: withTime ? "date-time" : "date" };
    }
  }
}
