import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import type { Command } from "commander";
import type { Summary } from "../../lambda/profile/summary.ts";
import { CommandFailure, exitCodes } from "../command-failure.ts";
import { compareSummaries } from "../diff/compare-summaries.ts";
import { comparedMax } from "../diff/pair-columns.ts";
import {
  distinctPercentMin,
  quantilePercentMin,
  rowsPercentMin,
  sharePointsMin,
} from "../diff/thresholds.ts";
import { explainFileError } from "../input.ts";
import { profileNamed } from "../profile-named.ts";
import { colorsFor } from "../render/colors.ts";
import { renderDiff } from "../render/diff-words.ts";
import { printData, printJson } from "../render/output.ts";
import { parseSummary } from "../stored-summary.ts";
import { type EnvironmentFlags, environmentOption, withEndpoint } from "./environment.ts";
import { addProfileFlags, type ProfileFlags, profileOptions } from "./profile-flags.ts";

interface Flags extends ProfileFlags, EnvironmentFlags {
  readonly json?: boolean;
  readonly failOnChange?: boolean;
}

const whatCounts = `
What counts as a change:
  columns            added, removed, moved, of another type; date formats that differ; renamed: names that differ
                     in case, blanks and signs alone, or of up to ${comparedMax} columns the only two of the same values
  files              one that could not be read: of that only its error is told
  dialect            delimiter, quote, escape, line ends, encoding, header, compression
  rows               ${rowsPercentMin} % more or fewer
  missing, invalid   ${sharePointsMin} percentage point of the rows; from none to some, and back
  quantiles          p5, p25, median, p75 or p95 moved by ${quantilePercentMin} % of the range from p5 to p95
  distinct values    ${distinctPercentMin} % more or fewer; of texts with few values, each value
  alerts             new ones, and those that are gone
Estimates count only beyond their error. What one of the two could not tell (--figures basic, distinct values
estimated, quantiles without a promised error) is not compared.

JSON (--json): before, after (file_name, status, row_count, column_count, processed_timestamp),
changes[] (kind, column, verdict: better, worse or null, message).

Exit codes: 0 compared, 1 there are changes (with --fail-on-change), 2 bad usage.`;

export function configureDiff(command: Command): void {
  addProfileFlags(
    command
      .description(
        "Compare two profiles in words: of CSV files, which are profiled first, or of stored summaries (.json).",
      )
      .argument(
        "<before>",
        "a CSV file or s3://bucket/key, - for standard input; where the name ends in .json, a summary",
      )
      .argument("<after>", "the same")
      .option("--json", "print the changes as JSON")
      .option("--fail-on-change", "exit code 1 when there are changes"),
  )
    .addOption(environmentOption())
    .addHelpText("after", whatCounts)
    .action(async (before: string, after: string, flags: Flags) => {
      if (before === "-" && after === "-")
        throw new CommandFailure("Standard input can be one of the two only.");
      const diff = compareSummaries(await load(before, flags), await load(after, flags));
      if (flags.json) await printJson(`${JSON.stringify(diff, null, 2)}\n`);
      else await printData(renderDiff(diff, colorsFor(process.stdout)));
      if (flags.failOnChange && diff.changes.length > 0) process.exitCode = exitCodes.badData;
    });
}

async function load(name: string, flags: Flags): Promise<Summary> {
  if (name.endsWith(".json")) return parseStored(name, await readText(name, flags));
  return withEndpoint(flags.env, (where) => profileNamed(name, profileOptions(flags), where));
}

async function readText(name: string, flags: Flags): Promise<string> {
  if (name.startsWith("s3://")) {
    return withEndpoint(flags.env, async (where) => {
      const { openS3Input } = await import("../s3-input.ts");
      const object = await openS3Input(name, where);
      try {
        return await text(object.body);
      } finally {
        object.close();
      }
    });
  }
  try {
    return await readFile(name, "utf8");
  } catch (error) {
    throw explainFileError(name, error);
  }
}

function parseStored(name: string, json: string): Summary {
  try {
    return parseSummary(json);
  } catch (error) {
    throw new CommandFailure(`${name} is no summary: csvprofile profile --json writes one.`, {
      cause: error,
    });
  }
}
