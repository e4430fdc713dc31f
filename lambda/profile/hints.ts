/** What a column seems to be beside its type. */
import { hintPercentageMin } from "../limits.ts";
import { isCalendarDay } from "../types/calendar.ts";
import { typedCells } from "../types/column-type.ts";
import { type TextPattern, textPattern } from "../types/text-pattern.ts";
import type { ColumnProfile } from "./column-profile.ts";
import { formatHint } from "./format-hint.ts";
import { percentage } from "./percentage.ts";
import type { ColumnType, DistinctSummary, FrequentSummary, Hint, NumberStatistics } from "./summary.ts";
import { weightedTexts } from "./weighted-texts.ts";

/** What is known of a column when its hints are sought. */
export interface ColumnFacts {
  readonly type: ColumnType;
  readonly rows: number;
  /** Cells with a value of the column's type. */
  readonly values: number;
  readonly distinct: DistinctSummary;
  readonly frequent: FrequentSummary | null;
  readonly numbers: NumberStatistics | null;
}

const booleanPairs: readonly (readonly string[])[] = [
  ["true", "false"],
  ["yes", "no"],
  ["y", "n"],
  ["t", "f"],
  ["1", "0"],
  ["on", "off"],
];

/** A column is categorical when so few distinct values stand for so many rows each. */
const categoriesMax = 50;
const rowsPerCategoryMin = 5;

/** 2001-09-09 to 2100-01-01: ten digits of seconds, thirteen of milliseconds. */
const epochSecondsMin = 1_000_000_000;
const epochSecondsMax = 4_102_444_800;

const patternNames: Readonly<Record<TextPattern, string>> = {
  email: "e-mail addresses",
  ip_address: "IP addresses",
  leading_zeros: "codes with leading zeros, kept as text",
  url: "URLs",
  uuid: "UUIDs",
};

export function hints(column: ColumnProfile, facts: ColumnFacts): Hint[] {
  const formats = formatHint(column);
  return [
    // Amounts may well be unique, but nobody looks a row up by them.
    ...cardinalityHints(facts).filter(({ hint }) => hint !== "unique_key" || formats.length === 0),
    ...booleanHint(facts),
    ...numberHints(facts),
    ...patternHints(column),
    ...formats,
  ];
}

function exact(hint: Hint["hint"], message: string, percent = 100): Hint {
  return { hint, percentage: percent, method: "exact", message };
}

function cardinalityHints({ type, rows, values, distinct }: ColumnFacts): Hint[] {
  if (values === 0) return [];
  if (distinct.count === 1 && values > 1) return [exact("constant", "Every value is the same.")];
  // "Unique" of an estimate would be a guess: a single repetition is far below its error.
  const unique = distinct.method === "exact" && distinct.count === values && values === rows && rows > 1;
  // Measurements and times may well be unique, but nobody looks a row up by them.
  if (unique && (type === "int" || type === "string"))
    return [exact("unique_key", "Every row has a value and no value occurs twice: a key.")];
  if (
    distinct.method === "exact" &&
    distinct.count <= categoriesMax &&
    values / distinct.count >= rowsPerCategoryMin
  )
    return [exact("categorical", `${distinct.count} distinct values in ${values} rows: categories.`)];
  return [];
}

function booleanHint({ frequent, distinct, type }: ColumnFacts): Hint[] {
  if (frequent === null || type === "date" || type === "float" || distinct.count !== 2) return [];
  const seen = new Set(frequent.values.map(({ value }) => value?.toLowerCase() ?? ""));
  if (seen.size !== 2 || !booleanPairs.some((pair) => pair.every((word) => seen.has(word)))) return [];
  return [exact("boolean", `The values are ${[...seen].sort().join(" and ")}.`)];
}

function numberHints({ type, numbers, frequent }: ColumnFacts): Hint[] {
  if (type !== "int" || numbers === null) return [];
  const { min, max } = numbers;
  if (min >= epochSecondsMin && max <= epochSecondsMax)
    return [exact("epoch_seconds", `As Unix seconds: ${instant(min * 1000)} to ${instant(max * 1000)}.`)];
  if (min >= epochSecondsMin * 1000 && max <= epochSecondsMax * 1000)
    return [exact("epoch_milliseconds", `As Unix milliseconds: ${instant(min)} to ${instant(max)}.`)];
  if (frequent === null) return [];
  const days = [min, max, ...frequent.values.map(({ value }) => Number(value ?? min))];
  if (days.every(isCompactDay)) return [exact("yyyymmdd", `Dates written as numbers: ${min} to ${max}.`)];
  return [];
}

function instant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** A value such as 20240229, from 1900 to 2099. */
function isCompactDay(day: number): boolean {
  const year = Math.floor(day / 10_000);
  return year >= 1900 && year <= 2099 && isCalendarDay(year, Math.floor(day / 100) % 100, day % 100);
}

function patternHints(column: ColumnProfile): Hint[] {
  const weighted = weightedTexts(column);
  if (weighted === null) return [];
  const cells = new Map<TextPattern, number>();
  for (const { text, cells: more } of weighted.texts) {
    const pattern = textPattern(text);
    if (pattern !== null) cells.set(pattern, (cells.get(pattern) ?? 0) + more);
  }
  const { method } = weighted;
  const all = typedCells(column.counts());
  return [...cells]
    .filter(([hint, count]) => hint === "leading_zeros" || (count / all) * 100 >= hintPercentageMin)
    .map(([hint, count]): Hint => {
      const percent = percentage(count, all);
      const which = `${method === "exact" ? "" : "About "}${percent} % of the values`;
      const message = `${percent === 100 ? "The values" : which} are ${patternNames[hint]}.`;
      return { hint, percentage: percent, method, message };
    });
}
