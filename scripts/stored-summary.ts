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

/** The version is the contract: what bears it has the fields (the schema's tests see to that). */
function isSummary(value: unknown): value is Summary {
  return (
    typeof value === "object" &&
    value !== null &&
    "summary_version" in value &&
    value.summary_version === SUMMARY_VERSION &&
    "columns" in value &&
    Array.isArray(value.columns) &&
    "quality_issues" in value
  );
}
