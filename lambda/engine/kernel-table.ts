/**
 * One kernel and what its driver knows of the table: text goes in, records that the kernel leaves to the driver are
 * judged here and their cells handed back, so that every cell is profiled by the kernel, in the order of the text.
 */
import type { Dialect } from "../csv/dialect.ts";
import { countLineEnds, endsLine, type LineEnd, TerminatorTally } from "../csv/lines.ts";
import { tooLongBytes, unfinishedError } from "../csv/record-bound.ts";
import { swallowsRecords } from "../csv/runaway-quote.ts";
import { examplesMax, recordBytesMax } from "../limits.ts";
import type { RowOddities, TableRules } from "../profile/table-profile.ts";
import { columnBudget, type Figures } from "../statistics/column-budget.ts";
import type { RowSample } from "../statistics/duplicate-rows.ts";
import { CellParser } from "../types/cell.ts";
import { KernelColumns } from "./kernel-columns.ts";
import { instantiateKernel, type Kernel } from "./kernel-instance.ts";
import { KernelMemory } from "./kernel-memory.ts";
import { adoptRows, type RowHashes, rowHashes, rowSample } from "./kernel-rows.ts";
import { batchRowsMax, beginKernelTable, configureKernel } from "./kernel-setup.ts";
import * as layout from "./layout.ts";
import { firstLine, type JudgedRecord, judgeRecord } from "./record-judge.ts";
import type { TableHead } from "./table-head.ts";
import { heldPiece, type TextPiece } from "./text-piece.ts";

export class KernelTable {
  /** Line ends of the text so far, and whether nothing follows the last one: counted apart from its records. */
  lineEnds = 0;
  endsLine = true;
  /** Offset of the end of the text so far. */
  position = 0;
  readonly #dialect: Dialect;
  readonly #terminators = new TerminatorTally();
  readonly #oddities: RowOddities;
  readonly #kernel: Kernel;
  readonly #memory: KernelMemory;
  readonly #parser: CellParser;
  readonly #figures: Figures;
  /**
   * A short text has no more rows than bytes: for 1 KB of five columns, 0.25 MB of memory instead of 1.3. V8 counts it,
   * and in a process that profiles small files one after the other collected its whole heap at every third.
   */
  readonly #rowsMax: number;
  /** Null once the columns are known. */
  #head: TableHead | null;
  #onColumns: () => number;
  #columns: KernelColumns | null = null;
  /** Cells of a record; 0 before it is known. */
  #width = 0;

