/**
 * The fast path: the same as RecordReader and TableProfile together, with the kernel doing the work. Text goes into
 * its memory in slices; records that it leaves to the driver are judged here and their cells handed back, so that
 * every cell is profiled by the kernel, in the order of the file.
 */
import { type Dialect, headerCells } from "../csv/dialect.ts";
import { countLineEnds, endsLine, nextLine, TerminatorTally } from "../csv/lines.ts";
import { scanQuotes } from "../csv/quote-scan.ts";
import type { LineCounts } from "../csv/record-reader.ts";
import { swallowsRecords } from "../csv/runaway-quote.ts";
import { ProfilerError } from "../errors.ts";
import { distinctRowsExactMax, examplesMax, frequentTextCharsMax, recordBytesMax } from "../limits.ts";
import type { Terminator } from "../profile/summary.ts";
import type { TableProfile } from "../profile/table-profile.ts";
import { DuplicateRows } from "../statistics/duplicate-rows.ts";
import type { CellKind, CellRules } from "../types/cell.ts";
import { CellParser } from "../types/cell.ts";
import { defaultNullTokens } from "../types/null-tokens.ts";
import { ColumnNotes } from "./column-notes.ts";
import { columnState } from "./column-state.ts";
import { instantiateKernel, type Kernel, kernelSupported } from "./kernel-instance.ts";
import { KernelMemory } from "./kernel-memory.ts";
import * as layout from "./layout.ts";
import { firstLine, type JudgedRecord, judgeRecord } from "./record-judge.ts";

/** Bytes of text given to the kernel at a time: with its grid they stay in a second-level cache of 1 MiB. */
const sliceBytes = 256 * 1024;

/** Cells and rows of a batch at the most. */
const batchCellsMax = 64 * 1024;
const batchRowsMax = 16 * 1024;

/** What the kernel calls "no quote". */
const noQuote = 256;

const kindNumbers: Readonly<Record<CellKind, number>> = {
  empty: layout.kindEmpty,
  null_token: layout.kindNullToken,
  int: layout.kindInt,
  float: layout.kindFloat,
  date: layout.kindDate,
  string: layout.kindString,
};

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

export class KernelReader {
  readonly #dialect: Dialect;
  readonly #table: TableProfile;
  readonly #kernel: Kernel;
  readonly #memory: KernelMemory;
  readonly #parser: CellParser;
  readonly #terminators = new TerminatorTally();
  #notes: ColumnNotes[] = [];
  /** Cells of a record; 0 before it is known. */
  #width = 0;
  #preambleLeft: number;
  readonly #header: (readonly string[])[] = [];
  #headerDelivered = false;
  #headerPlace = { line: 0, byte: 0 };
  #preambleLines = 0;
  #headerLines = 0;
  #unreadLines = 0;
  #fedBytes = 0;
  #lineEnds = 0;
  #endsLine = true;
  /** Unfinished bytes from which on it is worth looking for the end of a record. */
  #readAgainBytes = 0;

