/** Tables → text in any dialect. */

export interface WritingStyle {
  readonly delimiter: string;
  /** Null: nothing is quoted, whatever it holds. */
  readonly quote: string | null;
  /** Equal to the quote: doubled. */
  readonly escape: string | null;
  readonly terminator: string;
  /** Quote all cells, and not only those that need it. */
  readonly quoteAll: boolean;
  /** Quote also what would need it in other dialects, so that the file can be read in one way only. */
  readonly careful?: boolean;
}

export const rfc4180: WritingStyle = {
  delimiter: ",",
  quote: '"',
  escape: '"',
  terminator: "\n",
  quoteAll: false,
};

export function writeCell(cell: string, style: WritingStyle): string {
  const { quote, escape } = style;
  const quoted =
    style.quoteAll || needsQuotes(cell, style) || (style.careful && /[^\p{L}\p{N}.-]/u.test(cell));
  if (quote === null || !quoted) return cell;
  const escaped =
    escape === quote || escape === null
      ? cell.replaceAll(quote, quote + quote)
      : cell.replaceAll(escape, escape + escape).replaceAll(quote, escape + quote);
  return quote + escaped + quote;
}

function needsQuotes(cell: string, { delimiter, quote }: WritingStyle): boolean {
  return (
    cell.includes(delimiter) ||
    (quote !== null && cell.includes(quote)) ||
    /[\r\n]/.test(cell) ||
    cell !== cell.trim()
  );
}

export function writeRow(cells: readonly string[], style: WritingStyle): string {
  return cells.map((cell) => writeCell(cell, style)).join(style.delimiter);
}

/** Lines, each with its end. */
export function writeRows(rows: readonly (readonly string[])[], style: WritingStyle): readonly string[] {
  return rows.map((row) => writeRow(row, style) + style.terminator);
}
