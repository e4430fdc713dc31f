/** Numbers that are formatted for people: how, how many, and what they are as numbers. */
import { formattedPercentageMin, hintPercentageMin } from "../limits.ts";
import { typedCells } from "../types/column-type.ts";
import type { ColumnProfile } from "./column-profile.ts";
import type { FormattedNumberProfile } from "./formatted-number-profile.ts";
import { percentage } from "./percentage.ts";
import type { Hint, HintName } from "./summary.ts";

/** At most one: where a fair share of the cells is formatted, and nearly all cells are numbers, formatted or plain. */
export function formatHint(column: ColumnProfile): Hint[] {
  const formatted = column.formattedNumbers;
  if (formatted === null) return [];
  const counts = column.counts();
  const cells = typedCells(counts);
  const comma = formatted.decimalMark === "comma";
  // Plain numbers in the same column are read alike: with a decimal comma, those with a point are something else.
  const plain = comma ? counts.int : counts.int + counts.float;
  const numbers = formatted.numbers();
  if ((numbers.count / cells) * 100 < formattedPercentageMin) return [];
  if (((numbers.count + plain) / cells) * 100 < hintPercentageMin) return [];
  const withPlain = column.numbers !== null && plain > 0 && !(comma && counts.float > 0);
  const statistics = (withPlain ? numbers.with(column.numbers) : numbers).statistics();
  const { hint, count } = mostFrequentMark(formatted);
  const message =
    `${percentage(numbers.count, cells)} % are ${inWords(formatted)}; the statistics are ` +
    (withPlain
      ? `of these and the plain numbers, together ${percentage(numbers.count + plain, cells)} %.`
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
  ] as const;
  const { hint, count } = marks.reduce((most, mark) => (mark.count > most.count ? mark : most));
  return { hint, count: Math.min(count, read) };
}

/** `numbers with a decimal comma, grouped digits, currency €`. */
function inWords(formatted: FormattedNumberProfile): string {
  const [currency] = formatted.currencies[0] ?? [];
  return [
    `numbers with a decimal ${formatted.decimalMark}${formatted.markDecided ? "" : " (assumed: no value settles it)"}`,
    ...(formatted.grouped > 0 ? ["grouped digits"] : []),
    ...(currency === undefined ? [] : [`currency ${currency}`]),
    ...(formatted.percent > 0 ? ["percent signs"] : []),
    ...(formatted.signs.brackets > 0 ? ["negative ones in brackets"] : []),
    ...(formatted.signs.unicode_minus > 0 ? ["a Unicode minus (U+2212)"] : []),
    ...(formatted.signs.apart > 0 ? ["a space behind the sign"] : []),
  ].join(", ");
}
