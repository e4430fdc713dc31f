/** Physical lines: CRLF, LF and CR each end one. */
import type { Terminator } from "../profile/summary.ts";

const lf = 0x0a;
const cr = 0x0d;

/** Number of line ends in a piece of text that does not begin between a CR and its LF. */
export function countLineEnds(text: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const byte = text[at];
    if (byte === lf || (byte === cr && text[at + 1] !== lf)) count++;
  }
  return count;
}

/**
 * Offset behind the first line end at or after `from`; −1 when there is none, or when a CR is the last byte so
 * far and `final` is false (its LF may follow).
 */
export function nextLine(text: Uint8Array, from: number, final: boolean): number {
  for (let at = from; at < text.length; at++) {
    const byte = text[at];
    if (byte === lf) return at + 1;
    if (byte === cr) {
      if (at + 1 < text.length) return text[at + 1] === lf ? at + 2 : at + 1;
      return final ? at + 1 : -1;
    }
  }
  return -1;
}

/** Bytes of a line or a record without the line end behind it. */
export function bytesBeforeEnd(record: Uint8Array): number {
  const last = record.at(-1);
  if (last === lf) return record.length - (record.at(-2) === cr ? 2 : 1);
  return record.length - (last === cr ? 1 : 0);
}

/** Whether nothing follows the last line end; an empty text ends no line but has none open either. */
export function endsLine(text: Uint8Array): boolean {
  const last = text.at(-1);
  return last === undefined || last === lf || last === cr;
}

export type LineEnd = Exclude<Terminator, "mixed" | "none">;

/** What the terminator of a file is called whose records end in these ways. */
export function terminatorOf(ends: Iterable<LineEnd>): Terminator {
  const [kind = "none", ...more] = new Set(ends);
  return more.length > 0 ? "mixed" : kind;
}

/** Tells which line ends the records of a file have. */
export class TerminatorTally {
  readonly #kinds = new Set<LineEnd>();

  /** Note the end of one record; a record at the end of the file may have none. */
  add(record: Uint8Array): void {
    const last = record.at(-1);
    if (last === lf) {
      this.#kinds.add(record.at(-2) === cr ? "CRLF" : "LF");
    } else if (last === cr) {
      this.#kinds.add("CR");
    }
  }

  kinds(): Iterable<LineEnd> {
    return this.#kinds;
  }

  get terminator(): Terminator {
    return terminatorOf(this.#kinds);
  }
}

/** Physical lines of a text in chunks, counted on its own, so that the reader's account can be checked. */
export class LineCounter {
  #ends = 0;
  #last = lf;

  add(chunk: Uint8Array): void {
    // A CR was counted as a line end when it was seen; its LF in this chunk is not another one.
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (byte === cr || (byte === lf && this.#last !== cr)) this.#ends++;
      this.#last = byte;
    }
  }

  /** Lines so far, a last one without an end included. An empty text has none. */
  get lines(): number {
    return this.#ends + (this.#last === lf || this.#last === cr ? 0 : 1);
  }
}
