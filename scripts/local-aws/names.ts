import { type ResourceNames, recorderNameOf, resourceNames } from "../resource-names.ts";

/** Only objects below this prefix start the function. */
export const uploadsPrefix = "uploads/";

/** Index of the table: files by status, newest first. */
export const statusIndex = "status-index";

/** What the index holds of an item beside the keys: what lists show. Statistics and samples are read from the table. */
export const statusIndexAttributes = [
  "partial",
  "row_count",
  "column_count",
  "source",
  "processing",
  "quality_issues",
  "error_code",
  "error_message",
  "summary_key",
] as const;

export interface LocalNames extends ResourceNames {
  readonly environment: string;
  /** The function that writes the terminal item of an event which failed for good. */
  readonly recorderName: string;
}

/** @param environment lower-case letters, digits and hyphens: it becomes part of the bucket's name. */
export function localNames(environment: string): LocalNames {
  if (!/^[a-z0-9](?:[a-z0-9-]{0,18}[a-z0-9])?$/.test(environment)) {
    throw new RangeError(
      `The environment name ${JSON.stringify(environment)} must have 1 to 20 lower-case letters, digits or hyphens, none of them at an end.`,
    );
  }
  return { ...resourceNames(environment), environment, recorderName: recorderNameOf(environment) };
}

/** The log group that Lambda writes a function's lines to. */
export function logGroupOf(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}
