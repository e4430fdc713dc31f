/** The fast path in one thread: the same as RecordReader and TableProfile together, with the kernel doing the work. */
import { setImmediate } from "node:timers/promises";
import type { Dialect } from "../csv/dialect.ts";
import { terminatorOf } from "../csv/lines.ts";
import type { LineCounts } from "../csv/record-reader.ts";
import type { ColumnState } from "../profile/column-profile.ts";
import type { Terminator } from "../profile/summary.ts";
import type { TableProfile, TableRules } from "../profile/table-profile.ts";
import type { TableReader } from "../profile/table-reader.ts";
import { duplicateRowCount } from "../statistics/duplicate-rows.ts";
import { type ColumnSegment, ColumnTotals } from "./column-segment.ts";
import { kernelModule, kernelSupported } from "./kernel-module.ts";
import { KernelTable } from "./kernel-table.ts";
import { SegmentReader } from "./segment-reader.ts";
import { TableHead } from "./table-head.ts";
import { TextFile, type TextFileFacts, UnfitFileError } from "./text-file.ts";
import { heldPiece } from "./text-piece.ts";

/** Of a file, between two looks at the clock: as much as a stream of it brings at a time. */
const stepBytes = 512 * 1024;

/** Before anything else gets its turn: some milliseconds. */
const stepsInTurn = 4;

/** Whether the kernel reads this dialect: one byte between cells, quotes doubled or none, and nothing else special. */
export function kernelReads(dialect: Dialect): boolean {
  const { delimiter, quote, escape } = dialect;
  return (
    kernelSupported() &&
    !dialect.whitespaceAligned &&
    !dialect.skipInitialSpace &&
    isByte(delimiter) &&
    (quote === null || (isByte(quote) && escape === quote && quote !== delimiter))
  );
}

/** ASCII, and neither NUL nor a line end. */
function isByte(text: string): boolean {
  const code = text.charCodeAt(0);
  return text.length === 1 && code > 0 && code < 128 && code !== 0x0a && code !== 0x0d;
}

export interface KernelReaderOptions {
  /** Of the whole text, where that is known. */
  readonly textBytes?: number | undefined;
  /** That is the text as it stands, if there is one. */
  readonly file?: TextFileFacts | null;
  /** See `batchSizeFor`. */
  readonly sliceBytesLeast?: number | undefined;
}

export class KernelReader implements TableReader {
  readonly threads = 1;
  readonly #table: TableProfile;
  readonly #head: TableHead;
  readonly #kernel: KernelTable;
  readonly #reader: SegmentReader;
  /** Of each column, the segments before the present one. */
  #totals: readonly ColumnTotals[] = [];
  #unreadLines = 0;
  #fileFacts: TextFileFacts | null;
  #file: TextFile | null = null;

  constructor(dialect: Dialect, table: TableProfile, rules: TableRules, options: KernelReaderOptions = {}) {
    const { textBytes, file = null, sliceBytesLeast } = options;
    this.#fileFacts = file;
    this.#table = table;
    this.#head = new TableHead(dialect, table);
    this.#kernel = new KernelTable(
      kernelModule(),
      dialect,
      rules,
      table.oddities,
      this.#head,
      () => table.columnCount,
      [],
      textBytes,
    );
    this.#reader = new SegmentReader(
      this.#kernel,
      table.segmentBytes,
      () => this.#addSegment(),
      sliceBytesLeast,
    );
  }

  get lines(): LineCounts {
    return {
      preamble: this.#head.preambleLines,
      header: this.#head.headerLines,
      blank: this.#kernel.blankLines,
      record: this.#kernel.recordLines,
      unread: this.#unreadLines,
    };
  }

  get records(): number {
    return this.#kernel.records;
  }

  get line(): number {
    return this.#kernel.line;
  }

  get byte(): number {
    return this.#kernel.position - this.#kernel.unfinishedBytes;
  }

  get physicalLines(): number {
    return this.#kernel.lineEnds + (this.#kernel.endsLine ? 0 : 1);
  }

  get terminator(): Terminator {
    return terminatorOf(this.#kernel.lineEndKinds());
  }

  write(chunk: Uint8Array): void {
    this.#reader.write(heldPiece(chunk));
  }

  rest(): AsyncIterable<number | null> | null {
    const facts = this.#fileFacts;
    // Where it cannot be read to its end, there is no use in another try.
    this.#fileFacts = null;
    const isMore = facts !== null && this.#kernel.position < facts.sizeBytes - facts.textAt;
    return isMore ? this.#readFile(facts) : null;
  }

  end(): void {
    this.#reader.end();
    this.#head.nameColumns();
    this.#handOver();
  }

  abandon(): void {
    this.#reader.abandon();
    this.#unreadLines += this.#kernel.unfinishedLines;
    this.#handOver();
  }

  close(): void {
    this.#file?.close();
    this.#file = null;
  }

  async *#readFile(facts: TextFileFacts): AsyncGenerator<number | null> {
    let failure: unknown = null;
    for (let step = 1; failure === null; step++) {
      try {
        this.#file ??= new TextFile(facts);
        const at = this.#kernel.position;
        if (at === this.#file.length) return;
        const end = Math.min(at + stepBytes, this.#file.length);
        this.#reader.write(this.#file.piece(at, end, step === 1));
      } catch (error) {
        failure = error;
      }
      yield this.#kernel.position;
      if (step % stepsInTurn === 0) await setImmediate();
    }
    if (!(failure instanceof UnfitFileError)) throw failure;
    yield null;
  }

  #addSegment(): void {
    const { columns } = this.#kernel;
    if (columns === null) return;
    if (this.#totals.length === 0) {
      const { budget } = this.#table;
      this.#totals = Array.from({ length: columns.count }, () => new ColumnTotals(budget));
    }
    this.#kernel.finishSegment();
    for (const [index, totals] of this.#totals.entries()) {
      totals.add(columns.segment(index, false));
      columns.beginSegment(index);
    }
  }

  /** Everything that was found → the table. */
  #handOver(): void {
    const { columns } = this.#kernel;
    if (columns === null) return;
    this.#kernel.finish();
    for (const [index, totals] of this.#totals.entries()) totals.add(columns.segment(index, false));
    const statesOf = (index: number): ColumnState[] => {
      const totals = this.#totals[index] ?? this.#onlySegment(columns.segment(index, false));
      return [totals.completed(columns.state(index))];
    };
    this.#table.adopt(statesOf, this.records, duplicateRowCount(this.#kernel.rowSample()));
  }

  /** Of a text without a whole segment: made when the column is asked for, so that a wide one does not need all at once. */
  #onlySegment(segment: ColumnSegment): ColumnTotals {
    const totals = new ColumnTotals(this.#table.budget);
    totals.add(segment);
    return totals;
  }
}
