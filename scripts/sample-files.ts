/** How each file in sample-data/ must end. The demo and the end-to-end tests hold the pipeline to it. */
import type { ErrorCode } from "../lambda/errors.ts";

export interface SampleFile {
  readonly name: string;
  /** Null: it must succeed. */
  readonly errorCode: ErrorCode | null;
  readonly rows: number;
  /** Types of the columns, in the file's order. */
  readonly types: readonly ("int" | "float" | "date" | "string")[];
}

const succeeds = (name: string, rows: number, types: string): SampleFile => ({
  name,
  errorCode: null,
  rows,
  types: typesOf(types),
});

const fails = (name: string, errorCode: ErrorCode, rows = 0, types = ""): SampleFile => ({
  name,
  errorCode,
  rows,
  types: typesOf(types),
});

/** `s i f d` → string, int, float, date. */
function typesOf(initials: string): SampleFile["types"] {
  return [...initials].map((initial) => {
    switch (initial) {
      case "i":
        return "int";
      case "f":
        return "float";
      case "d":
        return "date";
      default:
        return "string";
    }
  });
}

export const sampleDir = "sample-data";

export const sampleFiles: readonly SampleFile[] = [
  succeeds("sales_data.csv", 100, "sifd"),
  succeeds("missing_values.csv", 60, "isdfif"),
  succeeds("invalid_values.csv", 80, "sdif"),
  succeeds("almost_numbers.csv", 60, "sdsis"),
  succeeds("null_tokens.csv", 50, "ssidis"),
  succeeds("leading_zeros.csv", 45, "ssssi"),
  succeeds("big_integers.csv", 25, "iiif"),
  succeeds("dates_mixed.csv", 40, "sddd"),
  succeeds("dates_ambiguous.csv", 30, "iddd"),
  succeeds("semicolon_decimal_comma.csv", 40, "isdsss"),
  succeeds("tab_separated.tsv", 30, "siiisf"),
  succeeds("pipe_separated.txt", 35, "ssifd"),
  succeeds("quoted_newlines.csv", 25, "isiss"),
  succeeds("ragged_rows.csv", 30, "issif"),
  succeeds("duplicate_headers.csv", 20, "isssiifs"),
  succeeds("no_header.csv", 30, "ffffi"),
  succeeds("report_with_preamble.csv", 24, "sdff"),
  succeeds("excel_utf8_bom.csv", 8, "ssi"),
  succeeds("utf16_unicode_text.csv", 8, "ssi"),
  succeeds("windows_1252.csv", 8, "ssfi"),
  succeeds("hostile_content.csv", 20, "ifsis"),
  succeeds("web_requests.csv.gz", 500, "idssiif"),
  succeeds("runaway_quote.csv", 30, "issi"),
  succeeds("header_only.csv", 0, "ssss"),
  fails("unterminated_quote.csv", "QUOTE_NOT_CLOSED", 20, "issi"),
  fails("empty.csv", "EMPTY_FILE"),
  fails("excel_workbook.csv", "NOT_TEXT"),
];

/** What is not as it must be, one sentence each; empty when all is well. */
export function deviations(
  sample: SampleFile,
  actual: {
    readonly errorCode: string | null;
    readonly rowCount: number;
    readonly schema: Readonly<Record<string, string>>;
  },
): string[] {
  const differences: string[] = [];
  if (actual.errorCode !== sample.errorCode) {
    differences.push(`error is ${actual.errorCode ?? "none"}, not ${sample.errorCode ?? "none"}`);
  }
  if (actual.rowCount !== sample.rows) differences.push(`rows are ${actual.rowCount}, not ${sample.rows}`);
  // Maps have no order in the table: types are compared as a multitude.
  const types = Object.values(actual.schema).sort().join(", ");
  const expected = [...sample.types].sort().join(", ");
  if (types !== expected) differences.push(`types are ${types || "none"}, not ${expected || "none"}`);
  return differences;
}
