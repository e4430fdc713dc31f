/** What a column seems to be beside its type. */
import { hintPercentageMin } from "../limits.ts";
import type { FrequentValues } from "../statistics/frequent.ts";
import { dayMs } from "../types/calendar.ts";
import { typedCells } from "../types/column-type.ts";
import { numberUnit } from "../types/number-with-unit.ts";
import { type TextPattern, textPattern } from "../types/text-pattern.ts";
import { byCount } from "./by-count.ts";
import type { ColumnProfile } from "./column-profile.ts";
import type { ColumnTexts, WeightedText } from "./column-texts.ts";
import { compactDays } from "./compact-days.ts";
import { formatHint } from "./format-hint.ts";
import { isMeasure } from "./nearly-key.ts";
import type { SampleValues } from "./options.ts";
import { percentage } from "./percentage.ts";
import { sampleValue } from "./sample-values.ts";
import type { ColumnType, DistinctSummary, Hint, NumberStatistics } from "./summary.ts";

/** What is known of a column when its hints are sought. */
export interface ColumnFacts {
  readonly name: string;
  readonly type: ColumnType;
  readonly rows: number;
  /** Cells with a value of the column's type. */
  readonly values: number;
  readonly distinct: DistinctSummary;
  /** Cells with another value. */
  readonly invalid: number;
  /** Null where only the basic figures are asked for. */
  readonly frequent: FrequentValues | null;
  readonly sampleValues: SampleValues;
  readonly numbers: NumberStatistics | null;
  readonly texts: ColumnTexts;
}

const booleanPairs: readonly (readonly string[])[] = [
  ["true", "false"],
  ["yes", "no"],
  ["y", "n"],
  ["t", "f"],
  ["1", "0"],
  ["on", "off"],
  ["ja", "nein"],
  ["j", "n"],
  ["wahr", "falsch"],
  ["oui", "non"],
  ["vrai", "faux"],
  ["si", "no"],
  ["sí", "no"],
  ["sì", "no"],
  ["verdadero", "falso"],
  ["vero", "falso"],
  ["sim", "não"],
  ["verdadeiro", "falso"],
  ["tak", "nie"],
  ["да", "нет"],
  ["是", "否"],
];

/** Spellings of two words: `true`, `True`, `TRUE` and their opposites. */
const booleanSpellingsMax = 6;

/** A column is categorical when so few distinct values stand for so many rows each. */
const categoriesMax = 50;
const rowsPerCategoryMin = 5;

/** Named in one message. */
const unitsShownMax = 5;

/** 2001-09-20 to 2100-01-01: ten digits of seconds, thirteen of milliseconds. Numberings begin with the first of ten digits. */
const epochSecondsMin = 1_001_000_000;
const epochSecondsMax = 4_102_444_800;
/** Ten years of seconds. */
const epochFractionsRangeMax = 315_576_000;

/** Of a spreadsheet: 1954-10-03 to 2099-12-31. Only where the name says that there are dates: they are as good as any number. */
const spreadsheetDayMin = 20_000;
const spreadsheetDayMax = 73_050;
const spreadsheetDaysToEpoch = 25_569;
const dateWord =
  /(?:^|[^\p{L}])(?:(?:birth|due|end|invoice|order|pay|post|sale|ship|start)?date|\p{L}*datum|fecha|dob|birthday|дата)(?:$|[^\p{L}])/iu;
/** In English something else, or a number of days. */
const dateWordAlone = /^(?:data|day|d[ií]a|tag|jour)$|^data[ _](?:\p{Ll}+[ _])?\p{Ll}*(?:a|o)$/iu;
const dateEnd = /(?:\p{Ll}(?:Date|At|On)|_(?:at|on))$/u;

/** `4.0.3.1` may be either. */
const versionWord = /version|release|build|firmware|(?:^|[^a-z])ver(?:$|[^a-z])/i;

const patternNames: Readonly<Record<TextPattern, string>> = {
  email: "e-mail addresses",
  ip_address: "IP addresses",
  json: "JSON, or lists and dictionaries of Python",
  leading_zeros: "codes with leading zeros, kept as text",
  magnitude: "numbers in thousands, millions or the like",
  number_with_unit: "numbers with a unit",
  period: "weeks, months, quarters or years",
  range: "ranges of numbers",
  text_formula: 'texts in formulas, written for a spreadsheet (`="00123"`)',
  time: "times of day or durations",
  url: "URLs",
  uuid: "UUIDs",
};

export function hints(column: ColumnProfile, facts: ColumnFacts): Hint[] {
  const looks = [...numberHints(column, facts), ...patternHints(column, facts), ...formatHint(column)];
  return [
    // Amounts and times may well be unique, but nobody looks a row up by them.
    ...cardinalityHints(facts).filter(
      ({ hint }) => hint !== "unique_key" || !looks.some((look) => isMeasure(look.hint)),
    ),
    ...booleanHint(facts),
    ...looks,
  ];
}

/** Holds for every value of the column's type: its invalid cells are the only ones for which it does not. */
function ofValues(hint: Hint["hint"], message: string, { values, invalid }: ColumnFacts): Hint {
  return { hint, percentage: percentage(values, values + invalid), method: "exact", message };
}

