/** Words for "no value" in columns of text, where they count as text: among words they may be words. */
import { examplesMax } from "../limits.ts";
import type { FrequentValue } from "../statistics/frequent.ts";
import { alertOf } from "./alert.ts";
import type { ColumnProfile } from "./column-profile.ts";
import type { ColumnTexts } from "./column-texts.ts";
import { isMeasure } from "./nearly-key.ts";
import type { SampleValues } from "./options.ts";
import { sampleValue } from "./sample-values.ts";
import type { Alert, ColumnSummary } from "./summary.ts";
import { counted } from "./wording.ts";

/** Tokens named in the message. */
const namedMax = 3;

/** @param column,summary Of the same column: its summary may withhold the values. */
export function* nullTokensInText(
  column: ColumnProfile,
  texts: ColumnTexts,
  summary: ColumnSummary,
  sampleValues: SampleValues,
): Generator<Alert> {
  const { null_token: tokens } = summary.type_counts;
  if (summary.type !== "string" || summary.confidence === null || tokens === 0) return;
  const found = column.values("null_token").frequent?.result(namedMax + 1).values ?? [];
  if (areMinuses(column, found) && mayHavePlus(texts)) return;
  const named = found
    .slice(0, namedMax)
    .map(({ value }) => sampleValue(value, sampleValues))
    .filter((shown) => shown !== null)
    .map((shown) => JSON.stringify(shown));
  const words = named.length === 0 ? "" : ` (${named.join(", ")}${found.length > namedMax ? " …" : ""})`;
  yield alertOf(summary.name)(
    "NULL_TOKENS_IN_TEXT",
    // Among measurements they can be nothing else.
    summary.hints.some(({ hint }) => isMeasure(hint)) ? "warning" : "info",
    `${counted(tokens, "value looks", "values look")} like "no value"${words}, but ${tokens === 1 ? "counts" : "count"} as text because the column is text.`,
    tokens,
  );
}

/** By their counts, or by the first of them where only the basic figures are asked for. */
function areMinuses(column: ColumnProfile, found: readonly FrequentValue[]): boolean {
  const seen = found.length > 0 ? found : column.examples(["null_token"], examplesMax);
  return seen.length > 0 && seen.every(({ value }) => value === "-");
}

/** Beside it a minus is the other strand, charge or verdict. Where texts are not counted, there may be one. */
function mayHavePlus({ counted: texts }: ColumnTexts): boolean {
  return texts === null || texts.values.some(({ value }) => value === "+");
}
