/** A summary as it comes back from the bucket. */
import { SUMMARY_VERSION, type Summary } from "../lambda/profile/summary.ts";
import { CommandFailure } from "./command-failure.ts";

/** @throws CommandFailure when the text is no summary of the version that this program knows */
export function parseSummary(text: string): Summary {
  const value = parseJson(text);
  if (!isSummary(value)) {
    throw new CommandFailure(`This is no summary of version ${SUMMARY_VERSION}; print it without --table.`);
  }
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Of what the commands read, so that a text that was cut or made by hand is told from a summary. */
const fields = ["file_name", "status", "row_count", "dialect", "source", "processing"] as const;

/** The version is the contract: what bears it has the fields (the schema's tests see to that). */
function isSummary(value: unknown): value is Summary {
  if (!isRecord(value) || value.summary_version !== SUMMARY_VERSION) return false;
  const { columns, quality_issues: issues } = value;
  return (
    fields.every((field) => field in value) &&
    Array.isArray(columns) &&
    columns.every(isRecord) &&
    isRecord(issues) &&
    Array.isArray(issues.alerts)
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
