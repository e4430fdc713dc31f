/** Numbers that are formatted for people: how, how many, and what they are as numbers. */
import { formattedPercentageMin, hintPercentageMin } from "../limits.ts";
import { typedCells } from "../types/column-type.ts";
import type { ColumnProfile } from "./column-profile.ts";
import type { FormattedNumberProfile } from "./formatted-number-profile.ts";
import { percentage } from "./percentage.ts";
import type { Hint, HintName } from "./summary.ts";

/** Named in one message, the most frequent first. */
export const currenciesShownMax = 4;

/** A column of formatted numbers, among which there may be plain ones. */
export interface FormattedColumn {
  readonly formatted: FormattedNumberProfile;
  /** Formatted numbers in the reading of the column's decimal mark. */
  readonly read: number;
  /** Plain ones that are read alike. */
  readonly plain: number;
  /** Cells that are neither empty nor null tokens. */
  readonly cells: number;
}

/** Null unless a fair share of the cells is formatted, and nearly all cells are numbers, formatted or plain. */
export function formattedColumn(column: ColumnProfile): FormattedColumn | null {
  const formatted = column.formattedNumbers;
  if (formatted === null) return null;
  const counts = column.counts();
  const cells = typedCells(counts);
  // Plain numbers in the same column are read alike: with a decimal comma, those with a point are something else.
  const plain = formatted.decimalMark === "comma" ? counts.int : counts.int + counts.float;
  const read = formatted.numbers().count;
  if ((read / cells) * 100 < formattedPercentageMin) return null;
  if (((read + plain) / cells) * 100 < hintPercentageMin) return null;
  return { formatted, read, plain, cells };
}

/** At most one. */
export function formatHint(column: ColumnProfile): Hint[] {
  const found = formattedColumn(column);
  if (found === null) return [];
  const { formatted, read, plain, cells } = found;
  const numbers = formatted.numbers();
  const comma = formatted.decimalMark === "comma";
  const withPlain = column.numbers !== null && plain > 0 && !(comma && column.counts().float > 0);
  const statistics = (withPlain ? numbers.with(column.numbers) : numbers).statistics();
  const { hint, count } = mostFrequentMark(formatted);
  const message =
    `${percentage(read, cells)} % are ${inWords(formatted)}; the statistics are ` +
    (withPlain
      ? `of these and the plain numbers, together ${percentage(read + plain, cells)} %.`
      : "those of the numbers.");
  return [
    {
      hint,
      percentage: percentage(count, cells),
      method: "exact",
      message,
      ...(statistics === null ? {} : { statistics }),
    },
  ];
}

/** What most of the formatted numbers have; of equally many, what comes first. */
function mostFrequentMark(formatted: FormattedNumberProfile): { hint: HintName; count: number } {
  const read = formatted.numbers().count;
  const money = formatted.currencies.reduce((sum, [, count]) => sum + count, 0);
  const marks = [
    { hint: "currency", count: money },
    { hint: "percentage", count: formatted.percent },
    { hint: "decimal_comma", count: formatted.decimalMark === "comma" ? read : 0 },
    { hint: "thousands_separators", count: formatted.grouped },
    { hint: "negative_in_brackets", count: formatted.signs.brackets },
    { hint: "unicode_minus", count: formatted.signs.unicode_minus },
    { hint: "sign_apart", count: formatted.signs.apart },
    { hint: "sign_behind", count: formatted.signs.behind },
  ] as const;
  const { hint, count } = marks.reduce((most, mark) => (mark.count > most.count ? mark : most));
  return { hint, count: Math.min(count, read) };
}

/** `numbers with a decimal comma, grouped digits, currency €`. */
function inWords(formatted: FormattedNumberProfile): string {
  const currencies = formatted.currencies.map(([currency]) => currency);
  return [
    `numbers with a decimal ${formatted.decimalMark}${formatted.markDecided ? "" : " (assumed: no value settles it)"}`,
    ...(formatted.grouped > 0 ? ["grouped digits"] : []),
    ...(currencies.length === 0 ? [] : [currencyInWords(currencies)]),
    ...(formatted.percent > 0 ? ["percent signs"] : []),
    ...(formatted.signs.brackets > 0 ? ["negative ones in brackets"] : []),
    ...(formatted.signs.unicode_minus > 0 ? ["a Unicode minus (U+2212)"] : []),
    ...(formatted.signs.apart > 0 ? ["a space behind the sign"] : []),
    ...(formatted.signs.behind > 0 ? ["the sign behind the digits"] : []),
  ].join(", ");
}

function currencyInWords(currencies: readonly string[]): string {
  const more = currencies.length > currenciesShownMax ? " …" : "";
  return `${currencies.length === 1 ? "currency" : "currencies"} ${currencies.slice(0, currenciesShownMax).join(", ")}${more}`;
}
