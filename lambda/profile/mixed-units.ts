/** Formatted numbers of which some are of another unit than others: their sum and average mean nothing. */
import { alertOf } from "./alert.ts";
import type { ColumnProfile } from "./column-profile.ts";
import { currenciesShownMax, formattedColumn } from "./format-hint.ts";
import type { Alert } from "./summary.ts";
import { counted } from "./wording.ts";

/** Which currencies a mark may stand for; one that is not listed stands for itself. `$` alone is that of the United States. */
const currenciesOf: Readonly<Record<string, readonly string[]>> = {
  $: ["USD"],
  US$: ["USD"],
  A$: ["AUD"],
  AU$: ["AUD"],
  C$: ["CAD"],
  CA$: ["CAD"],
  NZ$: ["NZD"],
  HK$: ["HKD"],
  S$: ["SGD"],
  NT$: ["TWD"],
  MX$: ["MXN"],
  R$: ["BRL"],
  RD$: ["DOP"],
  "€": ["EUR"],
  "£": ["GBP"],
  "¥": ["JPY", "CNY"],
  "₹": ["INR"],
  Rs: ["INR", "PKR"],
  "Rs.": ["INR", "PKR"],
  "₽": ["RUB"],
  руб: ["RUB"],
  "руб.": ["RUB"],
  lei: ["RON"],
  "Fr.": ["CHF"],
  kr: ["SEK", "NOK", "DKK"],
  zł: ["PLN"],
  Kč: ["CZK"],
};

/** Amounts without a currency are taken for amounts in that of the others, and 0 for 0 %. */
export function* mixedUnits(column: ColumnProfile, name: string): Generator<Alert> {
  const found = formattedColumn(column);
  if (found === null) return;
  const { formatted, read, plain } = found;
  const { currencies, percent } = formatted;
  const alert = alertOf(name);
  if (!oneCurrency(currencies.map(([mark]) => mark))) {
    const shown = currencies.slice(0, currenciesShownMax).map(([mark, count]) => `${mark} (${count})`);
    const others = currencies.slice(1).reduce((sum, [, count]) => sum + count, 0);
    yield alert(
      "MIXED_UNITS",
      "warning",
      `The amounts are in several currencies: ${shown.join(", ")}${currencies.length > shown.length ? " …" : ""}. Sum, average and quantiles are of all of them together; put each currency in a column of its own.`,
      others,
    );
  }
  // Those of the other reading may have percent signs, too: then no cell without one is known.
  const bare = read + plain - percent - (plain > 0 ? (column.numbers?.zeros ?? 0) : 0);
  if (percent === 0 || bare <= 0) return;
  yield alert(
    "MIXED_UNITS",
    "warning",
    `${counted(percent, "number has", "numbers have")} a percent sign and ${counted(bare, "other has", "others have")} none: 5 % is read as 5, and 0.05 as 0.05. Sum, average and quantiles are of both together; write all of them alike.`,
    Math.min(percent, bare),
  );
}

function oneCurrency(marks: readonly string[]): boolean {
  const [first, ...others] = marks.map((mark) => currenciesOf[mark] ?? [mark]);
  return (
    (first ?? []).length === 0 || first?.some((each) => others.every((some) => some.includes(each))) === true
  );
}
