import { mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Command } from "commander";
import { ProfilerError } from "../../lambda/errors.ts";
import { CommandFailure, exitCodes } from "../command-failure.ts";
import { type ConvertOptions, convertInput } from "../convert-input.ts";
import { explainFileError, openInput } from "../input.ts";
import { countOf } from "../render/figures.ts";
import { note, printText } from "../render/output.ts";
import { refuseToOverwrite } from "../same-file.ts";
import { addDialectFlags, type DialectFlags, profileOptions } from "./profile-flags.ts";

interface Flags extends Omit<DialectFlags, "header"> {
  readonly header?: boolean | string;
  readonly list?: string;
  readonly outDir?: string;
}

export function configureConvert(command: Command): void {
  addDialectFlags(
    command
      .description(
        "Print the file as RFC 4180: UTF-8 without BOM, commas, CRLF, quotes only where needed. Compression, " +
          "encoding and dialect are found out as in profile. The header comes first if there is one, in one line; " +
          "values are untouched; records keep the number of fields they have. Of several tables the first is " +
          "printed. An empty file gives an empty output.",
      )
      .argument("[file]", "a file (gzip is fine), or - for standard input"),
    "--header [always]",
    'the first record holds the names; "always": a file without names gets column_1, column_2 …',
  )
    .option("--list <file>", "convert the files named in this one, a name a line, to --out-dir")
    .option("--out-dir <folder>", "where --list writes <name>, and <name>_error.txt for a file that fails")
    .action(async (name: string | undefined, flags: Flags) => {
      const options = convertOptions(flags);
      if (flags.list !== undefined) await convertList(name, flags.list, flags.outDir, options);
      else if (name === undefined)
        throw new CommandFailure("Name a file, or - for standard input, or use --list.");
      else if (flags.outDir !== undefined) throw new CommandFailure("--out-dir belongs to --list.");
      else await convertToOutput(name, options);
    });
}

function convertOptions({ header, list: _list, outDir: _outDir, ...flags }: Flags): ConvertOptions {
  if (typeof header === "string" && header !== "always")
    throw new CommandFailure(
      `--header takes "always" or nothing, not ${JSON.stringify(header)}; name the file before it.`,
    );
  return {
    ...profileOptions({ ...flags, ...(typeof header === "boolean" && { header }) }),
    alwaysHeader: header === "always",
  };
}

async function convertToOutput(name: string, options: ConvertOptions): Promise<void> {
  const input = await openInput(name);
  try {
    await convertInput(input.body, options, printText, note);
  } catch (error) {
    if (!(error instanceof ProfilerError)) throw error;
    note(`csvprofile: ${error.message}`);
    process.exitCode = exitCodes.badData;
  } finally {
    input.close();
  }
}

async function convertList(
  name: string | undefined,
  list: string,
  outDir: string | undefined,
  options: ConvertOptions,
): Promise<void> {
  if (name !== undefined) throw new CommandFailure("Give a file or --list, not both.");
  if (outDir === undefined) throw new CommandFailure("--list needs --out-dir.");
  const names = await readList(list);
  const outputOf = (name: string): string => join(outDir, basename(name));
  await refuseToOverwrite(
    [list, ...names],
    names.flatMap((name) => [outputOf(name), errorFileOf(outputOf(name))]),
  );
  await mkdir(outDir, { recursive: true });
  let failed = 0;
  for (const file of names) {
    const output = outputOf(file);
    const error = await convertToFile(file, output, options);
    if (error === null) continue;
    failed++;
    await writeFile(errorFileOf(output), `${error}\n`);
  }
  note(`${countOf(names.length, "file")} converted, ${failed} of them with an error.`);
  if (failed > 0) process.exitCode = exitCodes.badData;
}

/** Says why there is no whole `output`. */
function errorFileOf(output: string): string {
  return `${output}_error.txt`;
}

/** The names in a list, none of them blank. @throws CommandFailure when two would have one output */
async function readList(list: string): Promise<string[]> {
  let text: string;
  try {
    text = await readFile(list, "utf8");
  } catch (error) {
    throw explainFileError(list, error);
  }
  const names = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const outputs = new Map<string, string>();
  for (const name of names) {
    const other = outputs.get(basename(name));
    if (other !== undefined)
      throw new CommandFailure(`${other} and ${name} would have the same output: ${basename(name)}.`);
    outputs.set(basename(name), name);
  }
  return names;
}

/** @returns what is wrong with the file; null when nothing is */
async function convertToFile(name: string, output: string, options: ConvertOptions): Promise<string | null> {
  await rm(errorFileOf(output), { force: true });
  let input: Awaited<ReturnType<typeof openInput>>;
  try {
    input = await openInput(name);
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    return error.message;
  }
  const file = await open(output, "w");
  let unwritten = true;
  try {
    const write = async (text: string): Promise<void> => {
      if (text !== "") unwritten = false;
      await file.write(text);
    };
    await convertInput(input.body, options, write, (sentence) => note(`${name}: ${sentence}`));
    return null;
  } catch (error) {
    if (!(error instanceof ProfilerError)) throw error;
    if (unwritten) await rm(output);
    return error.message;
  } finally {
    input.close();
    await file.close();
  }
}