  /**
   * @param head what stands before the rows; null where the text begins with a row
   * @param onColumns asked for their number once the head has named them
   * @param sampleThresholds of a kernel that has read another part of the text; see `KernelColumns`
   * @param textBytes of the whole text, Infinity when unknown
   */
  constructor(
    module: WebAssembly.Module,
    dialect: Dialect,
    rules: TableRules,
    oddities: RowOddities,
    head: TableHead | null,
    onColumns: () => number,
    sampleThresholds: readonly number[] = [],
    textBytes = Number.POSITIVE_INFINITY,
  ) {
    this.#dialect = dialect;
    this.#rowsMax = Math.min(batchRowsMax, textBytes + 1);
    this.#oddities = oddities;
    this.#head = head;
    this.#onColumns = onColumns;
    this.#parser = new CellParser(rules);
    this.#figures = rules.figures ?? "all";
    this.#kernel = instantiateKernel(module, {
      classify: (column, from, to) =>
        this.#columns?.classify(column, this.#memory.text(from, to)) ?? layout.kindString,
      example: (column, kind, row, line, from, to) =>
        this.#columns?.addExample(column, kind, row, line, this.#memory.text(from, to)),
      oddRow: (kind, row, line, fields) => this.#noteOddRow(kind, row, line, fields),
      formattedNumber: (column, from, to) =>
        this.#columns?.addFormattedNumber(column, this.#memory.text(from, to)),
      sampleText: (column, high, low, from, to) =>
        this.#columns?.addText(column, high >>> 0, low >>> 0, this.#memory.text(from, to)) ?? 0,
    });
    this.#memory = new KernelMemory(this.#kernel.memory);
    configureKernel(this.#kernel, this.#memory, dialect, rules);
    if (head === null) this.#begin(sampleThresholds);
  }

  /** Whether the columns are known. */
  get begun(): boolean {
    return this.#columns !== null;
  }

  /** Quotes where none belong. */
  get hasOddQuotes(): boolean {
    const { textAfterQuotes, runawayQuotes } = this.#oddities;
    return this.#kernel.oddRowCount(layout.oddStrayQuotes) + textAfterQuotes.count + runawayQuotes.count > 0;
  }

  /** Null before they are known. */
  get columns(): KernelColumns | null {
    return this.#columns;
  }

  get columnCount(): number {
    return this.#columns?.count ?? 0;
  }

  get records(): number {
    return this.#kernel.rowsBefore.value;
  }

  get recordLines(): number {
    return this.#kernel.recordLines.value;
  }

  get blankLines(): number {
    return this.#kernel.blankLines.value;
  }

  /** 1-based line on which the next record begins. */
  get line(): number {
    return this.#kernel.line.value;
  }

  get unfinishedBytes(): number {
    return this.#kernel.textEnd.value - this.#kernel.recordAt.value;
  }

  /** What is unfinished has more bytes than a record may have. */
  get isOutgrown(): boolean {
    return this.unfinishedBytes > recordBytesMax && this.unfinishedBytes >= tooLongBytes(this.#unfinished());
  }

  /** Lines of what is unfinished. */
  get unfinishedLines(): number {
    const rest = this.#unfinished();
    return countLineEnds(rest) + (endsLine(rest) ? 0 : 1);
  }

  /** Append the bytes between two places of a piece to the text, without looking at its records. */
  feed(piece: TextPiece, from: number, to: number): void {
    this.lineEnds += this.#append(piece, from, to);
    const end = this.#kernel.textEnd.value;
    if (to > from) this.endsLine = endsLine(this.#memory.bytes.subarray(end - (to - from), end));
    this.position += to - from;
  }

  /**
   * Go on with a record elsewhere in the text; what is unfinished is dropped.
   *
   * @param beginning of that record, before `position`: its line ends are not counted
   */
  jump(position: number, beginning: Uint8Array): void {
    this.#kernel.skipLines(0, this.#kernel.textEnd.value);
    // Whether the byte before was a CR is remembered from where the text was left.
    const piece = heldPiece(beginning.length === 0 ? Uint8Array.of(0x20) : beginning);
    this.#append(piece, 0, piece.length);
    if (beginning.length === 0) this.#kernel.skipLines(0, this.#kernel.textEnd.value);
    this.endsLine = endsLine(beginning);
    this.position = position;
  }

  /**
   * Profile all finished records of the text.
   * @throws ProfilerError as `RecordReader.write`
   */
  read(isLast: boolean): void {
    const kernel = this.#kernel;
    if (!this.#skipPreamble(isLast)) return;
    for (;;) {
      const stopped = kernel.readRecords(isLast ? 1 : 0);
      if (stopped === layout.stoppedForRecord) {
        const record = this.#memory.bytes.subarray(kernel.recordAt.value, kernel.recordEnd.value);
        this.#deliver(judgeRecord(record, this.#dialect, this.#width || this.#dialect.columns));
      } else if (stopped === layout.stoppedForQuote) {
        this.freeSwallowed();
      } else {
        this.finishBatch();
        if (stopped === layout.stoppedForMore) return;
      }
    }
  }

  /** Profile the records that were read. */
  finishBatch(): void {
    this.#kernel.profileColumns();
    this.#kernel.clearBatch();
  }

  /** Read the first line of what is unfinished on its own, if the lines behind it look like records. */
  freeSwallowed(): void {
    const text = this.#unfinished();
    if (!swallowsRecords(text, this.#dialect, this.#width || this.#dialect.columns))
      throw unfinishedError(text, this.#dialect, { line: this.line, byte: this.position - text.length });
    this.#deliver(firstLine(text, this.#dialect));
  }

  /** A segment ends: before its state is looked at. */
  finishSegment(): void {
    if (this.begun) this.#kernel.settleColumns();
  }

  /** Once, after the last record: count the rows whose oddities were not shown, and the line ends seen. */
  finish(): void {
    const unshown = (kind: number): number => Math.max(0, this.#kernel.oddRowCount(kind) - examplesMax);
    this.#oddities.short.count += unshown(layout.oddShort);
    this.#oddities.long.count += unshown(layout.oddLong);
    this.#oddities.strayQuotes.count += unshown(layout.oddStrayQuotes);
    this.finishSegment();
    if (this.begun) this.#kernel.finishRows();
  }

  /** Each kind of line end that a record so far has. */
  lineEndKinds(): readonly LineEnd[] {
    const seen = this.#kernel.terminators.value;
    const kinds = [...this.#terminators.kinds()];
    if ((seen & layout.terminatorLf) !== 0) kinds.push("LF");
    if ((seen & layout.terminatorCrlf) !== 0) kinds.push("CRLF");
    if ((seen & layout.terminatorCr) !== 0) kinds.push("CR");
    return kinds;
  }

  /** After `finish`. */
  rowSample(): RowSample {
    return rowSample(this.#kernel);
  }

  /** After `finish`: for a table that is to adopt them. Copies. */
  rowHashes(): RowHashes {
    return rowHashes(this.#kernel, this.#memory);
  }

  /** After `finish`: take over the rows of other parts of the text. @returns the sample of all */
  adoptRows(parts: readonly RowHashes[]): RowSample {
    return adoptRows(this.#kernel, this.#memory, parts);
  }

  #append(piece: TextPiece, from: number, to: number): number {
    if (to === from) return 0;
    const at = this.#kernel.reserveText(to - from);
    piece.put(this.#memory.bytes, at, from, to);
    this.#kernel.extendText(to - from);
    return this.#kernel.countLineEnds(at, to - from);
  }

  #unfinished(): Buffer {
    return this.#memory.bytes.subarray(this.#kernel.recordAt.value, this.#kernel.textEnd.value);
  }

  #skipPreamble(isLast: boolean): boolean {
    const head = this.#head;
    while (head !== null && !head.preambleSkipped) {
      if (this.unfinishedBytes === 0) return false;
      const bytes = head.skipLine(this.#unfinished(), isLast);
      if (bytes === 0) return false;
      this.#kernel.skipLines(1, this.#kernel.recordAt.value + bytes);
    }
    return true;
  }

  #deliver(record: JudgedRecord): void {
    const at = this.#kernel.recordAt.value;
    const { line } = this;
    this.#terminators.add(this.#memory.bytes.subarray(at, at + record.bytes));
    this.#width ||= record.cells.length;
    const head = this.#head;
    if (head?.take(record, { line, byte: this.position - this.unfinishedBytes }) === true) {
      this.#kernel.skipLines(record.lines, at + record.bytes);
      if (!head.headerIsWhole) return;
      head.nameColumns();
      this.#begin();
      return;
    }
    if (head !== null) this.#begin();
    this.#deliverRow(record, this.#kernel.recordAt.value, line);
  }

  /** The columns are known: from here on the kernel takes the records by itself. */
  #begin(sampleThresholds: readonly number[] = []): void {
    const columnCount = this.#onColumns();
    const budget = columnBudget(columnCount, this.#figures);
    this.#head = null;
    this.#width = columnCount;
    beginKernelTable(this.#kernel, this.#memory, budget, columnCount, this.#rowsMax);
    this.#columns = new KernelColumns(
      this.#kernel,
      this.#memory,
      this.#parser,
      budget,
      columnCount,
      sampleThresholds,
    );
  }

  /** Hand the cells of a record to the kernel: their texts, never longer than its own, take its place. */
  #deliverRow(record: JudgedRecord, at: number, line: number): void {
    const kernel = this.#kernel;
    const row = this.records + kernel.batchRows.value + 1;
    const oddities = this.#oddities;
    if (record.strayQuotes) oddities.strayQuotes.add({ row, line });
    if (record.textAfterQuotes) oddities.textAfterQuotes.add({ row, line });
    if (record.runawayQuote) oddities.runawayQuotes.add({ row, line });
    let cellAt = kernel.nextRowAt();
    let textAt = at;
    for (const cell of record.cells.slice(0, this.columnCount)) {
      const bytes = this.#memory.bytes.write(cell, textAt);
      this.#memory.setU32(cellAt, textAt);
      this.#memory.setU32(cellAt + 4, textAt + bytes);
      cellAt += 8;
      textAt += bytes;
    }
    kernel.commitRow(record.cells.length, record.lines, at + record.bytes);
  }

  #noteOddRow(kind: number, row: number, line: number, fields: number): void {
    const oddities = this.#oddities;
    if (kind === layout.oddStrayQuotes) oddities.strayQuotes.add({ row, line });
    else (kind === layout.oddShort ? oddities.short : oddities.long).add({ row, line, fields });
  }
}
