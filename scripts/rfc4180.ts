/** Records as RFC 4180 writes them: comma, CRLF, double quotes only where they are needed, quotes doubled. */

const needsQuotes = /[",\r\n]/;

/** One record with its line end. */
export function formatRecord(cells: readonly string[]): string {
  const [only] = cells;
  // A record of one empty field would be a blank line, which readers skip.
  if (cells.length === 1 && only === "") return '""\r\n';
  return `${cells.map(formatField).join(",")}\r\n`;
}

function formatField(cell: string): string {
  return needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
