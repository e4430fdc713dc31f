/** One physical line on its own → cells, for when the lines around it cannot be trusted. */
import type { Dialect } from "./dialect.ts";

type LineDialect = Pick<Dialect, "delimiter" | "quote" | "escape">;

/**
 * Split a line (without its end) as the record reader would, but with a quote that is still open at its end
 * taken literally, from its field's start to the next delimiter.
 */
export function splitLine(line: string, dialect: LineDialect): string[] {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    const quoted = dialect.quote !== null && line.startsWith(dialect.quote, at);
    const close = quoted ? closingQuote(line, at, dialect) : -1;
    const closed = close >= 0 && (close + 1 === line.length || line.startsWith(dialect.delimiter, close + 1));
    // Text after a closing quote belongs to the field, so the search for its end begins behind that quote.
    const found = line.indexOf(dialect.delimiter, close >= 0 ? close + 1 : at);
    const end = found < 0 ? line.length : found;
    cells.push(closed ? unescape(line.slice(at + 1, close), dialect) : line.slice(at, end));
    if (end === line.length) return cells;
    at = end + dialect.delimiter.length;
  }
}

/** Offset of the quote that closes the one at `open`; −1 when none does. */
function closingQuote(line: string, open: number, { quote, escape }: LineDialect): number {
  for (let at = open + 1; at < line.length; at++) {
    if (line[at] === escape && (escape !== quote || line[at + 1] === quote)) at++;
    else if (line[at] === quote) return at;
  }
  return -1;
}

function unescape(text: string, { quote, escape }: LineDialect): string {
  if (quote === null || escape === null || !text.includes(escape)) return text;
  let plain = "";
  for (let at = 0; at < text.length; at++) {
    if (text[at] === escape && at + 1 < text.length) at++;
    plain += text[at];
  }
  return plain;
}
