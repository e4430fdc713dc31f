/** Several files in one command: a line each, one after the other, and how many failed. */
import { ProfilerError } from "../../lambda/errors.ts";
import type { Summary } from "../../lambda/profile/summary.ts";
import { CommandFailure, exitCodes } from "../command-failure.ts";
import { profileNamed } from "../profile-named.ts";
import { colorsFor } from "../render/colors.ts";
import { countOf } from "../render/figures.ts";
import { nameWidthOf, renderFailureLine, renderFileLine } from "../render/file-line.ts";
import {
  isPrintedPerFile,
  type OutputFormat,
  summaryPrinter,
  tellsOfFailure,
  writerOf,
} from "../render/formats.ts";
import { note, noteFailure, printData } from "../render/output.ts";
import { parseColumnNames, selectColumns } from "../select-columns.ts";
import { withEndpoint } from "./environment.ts";
import type { ProfileCommandFlags } from "./profile.ts";
import { profileOptions } from "./profile-flags.ts";

type Flags = Omit<ProfileCommandFlags, "why"> & { readonly why: string | true | null };

/** @throws CommandFailure when the flags speak of one file */
export async function profileMany(names: readonly string[], flags: Flags): Promise<void> {
  const format: OutputFormat = flags.json ? "json" : flags.format;
  refuseForMany(format, flags, names);
  const options = profileOptions(flags);
  const columns = flags.columns === undefined ? null : parseColumnNames(flags.columns);
  const show = shower(names, format, flags);
  let failed = 0;
  for (const name of names) {
    const outcome = await withEndpoint(flags.env, (where) => profileNamed(name, options, where))
      .then((whole) => (columns === null ? whole : selectColumns(whole, columns)))
      .catch((error: unknown) => {
        // A file that is not there, states what cannot be, or lacks a column says nothing of the other ones.
        if (error instanceof CommandFailure) return error;
        if (error instanceof ProfilerError) return new CommandFailure(error.message, { cause: error });
        throw error;
      });
    if (outcome instanceof CommandFailure || outcome.status === "error") failed++;
    await show(name, outcome);
  }
  note(
    `${countOf(names.length, "file")}, ${failed === 0 ? "none failed" : `${countOf(failed, "of them", "of them")} failed`}.`,
  );
  if (failed > 0) process.exitCode = exitCodes.badData;
}

function refuseForMany(format: OutputFormat, flags: Flags, names: readonly string[]): void {
  const single = [
    ...(flags.why === null ? [] : ["--why"]),
    ...(flags.html === undefined ? [] : ["--html"]),
    ...(isPrintedPerFile(format) ? [] : [`--format ${format}`]),
  ];
  const [flag] = single;
  if (flag !== undefined) throw new CommandFailure(`${flag} takes one file, but there are ${names.length}.`);
}

type Shower = (name: string, outcome: Summary | CommandFailure) => Promise<void>;

function shower(names: readonly string[], format: OutputFormat, flags: Flags): Shower {
  const colors = colorsFor(process.stdout);
  const width = nameWidthOf(names);
  if (format === "table") {
    return (name, outcome) =>
      printData(
        outcome instanceof CommandFailure
          ? `${renderFailureLine(name, width, outcome.message, colors)}\n`
          : `${renderFileLine(name, width, outcome, colors)}\n`,
      );
  }
  const printer = summaryPrinter(format, profileOptions(flags));
  const write = writerOf(format);
  let printed = 0;
  return async (name, outcome) => {
    if (outcome instanceof CommandFailure) return note(`csvprofile: ${nameBefore(name, outcome.message)}`);
    if (outcome.status === "error" && !tellsOfFailure(format)) noteFailure(outcome);
    await write(printer.oneOfMany(outcome, printed++ === 0));
  };
}

/** Which of the files a sentence is about, unless it says so itself. */
function nameBefore(name: string, message: string): string {
  return message.includes(name) ? message : `${name}: ${message}`;
}