function cardinalityHints(facts: ColumnFacts): Hint[] {
  const { type, rows, values, invalid, distinct } = facts;
  if (values === 0) return [];
  if (distinct.count === 1 && values > 1) {
    const every = invalid === 0 ? "Every value" : `Every ${type}`;
    return [ofValues("constant", `${every} is the same.`, facts)];
  }
  // "Unique" of an estimate would be a guess: a single repetition is far below its error.
  const unique = distinct.method === "exact" && distinct.count === values && values === rows && rows > 1;
  // Measurements and times may well be unique, but nobody looks a row up by them.
  if (unique && (type === "int" || type === "string"))
    return [ofValues("unique_key", "Every row has a value and no value occurs twice: a key.", facts)];
  if (
    distinct.method === "exact" &&
    distinct.count <= categoriesMax &&
    values / distinct.count >= rowsPerCategoryMin
  )
    return [
      ofValues("categorical", `${distinct.count} distinct values in ${values} rows: categories.`, facts),
    ];
  return [];
}

function booleanHint(facts: ColumnFacts): Hint[] {
  const { frequent, distinct, type, sampleValues } = facts;
  if (frequent === null || type === "date" || type === "float") return [];
  if (distinct.count > booleanSpellingsMax || frequent.values.length !== distinct.count) return [];
  const seen = new Set(frequent.values.map(({ value }) => value.toLowerCase()));
  if (seen.size !== 2 || !booleanPairs.some((pair) => pair.every((word) => seen.has(word)))) return [];
  const shown = [...seen].sort().flatMap((value) => sampleValue(value, sampleValues) ?? []);
  const words = shown.length === 2 ? shown.join(" and ") : "a word for true and one for false";
  return [ofValues("boolean", `The values are ${words}.`, facts)];
}

function numberHints(column: ColumnProfile, facts: ColumnFacts): Hint[] {
  const { type, numbers } = facts;
  if (numbers === null) return [];
  const { min, max } = numbers;
  if (min >= spreadsheetDayMin && max <= spreadsheetDayMax && min < max && isDateName(facts.name)) {
    const message = `As days of a spreadsheet: ${spreadsheetDay(min)} to ${spreadsheetDay(max)}.`;
    return [ofValues("spreadsheet_days", message, facts)];
  }
  // Of fractions of seconds, too; amounts as large lie farther apart.
  if (type !== "int" && max - min > epochFractionsRangeMax) return [];
  if (min >= epochSecondsMin && max <= epochSecondsMax) {
    const message = `As Unix seconds: ${instant(min * 1000)} to ${instant(max * 1000)}.`;
    return [ofValues("epoch_seconds", message, facts)];
  }
  if (type !== "int") return [];
  if (min >= epochSecondsMin * 1000 && max <= epochSecondsMax * 1000)
    return [
      ofValues("epoch_milliseconds", `As Unix milliseconds: ${instant(min)} to ${instant(max)}.`, facts),
    ];
  return yyyymmddHint(column, facts.values, facts.invalid, numbers);
}

function yyyymmddHint(
  column: ColumnProfile,
  values: number,
  invalid: number,
  { min, max, quantiles }: NumberStatistics,
): Hint[] {
  const found = compactDays(column, quantiles.p50);
  const cells = values + invalid;
  if (found === null || (found.days / cells) * 100 < hintPercentageMin) return [];
  const { method, days } = found;
  const percent = percentage(days, cells);
  const message =
    days === values
      ? `Dates written as numbers: ${min} to ${max}.`
      : `${method === "exact" ? "" : "About "}${percent} % are dates written as numbers.`;
  return [{ hint: "yyyymmdd", percentage: percent, method, message }];
}

function isDateName(name: string): boolean {
  return dateWord.test(name) || dateWordAlone.test(name) || dateEnd.test(name);
}

/** Day 1 is 1900-01-01, and 1900 has a 29 February: so from 1900-03-01 on they are counted from the 30 December before. */
function spreadsheetDay(days: number): string {
  return instant((Math.floor(days) - spreadsheetDaysToEpoch) * dayMs).slice(0, 10);
}

function instant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

function patternHints(column: ColumnProfile, { name, distinct, texts: { weighted } }: ColumnFacts): Hint[] {
  if (weighted === null) return [];
  const cells = new Map<TextPattern, number>();
  for (const { value, count } of weighted.texts) {
    const pattern = textPattern(value);
    if (pattern !== null) cells.set(pattern, (cells.get(pattern) ?? 0) + count);
  }
  const { method } = weighted;
  const all = typedCells(column.counts());
  return (
    [...cells]
      .sort(byCount)
      .filter(([hint]) => hint !== "ip_address" || !versionWord.test(name))
      // Of many, they are telephone numbers or other codes.
      .filter(([hint]) => hint !== "range" || distinct.count <= categoriesMax)
      .filter(([hint, count]) => hint === "leading_zeros" || (count / all) * 100 >= hintPercentageMin)
      .map(([hint, count]): Hint => {
        const percent = percentage(count, all);
        const which = `${method === "exact" ? "" : "About "}${percent} % of the values`;
        const message = `${percent === 100 ? "The values" : which} are ${patternNames[hint]}${unitsInWords(hint, weighted.texts)}.`;
        return { hint, percentage: percent, method, message };
      })
  );
}

/** `: kg, lb`, the most frequent first; nothing of other patterns. */
function unitsInWords(pattern: TextPattern, texts: readonly WeightedText[]): string {
  if (pattern !== "magnitude" && pattern !== "number_with_unit") return "";
  const cells = new Map<string, number>();
  for (const { value, count } of texts) {
    const found = numberUnit(value);
    if (found?.kind === pattern) cells.set(found.unit, (cells.get(found.unit) ?? 0) + count);
  }
  const units = [...cells].sort(byCount).map(([unit]) => unit);
  return `: ${units.slice(0, unitsShownMax).join(", ")}${units.length > unitsShownMax ? " …" : ""}`;
}
