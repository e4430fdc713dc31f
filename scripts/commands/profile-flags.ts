/** The flags that state what a file is like; the same names as the `x-amz-meta-csv-…` metadata of an upload. */
import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { threadsMax } from "../../lambda/limits.ts";
import { parseOptions } from "../../lambda/profile/option-parsing.ts";
import { engineChoices, type ProfileOptions } from "../../lambda/profile/options.ts";
import { figureChoices } from "../../lambda/statistics/column-budget.ts";
import { defaultNullTokens } from "../../lambda/types/null-tokens.ts";
import { CommandFailure } from "../command-failure.ts";

/** What the records are like. As commander hands them over: every value still text. */
export interface DialectFlags {
  readonly delimiter?: string;
  readonly quote?: string;
  readonly escape?: string;
  readonly encoding?: string;
  readonly header?: boolean;
  readonly skipLines?: string;
}

/** What the cells are like, too. */
export interface ProfileFlags extends DialectFlags {
  readonly nullTokens?: string;
  readonly dateOrder?: string;
  readonly typeShare?: string;
  readonly values?: boolean;
  readonly figures?: string;
  readonly engine?: string;
  readonly threads?: string;
}

/** @param header,headerHelp another form of `--header` */
export function addDialectFlags(
  command: Command,
  header = "--header",
  headerHelp = "the first record holds the names",
): Command {
  return command
    .option(
      "--delimiter <character>",
      "what separates fields: one character, or tab, comma, semicolon, pipe …",
    )
    .option("--quote <character>", 'what quotes a field, or "none"')
    .option(
      "--escape <character>",
      "what escapes a quote inside a quoted field; the quote itself means doubled",
    )
    .option(
      "--encoding <name>",
      "utf-8, utf-16le, utf-16be, windows-1252, or what is never found out: windows-1251, gb18030, shift_jis …",
    )
    .option(header, headerHelp)
    .option("--no-header", "the first record is data; columns are called column_1, column_2 …")
    .option("--skip-lines <count>", "lines before the table");
}

export function addProfileFlags(command: Command): Command {
  return addDialectFlags(command)
    .option(
      "--null-tokens <list>",
      "what stands for a missing value, apart by commas, or as a JSON array; replaces the default list, and with a + before it adds to that",
    )
    .option("--date-order <order>", "day-first or month-first, for dates like 03/04/2025")
    .option(
      "--type-share <share>",
      "share of the values that must fit a type, above 0.5 and up to 1 (default 0.9)",
    )
    .option(
      "--no-values",
      "withhold the values of cells (examples, frequent ones …); extremes and quantiles of numbers and dates stay",
    )
    .option(
      "--figures <which>",
      "all, or basic: without frequent values, repeated rows, lengths and shapes of texts, and histograms of dates, in three quarters of the time",
    )
    .option(
      "--engine <name>",
      "auto (the fast one wherever it can), or reference; both say the same, deviations and the like to nine digits",
    )
    .option(
      "--threads <count>",
      "threads that read a file (default: one, for large files one a core); the profile is the same",
    );
}

/** Characters of a line of help below the options. */
const helpCharsMax = 110;

/** Taken from the code, for the help of commands that profile. */
export const nullTokensHelp = `
Empty cells are missing, and in columns that are no texts also, unless --null-tokens says otherwise:
${linesOf(defaultNullTokens).join("\n")}
--null-tokens +n.d.,k.A. adds two, --null-tokens n.d.,k.A. has these two only. An upload states the same as csv-null-tokens.`;

function linesOf(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const longer = `${lines.pop() ?? ""}  ${word}`;
    if (longer.length <= helpCharsMax) lines.push(longer);
    else lines.push(longer.slice(0, -word.length - 2), `  ${word}`);
  }
  return lines;
}

/** @throws ProfilerError INVALID_OPTION, CommandFailure */
export function profileOptions(flags: ProfileFlags): ProfileOptions {
  const { delimiter, quote, escape, encoding, header, skipLines, nullTokens, dateOrder } = flags;
  const stated = {
    ...(delimiter !== undefined && { delimiter }),
    ...(quote !== undefined && { quote }),
    ...(escape !== undefined && { escape }),
    ...(encoding !== undefined && { encoding }),
    ...(header !== undefined && { header: String(header) }),
    ...(skipLines !== undefined && { "skip-lines": skipLines }),
    ...(nullTokens !== undefined && { "null-tokens": nullTokens }),
    ...(dateOrder !== undefined && { "date-order": dateOrder }),
  };
  return {
    ...parseOptions(stated, (name) => `--${name}`),
    ...(flags.typeShare !== undefined && { typeShareMin: parseTypeShare(flags.typeShare) }),
    ...(flags.values === false && { sampleValues: false }),
    ...(flags.figures !== undefined && { figures: parseChoice("--figures", flags.figures, figureChoices) }),
    ...(flags.engine !== undefined && { engine: parseChoice("--engine", flags.engine, engineChoices) }),
    cores: availableParallelism(),
    ...(flags.threads !== undefined && { threads: parseThreads(flags.threads) }),
  };
}

function parseChoice<Choice extends string>(flag: string, text: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((each) => each === text);
  if (choice !== undefined) return choice;
  throw new CommandFailure(`${flag} is ${JSON.stringify(text)}; expected ${choices.join(" or ")}.`);
}

function parseThreads(text: string): number {
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1 && threads <= threadsMax) return threads;
  throw new CommandFailure(
    `--threads is ${JSON.stringify(text)}; expected a whole number from 1 to ${threadsMax}.`,
  );
}

function parseTypeShare(text: string): number {
  const share = Number(text);
  if (text.trim() === "" || !(share > 0.5 && share <= 1)) {
    throw new CommandFailure(
      `--type-share is ${JSON.stringify(text)}; expected a number above 0.5 and up to 1.`,
    );
  }
  return share;
}