  constructor(dialect: Dialect, table: TableProfile, rules: CellRules) {
    this.#dialect = dialect;
    this.#table = table;
    this.#preambleLeft = dialect.preambleLines;
    this.#parser = new CellParser(rules);
    this.#kernel = instantiateKernel({
      classify: (column, from, to) => this.#classify(column, from, to),
      example: (column, kind, row, line, from, to) =>
        this.#notes[column]?.addExample(kind, row, line, this.#memory.text(from, to)),
      oddRow: (kind, row, line, fields) => this.#noteOddRow(kind, row, line, fields),
      formattedNumber: (column, from, to) =>
        this.#notes[column]?.addFormattedNumber(this.#memory.text(from, to)),
      sampleText: (column, high, low, from, to) =>
        this.#notes[column]?.addText(high >>> 0, low >>> 0, this.#memory.text(from, to)) ?? 0,
    });
    const kernel = this.#kernel;
    const orders = { day_first: layout.orderDayFirst, month_first: layout.orderMonthFirst };
    const order = rules.dateOrder ?? null;
    kernel.configure(
      dialect.delimiter.charCodeAt(0),
      dialect.quote?.charCodeAt(0) ?? noQuote,
      order === null ? layout.orderUnstated : orders[order],
    );
    this.#memory = new KernelMemory(kernel.memory);
    this.#setNullTokens(rules.nullTokens ?? defaultNullTokens);
  }

  get lines(): LineCounts {
    return {
      preamble: this.#preambleLines,
      header: this.#headerLines,
      blank: this.#kernel.blankLines.value,
      record: this.#kernel.recordLines.value,
      unread: this.#unreadLines,
    };
  }

  get records(): number {
    return this.#kernel.rowsBefore.value;
  }

  /** 1-based line on which the next record begins. */
  get line(): number {
    return this.#kernel.line.value + this.#unreadLines;
  }

  /** Offset in the text behind the last finished record. */
  get byte(): number {
    return this.#fedBytes - this.#unfinishedBytes();
  }

  get physicalLines(): number {
    return this.#lineEnds + (this.#endsLine ? 0 : 1);
  }

  get terminator(): Terminator {
    const tally = new TerminatorTally();
    tally.merge(this.#terminators);
    const seen = this.#kernel.terminators.value;
    if ((seen & layout.terminatorLf) !== 0) tally.add(Buffer.from("\n"));
    if ((seen & layout.terminatorCrlf) !== 0) tally.add(Buffer.from("\r\n"));
    if ((seen & layout.terminatorCr) !== 0) tally.add(Buffer.from("\r"));
    return tally.terminator;
  }

  /** Read on. @throws ProfilerError as `RecordReader.write`; call `abandon` then. */
  write(chunk: Uint8Array): void {
    let from = 0;
    try {
      while (from < chunk.length) {
        const slice = chunk.subarray(from, from + sliceBytes);
        from += slice.length;
        this.#feed(slice);
        this.#readOn();
      }
    } catch (error) {
      // The lines of the whole chunk are accounted for, as unread.
      this.#feed(chunk.subarray(from));
      throw error;
    }
  }

  /** The text ends here. @throws ProfilerError QUOTE_NOT_CLOSED; call `abandon` then. */
  end(): void {
    if (this.#preambleLeft > 0) this.#skipPreamble(true);
    this.#read(true);
    if (this.#header.length > 0 && !this.#headerDelivered)
      this.#table.header(this.#header, this.#headerPlace);
    this.#handOver();
  }

  /** Stop here: the lines of what is unfinished count as unread. */
  abandon(): void {
    this.#kernel.profileColumns();
    this.#kernel.clearBatch();
    const rest = this.#unfinished();
    this.#unreadLines += countLineEnds(rest) + (endsLine(rest) ? 0 : 1);
    this.#handOver();
  }

  #setNullTokens(tokens: readonly string[]): void {
    const encoded = tokens.map((token) => Buffer.from(token)).filter((token) => token.length > 0);
    this.#kernel.reserveNullTokens(encoded.length);
    for (const token of encoded) {
      const at = this.#kernel.addNullToken(token.length);
      this.#memory.bytes.set(token, at);
      this.#kernel.finishNullToken(at, token.length);
    }
  }

  #readOn(): void {
    if (this.#preambleLeft > 0) this.#skipPreamble(false);
    if (this.#preambleLeft > 0) return;
    // An unfinished record is read from its start again: with each byte of a long one, that would take for ever.
    if (this.#unfinishedBytes() < this.#readAgainBytes) return;
    this.#read(false);
    if (this.#unfinishedBytes() > recordBytesMax) {
      this.#freeSwallowed();
      this.#read(false);
    }
    this.#readAgainBytes = Math.min(this.#unfinishedBytes() * 1.25, recordBytesMax);
  }

  #feed(slice: Uint8Array): void {
    if (slice.length === 0) return;
    const at = this.#kernel.reserveText(slice.length);
    this.#memory.bytes.set(slice, at);
    this.#kernel.extendText(slice.length);
    this.#lineEnds += this.#kernel.countLineEnds(at, slice.length);
    this.#endsLine = endsLine(slice);
    this.#fedBytes += slice.length;
  }

  #unfinishedBytes(): number {
    return this.#kernel.textEnd.value - this.#kernel.recordAt.value;
  }

  #unfinished(): Buffer {
    return this.#memory.bytes.subarray(this.#kernel.recordAt.value, this.#kernel.textEnd.value);
  }

  #skipPreamble(isLast: boolean): void {
    while (this.#preambleLeft > 0 && this.#unfinishedBytes() > 0) {
      const rest = this.#unfinished();
      const next = nextLine(rest, 0, isLast);
      if (next < 0 && !isLast) return;
      this.#kernel.skipLines(1, this.#kernel.recordAt.value + (next < 0 ? rest.length : next));
      this.#preambleLeft--;
      this.#preambleLines++;
    }
  }

  /** Profile all finished records of the text. */
  #read(isLast: boolean): void {
    const kernel = this.#kernel;
    for (;;) {
      const stopped = kernel.readRecords(isLast ? 1 : 0);
      if (stopped === layout.stoppedForRecord) {
        const record = this.#memory.bytes.subarray(kernel.recordAt.value, kernel.recordEnd.value);
        this.#deliver(judgeRecord(record, this.#dialect, this.#width || this.#dialect.columns));
      } else if (stopped === layout.stoppedForQuote) {
        this.#freeSwallowed();
      } else {
        kernel.profileColumns();
        kernel.clearBatch();
        if (stopped === layout.stoppedForMore) return;
      }
    }
  }

  /** Read the first line of what is unfinished on its own, if the lines behind it look like records. */
  #freeSwallowed(): void {
    const text = this.#unfinished();
    if (!swallowsRecords(text, this.#dialect, this.#width || this.#dialect.columns))
      throw this.#unfinishedError(text);
    this.#deliver(firstLine(text, this.#dialect));
  }

  #deliver(record: JudgedRecord): void {
    const at = this.#kernel.recordAt.value;
    const place = { line: this.line, byte: this.byte };
    this.#terminators.add(this.#memory.bytes.subarray(at, at + record.bytes));
    this.#width ||= record.cells.length;
    if (this.#dialect.header && !this.#headerDelivered) {
      this.#deliverHeader(record, at, place);
      return;
    }
    if (this.#notes.length === 0) {
      this.#table.beginUnnamed(record.cells.length, place);
      this.#begin();
    }
    this.#deliverRow(record, this.#kernel.recordAt.value, place.line);
  }

  #deliverHeader(record: JudgedRecord, at: number, place: { line: number; byte: number }): void {
    if (this.#header.length === 0) this.#headerPlace = place;
    this.#header.push(headerCells(record.cells, this.#dialect));
    this.#headerLines += record.lines;
    this.#kernel.skipLines(record.lines, at + record.bytes);
    if (this.#header.length < this.#dialect.headerLines) return;
    this.#headerDelivered = true;
    this.#table.header(this.#header, this.#headerPlace);
    this.#begin();
  }

  /** The columns are known: from here on the kernel takes the records by itself. */
  #begin(): void {
    const { budget, columnCount } = this.#table;
    this.#kernel.setBudget(
      budget.quantiles.valuesExactMax,
      budget.quantiles.pagesMax,
      budget.distinct.exactMax,
      budget.distinct.precision,
      budget.frequent.exactMax,
      frequentTextCharsMax,
      budget.calendarBinsMax,
    );
    this.#width = columnCount;
    this.#notes = Array.from({ length: columnCount }, () => new ColumnNotes(budget));
    this.#kernel.beginTable(columnCount, batchCellsMax, batchRowsMax, distinctRowsExactMax);
  }

  /** Hand the cells of a record to the kernel: their texts, never longer than its own, take its place. */
  #deliverRow(record: JudgedRecord, at: number, line: number): void {
    const kernel = this.#kernel;
    const row = this.records + kernel.batchRows.value + 1;
    const { oddities } = this.#table;
    if (record.strayQuotes) oddities.strayQuotes.add({ row, line });
    if (record.textAfterQuotes) oddities.textAfterQuotes.add({ row, line });
    if (record.runawayQuote) oddities.runawayQuotes.add({ row, line });
    let cellAt = kernel.nextRowAt();
    let textAt = at;
    for (const cell of record.cells.slice(0, this.#notes.length)) {
      const bytes = this.#memory.bytes.write(cell, textAt);
      this.#memory.setU32(cellAt, textAt);
      this.#memory.setU32(cellAt + 4, textAt + bytes);
      cellAt += 8;
      textAt += bytes;
    }
    kernel.commitRow(record.cells.length, record.lines, at + record.bytes);
  }

  #noteOddRow(kind: number, row: number, line: number, fields: number): void {
    const { oddities } = this.#table;
    if (kind === layout.oddStrayQuotes) oddities.strayQuotes.add({ row, line });
    else (kind === layout.oddShort ? oddities.short : oddities.long).add({ row, line, fields });
  }

  #classify(column: number, from: number, to: number): number {
    const text = this.#memory.text(from, to);
    const kind = this.#parser.kind(text);
    const replyAt = this.#kernel.replyAt.value;
    if (kind === "int" || kind === "float") {
      const { number } = this.#parser;
      this.#memory.setF64(replyAt + layout.replyNumber, number);
      if (kind === "int" && !Number.isSafeInteger(number))
        this.#notes[column]?.unsafeIntegers.addUnsafeInteger(text);
    } else if (kind === "date") {
      const { dayFirstMs, monthFirstMs, format } = this.#parser.date;
      this.#memory.setF64(replyAt + layout.replyDayFirst, dayFirstMs);
      this.#memory.setF64(replyAt + layout.replyMonthFirst, monthFirstMs);
      this.#memory.setF64(replyAt + layout.replyFormat, format);
    }
    return kindNumbers[kind];
  }

  /** Why what is unfinished is no record. */
  #unfinishedError(text: Buffer): ProfilerError {
    const { openQuoteAt } = scanQuotes(text, this.#dialect);
    const { quote } = this.#dialect;
    const { line, byte } = this;
    if (openQuoteAt < 0 || quote === null)
      return new ProfilerError("RECORD_TOO_LONG", { line, byte, recordBytesMax });
    return new ProfilerError("QUOTE_NOT_CLOSED", {
      line: line + countLineEnds(text.subarray(0, openQuoteAt)),
      byte: byte + openQuoteAt,
      quote,
    });
  }

  /** Everything that was found → the table. */
  #handOver(): void {
    if (this.#notes.length === 0) return;
    const kernel = this.#kernel;
    const { oddities, budget } = this.#table;
    const unshown = (kind: number): number => Math.max(0, kernel.oddRowCount(kind) - examplesMax);
    oddities.short.count += unshown(layout.oddShort);
    oddities.long.count += unshown(layout.oddLong);
    oddities.strayQuotes.count += unshown(layout.oddStrayQuotes);
    const stateOf = (i: number) => {
      const notes = this.#notes[i] ?? new ColumnNotes(budget);
      return columnState(this.#memory, kernel.columns.value + i * layout.columnBytes, notes, budget);
    };
    this.#table.adopt(stateOf, this.records, this.#duplicates());
  }

  #duplicates(): DuplicateRows {
    this.#kernel.finishRows();
    const kernel = this.#kernel;
    const { buffer } = kernel.memory;
    const places = kernel.sampleCapacity.value;
    return DuplicateRows.over({
      rows: this.records,
      depth: kernel.sampleDepth.value,
      size: kernel.sampleSize.value,
      repeated: kernel.sampleRepeated.value,
      repeatedSquares: kernel.sampleRepeatedSquares.value,
      hashes: new Uint32Array(buffer, kernel.sampleHashes.value, 2 * places),
      counts: new Float64Array(buffer, kernel.sampleCounts.value, places),
    });
  }
}
