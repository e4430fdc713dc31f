/**
 * The reference reader: text in any chunks → records of cells, every physical line accounted for. csv-parse
 * splits records and cells (record-splitter.ts); this class knows where they stand in the file, skips the
 * preamble, counts lines and oddities, frees the lines that a runaway quote has swallowed, and says what is wrong
 * in the terms of ProfilerError.
 *
 * Push style: `write` hands each finished record to the sink before it returns. Memory: one chunk and one record,
 * which may have `recordBytesMax` bytes.
 */
import { ProfilerError } from "../errors.ts";
import { recordBytesMax } from "../limits.ts";
import type { Terminator } from "../profile/summary.ts";
import { type Dialect, headerCells } from "./dialect.ts";
import { countLineEnds, endsLine, nextLine, TerminatorTally } from "./lines.ts";
import { scanQuotes } from "./quote-scan.ts";
import { isTooLong, tooLongBytes, unfinishedError } from "./record-bound.ts";
import { RecordSplitter } from "./record-splitter.ts";
import { swallowsRecords } from "./runaway-quote.ts";
import { splitLine } from "./split-line.ts";

/** What the reader found out about a record besides its cells. */
export interface RecordFacts {
  /** 1-based physical line on which the record begins. */
  readonly line: number;
  /** Offset in the text at which it begins. */
  readonly byte: number;
  /** Offset up to which the text had to be read to know where the record ends. */
  readonly knownAt: number;
  /** Unquoted cells with a quote in them. */
  readonly strayQuotes: number;
  /** Cells with text behind their closing quote. */
  readonly textAfterQuotes: number;
  /** A quote opened here, was not closed on this line, and is read literally to save the lines below. */
  readonly runawayQuote: boolean;
}

export interface RecordSink {
  /** The records of the header, if the dialect has one; called once, before any record. */
  header(records: readonly (readonly string[])[], place: Pick<RecordFacts, "line" | "byte">): void;
  record(cells: readonly string[], facts: RecordFacts): void;
}

/** Counts of physical lines; see `Receipt` in the summary. */
export interface LineCounts {
  preamble: number;
  header: number;
  blank: number;
  record: number;
  unread: number;
}

/** Bytes given to a new splitter first, doubled from then on, so that frequent restarts stay cheap. */
const restartBytes = 4096;

const lf = 0x0a;
const cr = 0x0d;

/** More than csv-parse looks ahead, and nothing that ends a record. */
const lookahead = Buffer.from("........");

export class RecordReader {
  readonly lines: LineCounts = { preamble: 0, header: 0, blank: 0, record: 0, unread: 0 };
  /** Data records handed to the sink. */
  records = 0;
  readonly #dialect: Dialect;
  readonly #sink: RecordSink;
  readonly #quoteByte: number;
  readonly #terminators = new TerminatorTally();
  readonly #header: string[][] = [];
  #headerPlace = { line: 0, byte: 0 };
  #headerDelivered = false;
  /** Fields of the header or of the first record; 0 before. */
  #width = 0;
  #preambleLeft: number;
  /** The text from offset `#heldAt` on; everything before belongs to finished records. */
  #held: Buffer = Buffer.alloc(0);
  #heldAt = 0;
  /** Offset behind the last finished record. */
  #doneAt = 0;
  /**
   * See `RecordFacts`. A line end that is no LF is known with the byte behind it; what a runaway quote had swallowed is
   * known with all of that.
   */
  #knownAt = 0;
  /** Offset up to which the splitter has seen the text. */
  #fedAt = 0;
  #splitter: RecordSplitter;
  /** The splitter's records are void from here on: reading starts again at `#doneAt`. */
  #restarting = false;
  /** What comes next in the text cannot be read. */
  #failing = false;
  /** Records that end behind it are not taken. */
  #takenEndMax = Number.POSITIVE_INFINITY;

  constructor(dialect: Dialect, sink: RecordSink) {
    this.#dialect = dialect;
    this.#sink = sink;
    this.#quoteByte = dialect.quote?.charCodeAt(0) ?? -1;
    this.#preambleLeft = dialect.preambleLines;
    this.#splitter = this.#open();
  }

