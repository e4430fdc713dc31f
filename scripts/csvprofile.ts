#!/usr/bin/env node
/** The `csvprofile` command line: data on standard output, everything else on standard error. */
import { Command, CommanderError } from "commander";
import { ProfilerError } from "../lambda/errors.ts";
import manifest from "../package.json" with { type: "json" };
import { CommandFailure, exitCodes } from "./command-failure.ts";
import { addCommands, withCommand } from "./commands/all-commands.ts";
import "./quiet-sdk.ts";
import { endWithReader, note } from "./render/output.ts";
import { escapeLines } from "./render/terminal-text.ts";

const endOfHelp = `
A file in place of a command is profiled: csvprofile data.csv.

Exit codes: 0 all is well, 1 the data is bad (the reason is in the output), 2 the command could not be carried out.`;

async function buildProgram(args: readonly string[]): Promise<Command> {
  const program = new Command("csvprofile")
    .description("Say what is in a CSV file, on this machine or in the pipeline.")
    .helpOption("-h, --help", "print this help")
    .version(manifest.version, "-V, --version", "print the version")
    .option("--debug", "show where an error comes from")
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(escapeLines(text)) })
    .showSuggestionAfterError()
    .showHelpAfterError("Run csvprofile --help, or csvprofile <command> --help.")
    .addHelpText("after", endOfHelp);
  await addCommands(program, args);
  return program;
}

async function main(argv: readonly string[]): Promise<void> {
  endWithReader();
  const debug = argv.includes("--debug");
  try {
    const args = withCommand(argv.slice(2));
    await (await buildProgram(args)).parseAsync(args, { from: "user" });
  } catch (error) {
    process.exitCode = report(error, debug);
  }
}

/** Tell the user what went wrong. @returns the exit code */
function report(error: unknown, debug: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.badUsage;
  if (debug && error instanceof Error) note(error.stack ?? error.message);
  if (error instanceof CommandFailure) {
    note(`csvprofile: ${error.message}`);
    return error.exitCode;
  }
  if (error instanceof ProfilerError) {
    note(`csvprofile: ${error.message}`);
    return error.code === "INVALID_OPTION" ? exitCodes.badUsage : exitCodes.badData;
  }
  const message = error instanceof Error ? error.message || error.name : String(error);
  note(`csvprofile: ${message}${debug ? "" : " (--debug shows where it comes from)"}`);
  return exitCodes.badUsage;
}

await main(process.argv);
