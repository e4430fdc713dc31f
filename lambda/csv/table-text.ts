/**
 * The text of a table without the lines behind it. Notes and further tables would be short rows; the sniffer tells
 * them apart where it has seen the whole file (`Dialect.footerLines`).
 */
import type { Dialect } from "./dialect.ts";
import { countLineEnds, endsLine, LineCounter, nextLine } from "./lines.ts";

export class TableText {
  readonly #tableBytes: number;
  readonly #footer = new LineCounter();

  /** @param head The whole text, if the dialect has footers. */
  constructor(head: Uint8Array, dialect: Pick<Dialect, "footerLines">) {
    this.#tableBytes = dialect.footerLines > 0 ? bytesBefore(head, dialect.footerLines) : Infinity;
  }

  /** Lines that were left out so far, counted on their own. */
  get footerLines(): number {
    return this.#footer.lines;
  }

  /** The chunks of the text that belong to the table; the rest is read, but for its lines' number. */
  async *of(text: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let at = 0;
    for await (const chunk of text) {
      const table = chunk.subarray(0, Math.max(0, this.#tableBytes - at));
      if (table.length > 0) yield table;
      this.#footer.add(chunk.subarray(table.length));
      at += chunk.length;
    }
  }
}

/** Offset at which the last `lines` lines of a text begin. */
function bytesBefore(text: Uint8Array, lines: number): number {
  const before = countLineEnds(text) + (endsLine(text) ? 0 : 1) - lines;
  let at = 0;
  for (let line = 0; line < before; line++) at = nextLine(text, at, true);
  return at;
}
