/** A row at the end of a report that adds up the others: it counts as a row, and doubles every sum. */
import { alertOf } from "./alert.ts";
import { numbersOf } from "./column-numbers.ts";
import type { Alert, ColumnSummary, NumberStatistics } from "./summary.ts";

/** Numbers other than 0 from which on the greatest is not the sum of the others by chance; fewer where two columns agree. */
const numbersMin = 10;
const numbersMinOfSeveral = 4;
/** Relative error of a sum of rounded amounts. */
const sumErrorMax = 1e-9;

/** Where in at least one column of numbers, none of them negative, the greatest is the sum of all others. */
export function* totalRow(columns: readonly ColumnSummary[]): Generator<Alert> {
  const adding = columns.flatMap((column) => {
    const numbers = numbersOf(column);
    return numbers !== null && isHalfOfSum(numbers) ? [{ name: column.name, numbers }] : [];
  });
  const least = adding.length > 1 ? numbersMinOfSeveral : numbersMin;
  const sure = adding.filter(({ numbers }) => numbers.count - numbers.zeros >= least);
  const [first] = sure;
  if (first === undefined || sure.length < Math.min(2, adding.length)) return;
  const names = sure.map(({ name }) => JSON.stringify(name)).slice(0, 3);
  const more = sure.length > names.length ? ` and ${sure.length - names.length} more` : "";
  yield alertOf(null)(
    "TOTAL_ROW",
    "warning",
    `1 row seems to be a total: the greatest value of ${names.join(", ")}${more} is the sum of all others. It was profiled as a row; remove it.`,
    1,
  );
}

function isHalfOfSum({ sum, max, negatives }: NumberStatistics): boolean {
  return sum !== null && negatives === 0 && max > 0 && Math.abs(sum - 2 * max) <= sumErrorMax * sum;
}
