/** Lines of dashes below the names of a table, as sqlcmd, psql, mysql and Markdown draw them. */

const dashes = /^[-=]+$/;
/** With marks of alignment, as in Markdown; long enough to stand below any name. */
const ruleCell = /^:?[-=]{3,}:?$/;
/** A whole line in one cell: the marks where columns meet are no delimiters. */
const ruleLine = /^[-=+|: ]*(?:--|==)[-=+|: ]*$/;

/** Dashes from which on they are no null token. */
const dashesMin = 3;

/** Whether `cells`, right below `names`, hold no values but draw a line: one cell, or below every name one as long as it. */
export function isRule(cells: readonly string[], names: readonly string[]): boolean {
  const first = (cells[0] ?? "").trim();
  if (names.length > 1 && cells.slice(1).every(isBlank))
    return first.length >= dashesMin && ruleLine.test(first);
  const columns = Array.from({ length: Math.max(cells.length, names.length) }, (_, i) => ({
    name: (names[i] ?? "").trim(),
    cell: (cells[i] ?? "").trim(),
  })).filter(({ name, cell }) => name !== "" || cell !== "");
  return (
    columns.some(({ cell }) => cell.length >= dashesMin) &&
    columns.every(
      ({ name, cell }) => ruleCell.test(cell) || (dashes.test(cell) && cell.length >= name.length),
    )
  );
}

function isBlank(cell: string): boolean {
  return cell.trim() === "";
}