  /** Fields that a record should have: what was sniffed, until the first one says; 0 when not known. */
  get #expectedWidth(): number {
    return this.#width || this.#dialect.columns;
  }

  /** 1-based line on which the next record begins. */
  get line(): number {
    const { preamble, header, blank, record } = this.lines;
    return preamble + header + blank + record + 1;
  }

  /** Offset in the text behind the last finished record. */
  get byte(): number {
    return this.#doneAt;
  }

  get terminator(): Terminator {
    return this.#terminators.terminator;
  }

  /**
   * Read on. The chunk is kept by reference until its records are finished: do not write to it afterwards.
   *
   * @throws ProfilerError RECORD_TOO_LONG when a record outgrows `recordBytesMax`; call `abandon` then. What the sink
   * throws passes through.
   */
  write(chunk: Uint8Array): void {
    this.#failing = true;
    this.#readOn(chunk);
    this.#failing = false;
  }

  #readOn(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#held = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    if (this.#preambleLeft > 0) this.#skipPreamble(false);
    if (this.#preambleLeft > 0) return;
    this.#feed();
    // Below, it may have ended, and the splitter not have told of it yet.
    while (this.#held.length > recordBytesMax + lookahead.length) {
      this.#freeSwallowed();
      this.#feed();
    }
  }

  /** The text ends here. @throws ProfilerError QUOTE_NOT_CLOSED or RECORD_TOO_LONG; call `abandon` then. */
  async end(): Promise<void> {
    this.#failing = true;
    if (this.#preambleLeft > 0) this.#skipPreamble(true);
    this.#feed();
    while (!(await this.#splitter.end()) || this.#restarting) {
      this.#release();
      if (!this.#restarting) this.#freeSwallowed();
      this.#restart();
      this.#feed();
    }
    this.#release();
    this.#takeRest();
    if (this.#header.length > 0) this.#deliverHeader();
  }

  /** Where blanks before a cell are skipped, csv-parse has no record of a last line that is nothing else. */
  #takeRest(): void {
    if (this.#held.length === 0) return;
    if (this.#held.toString().trim() !== "") throw new Error("The last record was not delivered.");
    this.lines.blank++;
    this.#doneAt += this.#held.length;
    this.#release();
  }

  /** Stop here: the lines of a record that is not finished count as unread. */
  abandon(): void {
    if (!this.#failing) this.#finishLines();
    this.#splitter.destroy();
    this.#release();
    this.lines.unread += countLineEnds(this.#held) + (endsLine(this.#held) ? 0 : 1);
    this.#held = Buffer.alloc(0);
  }

  /**
   * The splitter looks some bytes ahead of what it delivers: they are given to it, for the records before them. A CR at
   * the very end may be half of a CRLF.
   */
  #finishLines(): void {
    if (this.#preambleLeft > 0 || this.#held.length === 0) return;
    const textEnd = this.#heldAt + this.#held.length;
    this.#takenEndMax = this.#held.at(-1) === cr ? textEnd - 1 : textEnd;
    try {
      this.#splitter.write(lookahead);
      while (this.#restarting) {
        this.#release();
        this.#feed();
        this.#splitter.write(lookahead);
      }
    } catch (error) {
      // What the sink refuses stays unread; why reading stopped is known already.
      if (!(error instanceof ProfilerError)) throw error;
    }
  }

  #open(): RecordSplitter {
    return new RecordSplitter(this.#dialect, this.#doneAt, (cells, endAt) => {
      if (!this.#restarting && endAt <= this.#takenEndMax) this.#take(cells, endAt);
    });
  }

  #restart(): void {
    this.#splitter.destroy();
    this.#restarting = false;
    this.#fedAt = this.#doneAt;
    this.#splitter = this.#open();
  }

  /** Give the splitter what it has not seen yet, and drop the text of finished records. */
  #feed(): void {
    let sliceBytes = this.#restarting ? restartBytes : Number.POSITIVE_INFINITY;
    if (this.#restarting) this.#restart();
    while (this.#fedAt < this.#heldAt + this.#held.length) {
      const from = this.#fedAt - this.#heldAt;
      const slice = this.#held.subarray(from, Math.min(this.#held.length, from + sliceBytes));
      this.#fedAt += slice.length;
      this.#splitter.write(slice);
      sliceBytes = this.#restarting ? restartBytes : sliceBytes * 2;
      if (this.#restarting) this.#restart();
    }
    this.#release();
  }

  #release(): void {
    this.#held = this.#held.subarray(this.#doneAt - this.#heldAt);
    this.#heldAt = this.#doneAt;
  }

  #skipPreamble(final: boolean): void {
    while (this.#preambleLeft > 0 && this.#held.length > 0) {
      const next = nextLine(this.#held, 0, final);
      const line = next < 0 ? this.#held : this.#held.subarray(0, next);
      if (isTooLong(line)) throw this.#unfinished(line);
      if (next < 0 && !final) break;
      this.#preambleLeft--;
      this.lines.preamble++;
      this.#doneAt += line.length;
      this.#release();
    }
    this.#restart();
  }

  /** A record as the splitter sees it, which ends before offset `endAt`. */
  #take(split: string[], endAt: number): void {
    const cells = this.#dialect.whitespaceAligned ? split.filter((cell) => cell !== "") : split;
    const record = this.#held.subarray(this.#doneAt - this.#heldAt, endAt - this.#heldAt);
    if (isTooLong(record)) {
      this.#freeSwallowed();
      return;
    }
    const quoted = this.#quoteByte >= 0 && record.includes(this.#quoteByte);
    if (!quoted && cells.length <= 1 && (cells[0] ?? "").trim() === "") {
      this.lines.blank++;
      this.#terminators.add(record);
      this.#doneAt += record.length;
      return;
    }
    const lines = quoted ? countLineEnds(record) + (endsLine(record) ? 0 : 1) : 1;
    const scan = quoted ? scanQuotes(record, this.#dialect) : null;
    const odd = scan !== null && (scan.textAfterQuotes > 0 || cells.length !== this.#expectedWidth);
    this.#knownAt = Math.max(this.#knownAt, endAt + (record.at(-1) === lf ? 0 : 1));
    if (lines > 1 && odd && swallowsRecords(record, this.#dialect, this.#expectedWidth)) {
      this.#takeFirstLine(record);
      this.#restarting = true;
      return;
    }
    this.#deliver(record, cells, lines, scan?.strayQuotes ?? 0, scan?.textAfterQuotes ?? 0, false);
  }

  /** Read the first line of what is unfinished on its own, if the lines behind it look like records. */
  #freeSwallowed(): void {
    const rest = this.#held.subarray(this.#doneAt - this.#heldAt);
    const text = rest.subarray(0, tooLongBytes(rest));
    if (!swallowsRecords(text, this.#dialect, this.#expectedWidth)) throw this.#unfinished(text);
    this.#knownAt = this.#doneAt + text.length;
    this.#takeFirstLine(text);
    this.#restarting = true;
  }

  #takeFirstLine(text: Buffer): void {
    const line = text.subarray(0, nextLine(text, 0, true));
    const cells = splitLine(line.toString().replace(/[\r\n]+$/, ""), this.#dialect);
    this.#deliver(line, cells, 1, 0, 0, true);
  }

  /** A record that the sink refuses is unread; a header is read before its columns are looked at. */
  #deliver(
    record: Uint8Array,
    cells: string[],
    lines: number,
    strayQuotes: number,
    textAfterQuotes: number,
    runawayQuote: boolean,
  ): void {
    const line = this.line;
    const byte = this.#doneAt;
    this.#terminators.add(record);
    if (this.#dialect.header && !this.#headerDelivered) {
      if (this.#header.length === 0) this.#headerPlace = { line, byte };
      const names = headerCells(cells, this.#dialect);
      this.#width ||= names.length;
      this.#header.push(names);
      this.lines.header += lines;
      this.#doneAt += record.length;
      if (this.#header.length === this.#dialect.headerLines) this.#deliverHeader();
      return;
    }
    this.#width ||= cells.length;
    const knownAt = this.#knownAt;
    this.#sink.record(cells, { line, byte, knownAt, strayQuotes, textAfterQuotes, runawayQuote });
    this.lines.record += lines;
    this.records++;
    this.#doneAt += record.length;
  }

  #deliverHeader(): void {
    this.#headerDelivered = true;
    // A header of several records is as wide as its widest.
    this.#width = Math.max(...this.#header.map((names) => names.length));
    this.#sink.header(this.#header.splice(0), this.#headerPlace);
  }

  /** Why what is held is no finished record. */
  #unfinished(text: Uint8Array): ProfilerError {
    return unfinishedError(text, this.#dialect, { line: this.line, byte: this.#doneAt });
  }
}
