import { writeFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import type { Summary } from "../../lambda/profile/summary.ts";
import { CommandFailure, exitCodes } from "../command-failure.ts";
import { expandInputNames } from "../input-names.ts";
import { profileNamed } from "../profile-named.ts";
import { colorsFor } from "../render/colors.ts";
import {
  type OutputFormat,
  outputFormats,
  summaryPrinter,
  tellsOfFailure,
  writerOf,
} from "../render/formats.ts";
import { note, noteFailure, printData } from "../render/output.ts";
import { renderReasons } from "../render/reasons.ts";
import { refuseToOverwrite } from "../same-file.ts";
import { parseColumnNames, selectColumns } from "../select-columns.ts";
import { type EnvironmentFlags, environmentOption, withEndpoint } from "./environment.ts";
import { addProfileFlags, nullTokensHelp, type ProfileFlags, profileOptions } from "./profile-flags.ts";
import { profileMany } from "./profile-many.ts";
import { summaryFields } from "./summary-fields.ts";

export interface ProfileCommandFlags extends ProfileFlags, EnvironmentFlags {
  readonly format: OutputFormat;
  readonly json?: boolean;
  readonly columns?: string;
  /** True without a column. */
  readonly why?: string | true;
  readonly html?: string;
}

export function configureProfile(command: Command): void {
  addProfileFlags(
    command
      .description(
        "Profile CSV files: the dialect, the type and statistics of each column, and what is wrong. Each file is " +
          "read whole; what is not stated is found out. Of several files: one line each, exit code 1 when " +
          "any of them fails.",
      )
      .argument(
        "[file...]",
        "files (gzip is fine), patterns like 'in/**/*.csv', - for standard input, or s3://bucket/key",
      )
      .addOption(
        new Option("--format <format>", "what to print; of several files json prints one line each")
          .choices(outputFormats)
          .default("table"),
      )
      .addOption(
        new Option(
          "--json",
          "the same as --format json: the summary exactly as the pipeline stores it",
        ).conflicts("format"),
      )
      .option("--columns <names>", "only these columns, in this order, apart by commas")
      .option("--why [column]", "why the columns, or this one, have the types that they have")
      .option("--html <file>", "write the report to this file as well"),
  )
    .addOption(environmentOption())
    .addHelpText("after", `${nullTokensHelp}\n\n${summaryFields}`)
    .action(async (stated: string[], flags: ProfileCommandFlags) => {
      const { names, why } = namesAndWhy(stated, flags.why);
      const inputs = await expandInputNames(names);
      const [only] = inputs;
      if (inputs.length === 1 && only !== undefined) await profileOne(only, { ...flags, why });
      else await profileMany(inputs, { ...flags, why });
    });
}

/** `profile --why data.csv`: the option takes the file for its column. */
function namesAndWhy(names: readonly string[], why: string | true | undefined) {
  if (names.length > 0) return { names, why: why ?? null };
  if (typeof why === "string") return { names: [why], why: true as const };
  throw new CommandFailure("Which file? csvprofile profile data.csv; - is standard input.");
}

async function profileOne(
  name: string,
  { why, ...flags }: Omit<ProfileCommandFlags, "why"> & { readonly why: string | true | null },
): Promise<void> {
  const columns = columnsOf(flags.columns, why);
  const options = profileOptions(flags);
  if (flags.html !== undefined) await refuseToOverwrite([name], [flags.html]);
  const whole = await withEndpoint(flags.env, (where) => profileNamed(name, options, where));
  const summary = columns === null ? whole : selectColumns(whole, columns);
  if (flags.html !== undefined) await writeReport(flags.html, summary);
  const format = flags.json ? "json" : flags.format;
  if (why !== null) await printData(renderReasons(summary, colorsFor(process.stdout)));
  else {
    const write = writerOf(format);
    for (const piece of summaryPrinter(format, options).one(summary)) await write(piece);
  }
  if (summary.status !== "error") return;
  if (why !== null || !tellsOfFailure(format)) noteFailure(summary);
  process.exitCode = exitCodes.badData;
}

/** Null: all of them. */
function columnsOf(list: string | undefined, why: string | true | null): string[] | null {
  if (typeof why === "string") return [why];
  return list === undefined ? null : parseColumnNames(list);
}

async function writeReport(file: string, summary: Summary): Promise<void> {
  const { renderReport } = await import("../../lambda/report/render-report.ts");
  try {
    await writeFile(file, renderReport(summary));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(`The report cannot be written to ${file}: ${reason}`, { cause: error });
  }
  note(`The report is in ${file}.`);
}
