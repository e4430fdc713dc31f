/** What reads a table: the reference reader, or the engine's fast path. Both leave the same profile. */
import type { Dialect } from "../csv/dialect.ts";
import { LineCounter } from "../csv/lines.ts";
import { type LineCounts, RecordReader } from "../csv/record-reader.ts";
import type { Terminator } from "./summary.ts";
import type { TableProfile } from "./table-profile.ts";

/** Text in, in chunks of any size; the table that it was made for is complete after `end` or `abandon`. */
export interface TableReader {
  /** @throws ProfilerError when the text cannot be read on; call `abandon` then. */
  write(chunk: Uint8Array): void | Promise<void>;
  /** The text ends here. @throws ProfilerError as `write` */
  end(): void | Promise<void>;
  /**
   * In place of further `write`s: reads on in the text by itself, in steps between which whoever iterates can stop. Each
   * says how many bytes of the text were taken so far; null at the end: the rest is to be written after all.
   * @returns null where it cannot @throws ProfilerError as `write`, while it is iterated
   */
  rest?(): AsyncIterable<number | null> | null;
  /** Stop here: what is unfinished counts as unread. */
  abandon(): void | Promise<void>;
  /** Give up whatever it holds: after all else, or in place of it. */
  close(): void;
  /** Threads that have read some of the text. */
  readonly threads: number;
  readonly lines: LineCounts;
  /** Lines of the text, counted on its own, so that `lines` can be checked. */
  readonly physicalLines: number;
  /** Records of the table, without its header. */
  readonly records: number;
  readonly terminator: Terminator;
  /** 1-based line on which the next record begins, and its offset in the text. */
  readonly line: number;
  readonly byte: number;
}

/** Record by record, cell by cell: the specification. */
export class ReferenceReader extends RecordReader implements TableReader {
  readonly threads = 1;
  readonly #counter = new LineCounter();

  constructor(dialect: Dialect, table: TableProfile) {
    super(dialect, table);
  }

  override write(chunk: Uint8Array): void {
    this.#counter.add(chunk);
    super.write(chunk);
  }

  get physicalLines(): number {
    return this.#counter.lines;
  }

  close(): void {}
}
