/** Memory for the text of one segment, and for the text before it as far as a record may reach back. */

/** Bytes before a segment in which the beginning of its first record is looked for. */
const beginningBytesMax = 256 * 1024;

export class SegmentText {
  readonly memory: ArrayBuffer;
  /** Of the segment. */
  readonly index: number;
  /** Offset in the whole text at which the text in `memory` begins; the segment's begin, but for the first one's. */
  readonly position: number;
  readonly #bytes: Buffer;
  readonly #textAt: number;
  readonly #beginningAt: number;
  readonly #endMax: number;
  #textEnd: number;

  /**
   * @param position where the text that follows begins in the whole text
   * @param before the text of the segment before, when that is known
   * @param memory of a segment that was read
   */
  constructor(
    position: number,
    segmentBytes: number,
    before: SegmentText | null,
    memory: ArrayBuffer | null,
  ) {
    this.memory = memory ?? new ArrayBuffer(beginningBytesMax + segmentBytes);
    this.index = Math.floor(position / segmentBytes);
    this.position = position;
    this.#bytes = Buffer.from(this.memory);
    this.#textAt = beginningBytesMax;
    this.#textEnd = beginningBytesMax;
    this.#endMax = beginningBytesMax + (this.index + 1) * segmentBytes - position;
    this.#beginningAt = beginningBytesMax - (before?.copyEnd(this.#bytes, beginningBytesMax) ?? 0);
  }

  get isFull(): boolean {
    return this.#textEnd === this.#endMax;
  }

  get length(): number {
    return this.#textEnd - this.#textAt;
  }

  get bounds(): { readonly textAt: number; readonly textEnd: number } {
    return { textAt: this.#textAt, textEnd: this.#textEnd };
  }

  /** The text of the segment with what is known before it, and where the segment begins in that. */
  get surroundings(): { readonly text: Buffer; readonly border: number } {
    return {
      text: this.#bytes.subarray(this.#beginningAt, this.#textEnd),
      border: this.#textAt - this.#beginningAt,
    };
  }

  /** Offset in `memory` of an offset in the text of `surroundings`. */
  inMemory(offset: number): number {
    return this.#beginningAt + offset;
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
