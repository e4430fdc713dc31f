/** The segments of the text, as they are dealt: with their text in memory, or by their place in the file. */
import type { TextFile } from "../text-file.ts";
import type { HeldText } from "./messages.ts";

/** Bytes before a segment in which the beginning of its first record is looked for. */
const beginningBytesMax = 256 * 1024;

/** Text behind a border that tells whether records begin there. */
export const evidenceBytes = 64 * 1024;

/** Offsets are those of the whole text. */
export interface SegmentText {
  /** Of the segment. */
  readonly index: number;
  /** The segment's begin, but for the first one's. */
  readonly position: number;
  readonly end: number;
  /** It reaches to the segment's end. */
  readonly isFull: boolean;
  /** See `SegmentTask`. */
  readonly held: HeldText | null;
  /** What is known of the text around `position`: it lies at `border`. */
  readonly surroundings: { readonly text: Buffer; readonly border: number };
}

/** It comes in piece by piece, and lies in memory beside the text before it as far as a record may reach back. */
export class HeldSegment implements SegmentText {
  readonly index: number;
  readonly position: number;
  readonly held: HeldText;
  readonly #bytes: Buffer;
  /** In the memory. */
  readonly #textAt: number;
  readonly #beginningAt: number;
  readonly #endMax: number;
  #textEnd: number;

  /**
   * @param position where the text that follows begins in the whole text
   * @param before the text of the segment before, when that is known
   * @param freeMemory of a segment that was read
   */
  constructor(
    position: number,
    segmentBytes: number,
    before: HeldSegment | null,
    freeMemory: ArrayBuffer | null,
  ) {
    const memory = freeMemory ?? new ArrayBuffer(beginningBytesMax + segmentBytes);
    this.index = Math.floor(position / segmentBytes);
    this.position = position;
    this.held = { memory, at: beginningBytesMax };
    this.#bytes = Buffer.from(memory);
    this.#textAt = beginningBytesMax;
    this.#textEnd = beginningBytesMax;
    this.#endMax = beginningBytesMax + (this.index + 1) * segmentBytes - position;
    this.#beginningAt = beginningBytesMax - (before?.copyEnd(this.#bytes, beginningBytesMax) ?? 0);
  }

  get isFull(): boolean {
    return this.#textEnd === this.#endMax;
  }

  get end(): number {
    return this.position + this.#textEnd - this.#textAt;
  }

  get surroundings(): { readonly text: Buffer; readonly border: number } {
    return {
      text: this.#bytes.subarray(this.#beginningAt, this.#textEnd),
      border: this.#textAt - this.#beginningAt,
    };
  }

  /** Append as much as there is room for. @returns bytes taken */
  append(text: Uint8Array): number {
    const taken = text.subarray(0, this.#endMax - this.#textEnd);
    this.#bytes.set(taken, this.#textEnd);
    this.#textEnd += taken.length;
    return taken.length;
  }

  /** Copy up to `end` bytes of the end of this text to before `end`. @returns bytes copied */
  copyEnd(to: Buffer, end: number): number {
    const from = Math.max(this.#beginningAt, this.#textEnd - end);
    const length = this.#textEnd - from;
    this.#bytes.copy(to, end - length, from, this.#textEnd);
    return length;
  }
}

/** Whoever reads it takes it out of the file. */
export class FileSegment implements SegmentText {
  readonly index: number;
  readonly position: number;
  readonly end: number;
  readonly isFull: boolean;
  readonly held = null;
  readonly #file: TextFile;

  constructor(file: TextFile, position: number, segmentBytes: number, end: number) {
    this.index = Math.floor(position / segmentBytes);
    const segmentEnd = (this.index + 1) * segmentBytes;
    this.position = position;
    this.end = Math.min(end, segmentEnd);
    this.isFull = this.end === segmentEnd;
    this.#file = file;
  }

  get surroundings(): { readonly text: Buffer; readonly border: number } {
    const from = Math.max(0, this.position - beginningBytesMax);
    const to = Math.min(this.#file.length, this.position + evidenceBytes);
    return { text: this.#file.text(from, to), border: this.position - from };
  }
}
