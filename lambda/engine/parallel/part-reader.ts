/** Reads some of the segments of a text, in their order, with one kernel. */
import { newOddities, type RowOddities } from "../../profile/table-profile.ts";
import type { RowSample } from "../../statistics/duplicate-rows.ts";
import type { KernelColumns } from "../kernel-columns.ts";
import type { RowHashes } from "../kernel-rows.ts";
import { KernelTable } from "../kernel-table.ts";
import { SegmentReader } from "../segment-reader.ts";
import { TextFile, type TextFileFacts } from "../text-file.ts";
import { heldPiece, type TextPiece } from "../text-piece.ts";
import type { Part, SegmentPlace, SegmentReport, SegmentTask, TableFacts } from "./messages.ts";

/** Bytes read before others get their turn: some milliseconds. */
const stepBytes = 256 * 1024;

/** For a thread that begins somewhere in the table. */
export function partReaderOf(facts: TableFacts, onReport: (report: SegmentReport) => void): PartReader {
  const { module, dialect, rules, columnCount, sampleThresholds, segmentBytes, file } = facts;
  const oddities = newOddities();
  const table = new KernelTable(module, dialect, rules, oddities, null, () => columnCount, sampleThresholds);
  return new PartReader(table, oddities, segmentBytes, file, onReport);
}

/** Where the text of a segment is taken from; places are those of the whole text. */
interface TextSource {
  /** Good until the next call. */
  text(from: number, to: number): Uint8Array;
  /** The same, to be put where it is read. @param followsText see `TextFile.piece` */
  piece(from: number, to: number, followsText: boolean): TextPiece;
}

export class PartReader {
  readonly #table: KernelTable;
  readonly #oddities: RowOddities;
  readonly #reader: SegmentReader;
  readonly #segmentBytes: number;
  readonly #onReport: (report: SegmentReport) => void;
  readonly #places: SegmentPlace[] = [];
  #startedAt = 0;
  readonly #fileFacts: TextFileFacts | null;
  #file: TextFile | null = null;
  /** What was read last was given as text. */
  #followsText = false;

  /**
   * @param oddities those that the table notes
   * @param file where the text of tasks is that bring none
   */
  constructor(
    table: KernelTable,
    oddities: RowOddities,
    segmentBytes: number,
    file: TextFileFacts | null,
    onReport: (report: SegmentReport) => void,
  ) {
    this.#table = table;
    this.#oddities = oddities;
    this.#segmentBytes = segmentBytes;
    this.#fileFacts = file;
    this.#onReport = onReport;
    this.#reader = new SegmentReader(table, segmentBytes, () => this.#finishSegment());
    this.#beginSegment();
  }

  /** Text that follows what was read last. @throws ProfilerError */
  write(text: Uint8Array): void {
    this.#followsText = true;
    this.#reader.write(heldPiece(text));
  }

  /** No more text comes. @throws ProfilerError */
  end(): void {
    this.#reader.end();
    this.#report();
  }

  abandon(): void {
    this.#reader.abandon();
    this.#report();
  }

  /**
   * Read a segment; whoever iterates may do something else between the steps.
   * @throws ProfilerError, UnfitFileError
   */
  *read(task: SegmentTask): Generator<void, void> {
    const { position, end, startAt } = task;
    const source = this.#sourceOf(task);
    if (startAt !== null) {
      this.#reader.jump(position, source.text(startAt, position));
      this.#places.pop();
      this.#beginSegment();
    }
    for (let at = position; at < end; at += stepBytes) {
      yield;
      this.#reader.write(source.piece(at, Math.min(at + stepBytes, end), this.#followsText));
      this.#followsText = false;
    }
    if (task.last === "end") this.end();
    else if (task.last === "abandoned") this.abandon();
  }

  /** Once, after the last segment. Its columns lie in the kernel's memory. */
  part(): Part {
    this.close();
    const table = this.#table;
    table.finish();
    const { short, long, strayQuotes, textAfterQuotes, runawayQuotes } = this.#oddities;
    return {
      places: this.#places,
      columns: (index) => this.#columns.state(index),
      oddities: {
        short: short.state(),
        long: long.state(),
        strayQuotes: strayQuotes.state(),
        textAfterQuotes: textAfterQuotes.state(),
        runawayQuotes: runawayQuotes.state(),
      },
      rowHashes: () => table.rowHashes(),
      records: table.records,
      recordLines: table.recordLines,
      blankLines: table.blankLines,
      lineEnds: table.lineEnds,
      lineEndKinds: table.lineEndKinds(),
    };
  }

  /** Once, after `part`: with those of all others. */
  adoptRows(parts: readonly RowHashes[]): RowSample {
    return this.#table.adoptRows(parts);
  }

  close(): void {
    this.#file?.close();
    this.#file = null;
  }

  /** @throws RangeError where there are none */
  get #columns(): KernelColumns {
    const { columns } = this.#table;
    if (columns === null) throw new RangeError("the table has no columns");
    return columns;
  }

  #sourceOf({ position, text }: SegmentTask): TextSource {
    if (text === null) return this.#openFile();
    const bytes = Buffer.from(text.memory);
    const offset = text.at - position;
    const between = (from: number, to: number) => bytes.subarray(offset + from, offset + to);
    return { text: between, piece: (from, to) => heldPiece(between(from, to)) };
  }

  #openFile(): TextFile {
    if (this.#fileFacts === null) throw new Error("the task has no text");
    this.#file ??= new TextFile(this.#fileFacts);
    return this.#file;
  }

  #beginSegment(): void {
    const table = this.#table;
    this.#startedAt = table.position - table.unfinishedBytes;
    const index = Math.floor(table.position / this.#segmentBytes);
    this.#places.push({ index, row: table.records, line: table.line });
  }

  #finishSegment(): void {
    this.#report();
    const { columns } = this.#table;
    for (let index = 0; index < this.#table.columnCount; index++) columns?.beginSegment(index);
    this.#beginSegment();
  }

  #report(): void {
    const table = this.#table;
    table.finishSegment();
    const place = this.#places.at(-1);
    if (place === undefined) throw new Error("no segment was begun");
    this.#onReport({
      index: place.index,
      startedAt: this.#startedAt,
      endedAt: table.position - table.unfinishedBytes,
      rows: table.records - place.row,
      lines: table.line - place.line,
      unfinishedLines: table.unfinishedLines,
      endsLine: table.endsLine,
      columns: Array.from({ length: table.columnCount }, (_, index) => this.#columns.segment(index, true)),
    });
  }
}
