import { describe, expect, it } from "vitest";
import { ProfilerError } from "../../lambda/errors.ts";
import { addedNullTokens, type OptionName, parseOptions } from "../../lambda/profile/option-parsing.ts";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import { defaultNullTokens } from "../../lambda/types/null-tokens.ts";

const accepted: readonly (readonly [OptionName, string, ProfileOptions])[] = [
  ["delimiter", ",", { delimiter: "," }],
  ["delimiter", ";", { delimiter: ";" }],
  ["delimiter", "tab", { delimiter: "\t" }],
  ["delimiter", "\\t", { delimiter: "\t" }],
  ["delimiter", "\t", { delimiter: "\t" }],
  ["delimiter", " ", { delimiter: " " }],
  ["delimiter", " ; ", { delimiter: ";" }],
  ["delimiter", "Semicolon", { delimiter: ";" }],
  ["delimiter", "comma", { delimiter: "," }],
  ["delimiter", "pipe", { delimiter: "|" }],
  ["delimiter", "space", { delimiter: " " }],
  ["quote", '"', { quote: '"' }],
  ["quote", "single", { quote: "'" }],
  ["quote", "none", { quote: null }],
  ["escape", "backslash", { escape: "\\" }],
  ["escape", "\\", { escape: "\\" }],
  ["escape", "doubled", { escape: '"' }],
  ["escape", "none", { escape: null }],
  ["encoding", "UTF-8", { encoding: "utf-8" }],
  ["encoding", "utf_16le", { encoding: "utf-16le" }],
  ["encoding", "latin1", { encoding: "windows-1252" }],
  ["header", "true", { header: true }],
  ["header", "No", { header: false }],
  ["header", "absent", { header: false }],
  ["skip-lines", "3", { skipLines: 3 }],
  ["skip-lines", "0", { skipLines: 0 }],
  ["skip-lines", "1000000", { skipLines: 1_000_000 }],
  ["null-tokens", "NA, - ,n/a", { nullTokens: ["NA", "-", "n/a"] }],
  ["null-tokens", '["a,b","-"]', { nullTokens: ["a,b", "-"] }],
  ["null-tokens", "", { nullTokens: [] }],
  ["null-tokens", "+n.d., NA,k.A.", { nullTokens: [...defaultNullTokens, "n.d.", "k.A."] }],
  ["null-tokens", ' + ["a,b"]', { nullTokens: [...defaultNullTokens, "a,b"] }],
  ["null-tokens", "+", { nullTokens: defaultNullTokens }],
  ["null-tokens", '["+"]', { nullTokens: ["+"] }],
  ["date-order", "day_first", { dateOrder: "day_first" }],
  ["date-order", "day-first", { dateOrder: "day_first" }],
  ["date-order", "MDY", { dateOrder: "month_first" }],
];

const refused: readonly (readonly [OptionName, string])[] = [
  ["delimiter", ""],
  ["delimiter", "ab"],
  ["delimiter", "\n"],
  ["delimiter", "none"],
  ["delimiter", "😀"],
  ["delimiter", "constructor"],
  ["quote", "quotes"],
  ["escape", "ab"],
  ["encoding", "ebcdic"],
  ["encoding", "__proto__"],
  ["header", "maybe"],
  ["skip-lines", "-1"],
  ["skip-lines", "1.5"],
  ["skip-lines", "1000001"],
  ["skip-lines", "three"],
  ["null-tokens", "[1]"],
  ["null-tokens", "[oops"],
  ["null-tokens", "+[oops"],
  ["date-order", "year-first"],
];

const asMetadata = (name: OptionName) => `csv-${name}`;

describe("stated options", () => {
  it.each(accepted)("%s %j", (name, text, expected) => {
    expect(parseOptions({ [name]: text }, asMetadata)).toEqual(expected);
  });

  it.each(refused)("refuses %s %j under the uploader's name for it", (name, text) => {
    let caught: unknown;
    try {
      parseOptions({ [name]: text }, asMetadata);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(ProfilerError);
    expect(caught).toMatchObject({ code: "INVALID_OPTION", data: { option: `csv-${name}`, value: text } });
  });

  it("leaves absent what is not stated", () => expect(parseOptions({}, asMetadata)).toEqual({}));

  it.each([[["n.d."]], [["n.d.", "k.A."]], [["a,b"]], [["[x"]], [["tab\there"]], [["+"]], [["'", "\\"]]])(
    "what adds %j adds it",
    (tokens) => {
      const { nullTokens } = parseOptions({ "null-tokens": addedNullTokens(tokens) }, asMetadata);
      expect(nullTokens).toEqual([...defaultNullTokens, ...tokens]);
    },
  );

  it("takes doubled quotes for the stated quote", () => {
    expect(parseOptions({ quote: "'", escape: "doubled" }, asMetadata)).toEqual({ quote: "'", escape: "'" });
  });

  it("refuses a quote that is the delimiter", () => {
    expect(() => parseOptions({ delimiter: "|", quote: "pipe" }, asMetadata)).toThrow(
      'The option csv-quote is "pipe"; expected another character than the delimiter.',
    );
  });
});
