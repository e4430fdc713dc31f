/** Text columns whose values would all be numbers, or all dates, but for a token or two: `#DIV/0!`, `.`, `0000-00-00`. */
import { closeDecisionShare, examplesMax } from "../limits.ts";
import { typedCells } from "../types/column-type.ts";
import { alertOf } from "./alert.ts";
import { formattedHint } from "./column-numbers.ts";
import type { ColumnProfile, FilledKind, ValueKind } from "./column-profile.ts";
import { mayMeanMissing } from "./missing-word.ts";
import { percentage } from "./percentage.ts";
import { sampleExamples, sampleValue } from "./sample-values.ts";
import type { ColumnRules } from "./summarize-column.ts";
import type { Alert, ColumnSummary, TypeCounts } from "./summary.ts";

/** Distinct values that may stand for "no value" in one column. */
const tokensMax = 3;
/** Occurrences of each: what occurs once is no token. */
const occurrencesMin = 2;
/** Share of the numbers, or of the dates, from which on the column is one of them. */
const fitsShareMin = 0.5;

interface Candidate {
  readonly words: string;
  readonly fits: number;
  readonly breaking: readonly FilledKind[];
  readonly values: readonly ValueKind[];
}

/** Null tokens are told on their own, formatted numbers as such, and a few tokens with the close decision on the type. */
export function* possibleNullTokens(
  column: ColumnProfile,
  summary: ColumnSummary,
  rules: ColumnRules,
): Generator<Alert> {
  if (summary.type !== "string" || formattedHint(summary) !== undefined) return;
  const counts = summary.type_counts;
  const cells = typedCells(counts);
  const { words, fits, breaking, values } = candidate(counts);
  const share = fits / cells;
  if (share < fitsShareMin || share >= rules.typeShareMin - closeDecisionShare) return;
  const found = values
    .flatMap((kind) => column.values(kind).frequent?.result(tokensMax).values ?? [])
    .sort((a, b) => b.count - a.count)
    .slice(0, tokensMax);
  const breaks = cells - fits;
  const counted = found.reduce((sum, { count }) => sum + count, 0);
  if (counted !== breaks) return;
  if (found.some((token) => token.truncated || token.count < occurrencesMin || !mayMeanMissing(token.value)))
    return;
  const tokens = found.map(({ value, count }) => ({
    shown: sampleValue(value, rules.sampleValues),
    percent: percentage(count, cells),
  }));
  const named = tokens.flatMap(({ shown, percent }) =>
    shown === null ? [] : [`${percent} % of the values are ${JSON.stringify(shown)}`],
  );
  const which = named.length === tokens.length ? named.join(", ") : withheld(tokens.length, breaks, cells);
  yield alertOf(summary.name)(
    "POSSIBLE_NULL_TOKENS",
    "warning",
    `${which}; all others are ${words}. If ${tokens.length === 1 ? "it means" : "they mean"} "no value", state ${tokens.length === 1 ? "it as a null token" : "them as null tokens"}: the column is text because of ${tokens.length === 1 ? "it" : "them"}.`,
    breaks,
    sampleExamples(column.examples(breaking, examplesMax), rules.sampleValues),
  );
}

function candidate(counts: TypeCounts): Candidate {
  const numbers = counts.int + counts.float;
  return numbers >= counts.date
    ? {
        words: counts.float > 0 ? "floats" : "ints",
        fits: numbers,
        breaking: ["date", "string"],
        values: ["date", "string"],
      }
    : {
        words: "dates",
        fits: counts.date,
        breaking: ["int", "float", "string"],
        values: ["number", "string"],
      };
}

function withheld(tokens: number, breaks: number, cells: number): string {
  return `${percentage(breaks, cells)} % of the values are ${tokens === 1 ? "one and the same text" : `the same ${tokens} texts`}`;
}
