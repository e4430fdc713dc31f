/**
 * What an uploader may state about a file, as text: S3 user metadata (`csv-delimiter`) and command-line flags
 * (`--delimiter`) mean the same and are read here. Spellings are forgiving; what cannot be understood is
 * INVALID_OPTION under the name the uploader used.
 */
import { ProfilerError } from "../errors.ts";
import { statedEncoding } from "../text/stated-encoding.ts";
import { defaultNullTokens } from "../types/null-tokens.ts";
import type { Encoding, ProfileOptions } from "./options.ts";

export const optionNames = [
  "delimiter",
  "quote",
  "escape",
  "encoding",
  "header",
  "skip-lines",
  "null-tokens",
  "date-order",
] as const;

export type OptionName = (typeof optionNames)[number];

/** Lines before the table beyond which the number is a mistake. */
const skipLinesMax = 1_000_000;

const characterNames: Readonly<Record<string, string>> = {
  comma: ",",
  semicolon: ";",
  colon: ":",
  pipe: "|",
  bar: "|",
  caret: "^",
  tilde: "~",
  space: " ",
  tab: "\t",
  "\\t": "\t",
  double: '"',
  single: "'",
  apostrophe: "'",
  backslash: "\\",
  "\\\\": "\\",
};

const encodings: Readonly<Record<string, Encoding>> = {
  "utf-8": "utf-8",
  utf8: "utf-8",
  ascii: "utf-8",
  "us-ascii": "utf-8",
  "utf-16le": "utf-16le",
  utf16le: "utf-16le",
  "utf-16be": "utf-16be",
  utf16be: "utf-16be",
  "windows-1252": "windows-1252",
  cp1252: "windows-1252",
  "iso-8859-1": "windows-1252",
  latin1: "windows-1252",
};

const encodingExpected =
  "utf-8, utf-16le, utf-16be, windows-1252, or another one of the WHATWG's Encoding Standard, such as windows-1250, windows-1251, gb18030, shift_jis, macintosh";

const truths: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  present: true,
  "1": true,
  false: false,
  no: false,
  none: false,
  absent: false,
  "0": false,
};

const dateOrders: Readonly<Record<string, "day_first" | "month_first">> = {
  "day-first": "day_first",
  dmy: "day_first",
  "dd/mm/yyyy": "day_first",
  "month-first": "month_first",
  mdy: "month_first",
  "mm/dd/yyyy": "month_first",
};

type Fail = (expected: string) => never;

/**
 * Read the stated options; absent ones stay absent.
 * @param stated option name → text
 * @param calledBy the uploader's name for an option, for the message: `csv-delimiter` or `--delimiter`
 * @throws ProfilerError INVALID_OPTION
 */
export function parseOptions(
  stated: Readonly<Partial<Record<OptionName, string>>>,
  calledBy: (name: OptionName) => string,
): ProfileOptions {
  const read = <T>(name: OptionName, parse: (text: string, fail: Fail) => T): T | undefined => {
    const value = stated[name];
    if (value === undefined) return undefined;
    return parse(value, (expected) => {
      throw new ProfilerError("INVALID_OPTION", { option: calledBy(name), value, expected });
    });
  };

  const delimiter = read("delimiter", parseCharacter);
  const quote = read("quote", parseOptionalCharacter);
  const escape = read("escape", (text, fail) =>
    /^doubled?$/i.test(text.trim()) ? (quote ?? '"') : parseOptionalCharacter(text, fail),
  );
  if (delimiter !== undefined && delimiter === quote) {
    read("quote", (_, fail) => fail("another character than the delimiter"));
  }
  const encoding = read("encoding", parseEncoding);
  const header = read("header", fromTable(truths, "true or false"));
  const skipLines = read("skip-lines", parseSkipLines);
  const nullTokens = read("null-tokens", parseNullTokens);
  const dateOrder = read("date-order", fromTable(dateOrders, "day-first or month-first"));

  return {
    ...(delimiter !== undefined && { delimiter }),
    ...(quote !== undefined && { quote }),
    ...(escape !== undefined && { escape }),
    ...(encoding !== undefined && { encoding }),
    ...(header !== undefined && { header }),
    ...(skipLines !== undefined && { skipLines }),
    ...(nullTokens !== undefined && { nullTokens }),
    ...(dateOrder !== undefined && { dateOrder }),
  };
}

function parseEncoding(text: string, fail: Fail): Encoding {
  const label = text.trim().toLowerCase();
  return (
    lookUp(encodings, label.replaceAll("_", "-")) ??
    statedEncoding(label) ??
    statedEncoding(label.replaceAll("_", "-")) ??
    fail(encodingExpected)
  );
}

function parseCharacter(text: string, fail: Fail): string {
  const named = lookUp(characterNames, text.trim().toLowerCase());
  if (named !== undefined) return named;
  // A header value arrives trimmed, a flag does not: `--delimiter ' '` is a space.
  const character = text.trim() === "" ? text : text.trim();
  if (character.length !== 1 || /[\r\n\0]/.test(character)) {
    fail("one character, or a name such as comma, semicolon, tab, pipe, space");
  }
  return character;
}

function parseOptionalCharacter(text: string, fail: Fail): string | null {
  return text.trim().toLowerCase() === "none" ? null : parseCharacter(text, fail);
}

function parseSkipLines(text: string, fail: Fail): number {
  const lines = /^\d{1,7}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return lines <= skipLinesMax ? lines : fail(`a whole number from 0 to ${skipLinesMax}`);
}

/**
 * `NA,-,n/a`, or a JSON array where a token contains a comma; empty text means that no token is null. With a `+` before
 * it, the list is added to the default one.
 */
export function parseNullTokens(text: string, fail: Fail): readonly string[] {
  const trimmed = text.trim();
  if (trimmed.startsWith("+"))
    return [...new Set([...defaultNullTokens, ...parseTokenList(trimmed.slice(1).trim(), fail)])];
  return parseTokenList(trimmed, fail);
}

/** What states these tokens beside the default ones. */
export function addedNullTokens(tokens: readonly string[]): string {
  const plain = tokens.every((token) => !/[,\p{Cc}]/u.test(token)) && !tokens[0]?.startsWith("[");
  return `+${plain ? tokens.join(",") : JSON.stringify(tokens)}`;
}

function parseTokenList(trimmed: string, fail: Fail): readonly string[] {
  if (trimmed === "") return [];
  if (!trimmed.startsWith("[")) return trimmed.split(",").map((token) => token.trim());
  const tokens = parseJson(trimmed);
  if (!Array.isArray(tokens) || !tokens.every((token) => typeof token === "string")) {
    return fail('tokens with commas between, or a JSON array such as ["NA","-"]');
  }
  return tokens.map((token) => token.trim());
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fromTable<T>(table: Readonly<Record<string, T>>, expected: string) {
  return (text: string, fail: Fail): T =>
    lookUp(table, text.trim().toLowerCase().replaceAll("_", "-")) ?? fail(expected);
}

function lookUp<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
