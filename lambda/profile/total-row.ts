/** A row at the end of a report that adds up the others: it counts as a row, and doubles every sum. */
import { alertOf } from "./alert.ts";
import { numbersOf } from "./column-numbers.ts";
import type { ColumnProfile } from "./column-profile.ts";
import type { ColumnTexts } from "./column-texts.ts";
import type { SampleValues } from "./options.ts";
import { sampleValue } from "./sample-values.ts";
import type { Alert, ColumnSummary, NumberStatistics } from "./summary.ts";

/** Numbers other than 0 from which on the greatest is not the sum of the others by chance; fewer where two columns agree. */
const numbersMin = 10;
const numbersMinOfSeveral = 4;
/** Where a cell says that it is a total. */
const numbersMinOfNamed = 3;
/** Texts or numbers of a column in which a total is looked for by its name: reports for people are short. */
const reportCellsMax = 1_000;
/** Relative error of a sum of rounded amounts. */
const sumErrorMax = 1e-9;

/** What a row of totals is called, in small letters and without what follows it. */
const names = new Set(
  "total,totals,grand total,overall total,sum,all,overall,summe,gesamt,gesamtsumme,gesamtergebnis,insgesamt,total général,somme,total general,suma,suma total,totale,totaal,totalt,i alt,sammanlagt,yhteensä,razem,celkem,összesen,итого,всего,toplam,合计,合計,总计,總計,합계".split(
    ",",
  ),
);
const nameCharsMax = 20;

/** What one column knows of a row of totals. */
export interface TotalCells {
  /** Its only cell that is named like a total. */
  readonly name: { readonly shown: string | null } | null;
  /** One of its numbers, whichever, is the sum of all others. */
  readonly adds: boolean;
}

/** @param column,summary Of the same column: its summary may withhold the values. */
export function totalCells(
  column: ColumnProfile,
  texts: ColumnTexts,
  summary: ColumnSummary,
  sampleValues: SampleValues,
): TotalCells {
  const { string } = summary.type_counts;
  const known = string <= reportCellsMax && texts.counted?.method === "exact" ? texts.counted.values : [];
  const named = known.filter(({ value }) => isName(value));
  const [name] = named;
  return {
    name: name?.count === 1 && named.length === 1 ? { shown: sampleValue(name.value, sampleValues) } : null,
    adds: hasHalfOfSum(column, summary),
  };
}

interface Findings {
  readonly summary: ColumnSummary;
  readonly total: TotalCells;
}

/**
 * Where in at least one column of numbers, none of them negative, the greatest is the sum of all others; of fewer numbers, and
 * of negative ones too, where a row is named like a total.
 */
export function* totalRow(columns: readonly Findings[]): Generator<Alert> {
  const adding = columns.flatMap(({ summary }) => {
    const numbers = numbersOf(summary);
    return numbers !== null && isHalfOfSum(numbers) ? [{ name: summary.name, numbers }] : [];
  });
  const least = adding.length > 1 ? numbersMinOfSeveral : numbersMin;
  const sure = adding.filter(({ numbers }) => numbers.count - numbers.zeros >= least);
  if (sure.length >= Math.max(1, Math.min(2, adding.length))) {
    yield alertFor("1 row seems to be a total: the greatest value of", sure);
    return;
  }
  const named = columns.flatMap(({ total }) => total.name ?? []);
  const [only] = named;
  if (only === undefined || named.length > 1) return;
  const adds = columns.flatMap(({ summary, total }) => {
    const numbers = numbersOf(summary);
    const isTotal = numbers !== null && (total.adds || isHalfOfSum(numbers));
    return isTotal && numbers.count - numbers.zeros >= numbersMinOfNamed ? [{ name: summary.name }] : [];
  });
  if (adds.length === 0) return;
  const shown = only.shown === null ? "" : `, named ${JSON.stringify(only.shown)}`;
  yield alertFor(`1 row seems to be a total${shown}: a value of`, adds);
}

function alertFor(words: string, columns: readonly { readonly name: string }[]): Alert {
  const shown = columns.map(({ name }) => JSON.stringify(name)).slice(0, 3);
  const more = columns.length > shown.length ? ` and ${columns.length - shown.length} more` : "";
  return alertOf(null)(
    "TOTAL_ROW",
    "warning",
    `${words} ${shown.join(", ")}${more} is the sum of all others. It was profiled as a row; remove it.`,
    1,
  );
}

function isName(text: string): boolean {
  return text.length <= nameCharsMax && names.has(text.toLowerCase().replace(/\s*[:=.]*$/, ""));
}

function isHalfOfSum({ sum, max, negatives }: NumberStatistics): boolean {
  return sum !== null && negatives === 0 && max > 0 && Math.abs(sum - 2 * max) <= sumErrorMax * sum;
}

/** Of plain numbers that are all known: of as many as a report has. */
function hasHalfOfSum(column: ColumnProfile, { type, statistics }: ColumnSummary): boolean {
  if ((type !== "int" && type !== "float") || statistics === null) return false;
  const { sum, min, max, count } = statistics;
  if (count > reportCellsMax || sum === null || sum === 0 || sum / 2 < min || sum / 2 > max) return false;
  const known = column.values("number").frequent?.unordered();
  if (known?.method !== "exact") return false;
  const error = sumErrorMax * Math.max(Math.abs(min), Math.abs(max));
  return known.values.some(({ value }) => Math.abs(Number(value) - sum / 2) <= error);
}
