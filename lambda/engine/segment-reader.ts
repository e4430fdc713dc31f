/**
 * Gives text to a kernel in slices, and tells where its segments end. Both are cut by their place in the text, never by
 * how the text comes in: sums of doubles are then the same in every run, in every thread.
 */
import { ProfilerError } from "../errors.ts";
import { recordBytesMax } from "../limits.ts";
import { batchSizeFor } from "./batch-size.ts";
import type { KernelTable } from "./kernel-table.ts";
import { UnfitFileError } from "./text-file.ts";
import type { TextPiece } from "./text-piece.ts";

export class SegmentReader {
  readonly #table: KernelTable;
  readonly #segmentBytes: number;
  readonly #onSegment: () => void;
  readonly #sliceBytesLeast: number | undefined;
  /** Unfinished bytes from which on it is worth looking for the end of a record. */
  #readAgainBytes = 0;
  /** What comes next in the text cannot be read. */
  #failed = false;

  /** @param onSegment A segment of the text was read: the next one begins with what is unfinished. */
  constructor(table: KernelTable, segmentBytes: number, onSegment: () => void, sliceBytesLeast?: number) {
    this.#table = table;
    this.#segmentBytes = segmentBytes;
    this.#onSegment = onSegment;
    this.#sliceBytesLeast = sliceBytesLeast;
  }

  /**
   * Read on.
   * @throws ProfilerError as `RecordReader.write`; call `abandon` then. What the piece throws, with nothing taken of the
   * slice that it threw for (`KernelTable.position`).
   */
  write(text: TextPiece): void {
    let from = 0;
    try {
      while (from < text.length) {
        const { position } = this.#table;
        const segmentEnd = endOf(position, this.#segmentBytes);
        const { sliceBytes } = batchSizeFor(this.#table.columnCount, this.#sliceBytesLeast);
        const end = Math.min(endOf(position, sliceBytes), segmentEnd, this.#boundAt());
        const to = Math.min(text.length, from + end - position);
        this.#table.feed(text, from, to);
        from = to;
        if (this.#table.position === end) this.#readOn();
        if (this.#table.position === segmentEnd) this.#finishSegment();
      }
    } catch (error) {
      // The text itself could not be had; it may be written in another way.
      if (!(error instanceof ProfilerError)) throw error;
      this.#failed = true;
      this.#leaveUnread(text, from);
      throw error;
    }
  }

  /** The text ends here. @throws ProfilerError QUOTE_NOT_CLOSED or RECORD_TOO_LONG; call `abandon` then. */
  end(): void {
    try {
      this.#table.read(true);
    } catch (error) {
      this.#failed = true;
      throw error;
    }
  }

  /** The text is not read further. */
  abandon(): void {
    if (this.#failed) this.#table.finishBatch();
    else this.#table.read(false);
  }

  /** See `KernelTable.jump`. */
  jump(position: number, beginning: Uint8Array): void {
    this.#readAgainBytes = 0;
    this.#table.jump(position, beginning);
  }

  /** The lines of the whole piece are accounted for, unless they cannot be had. */
  #leaveUnread(text: TextPiece, from: number): void {
    try {
      this.#table.feed(text, from, text.length);
    } catch (error) {
      if (!(error instanceof UnfitFileError)) throw error;
    }
  }

  /** The place in the text at which what is unfinished will have outgrown a record: it is looked at there and then. */
  #boundAt(): number {
    const { position, unfinishedBytes } = this.#table;
    return position + Math.max(1, recordBytesMax + 1 - unfinishedBytes);
  }

  #finishSegment(): void {
    this.#readAgainBytes = 0;
    this.#onSegment();
  }

  #readOn(): void {
    const table = this.#table;
    // An unfinished record is read from its start again: with each byte of a long one, that would take for ever.
    if (table.unfinishedBytes < this.#readAgainBytes) return;
    table.read(false);
    while (table.isOutgrown) {
      table.freeSwallowed();
      table.read(false);
    }
    this.#readAgainBytes = Math.min(table.unfinishedBytes * 1.25, recordBytesMax);
  }
}

/** The first multiple behind a place. */
function endOf(position: number, bytes: number): number {
  return (Math.floor(position / bytes) + 1) * bytes;
}
