/**
 * A file that is the text as it stands: each thread reads its segments out of it by itself. What one thread has read for
 * another goes through memory once more, and costs a fifth of the processor time. The only place of the core that knows
 * files: a thread can be handed no function that reads, only where to read.
 */
import { isUtf8 } from "node:buffer";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** Plain data. */
export interface TextFileFacts {
  readonly path: string;
  /** Of the file. */
  readonly sizeBytes: number;
  /** Bytes before the text: its byte order mark. */
  readonly textAt: number;
}

/** The file is not the one that it was, or not UTF-8 throughout. */
export class UnfitFileError extends Error {
  override readonly name = "UnfitFileError";
}

/** Read beyond both ends of a piece: as many as a character that is cut by them can have there. */
const characterBytesMax = 4;
const continuationMask = 0xc0;
const continuationMark = 0x80;

export class TextFile {
  /** Bytes of the text. */
  readonly length: number;
  readonly #facts: TextFileFacts;
  readonly #file: number;
  #buffer = Buffer.alloc(0);

  /** @throws UnfitFileError */
  constructor(facts: TextFileFacts) {
    this.#facts = facts;
    this.length = facts.sizeBytes - facts.textAt;
    this.#file = openAgain(facts.path);
    const { size } = fstatSync(this.#file);
    if (size === facts.sizeBytes) return;
    this.close();
    throw new UnfitFileError(`The file has ${size} bytes, and had ${facts.sizeBytes}.`);
  }

  /**
   * The text between two places, good until the next call.
   * @throws UnfitFileError
   */
  read(from: number, to: number): Buffer {
    const end = Math.min(this.length, to + characterBytesMax);
    if (this.#buffer.length < end - from) this.#buffer = Buffer.allocUnsafeSlow(end - from);
    let length = 0;
    while (length < end - from) {
      const at = this.#facts.textAt + from + length;
      const bytes = readSync(this.#file, this.#buffer, length, end - from - length, at);
      if (bytes === 0)
        throw new UnfitFileError(`The file ends at ${at}, and had ${this.#facts.sizeBytes} bytes.`);
      length += bytes;
    }
    this.#assertUtf8(from, to, end);
    return this.#buffer.subarray(0, to - from);
  }

  close(): void {
    closeSync(this.#file);
  }

  /** The characters that begin in the piece, whole: the first one that is cut was looked at with the piece before. */
  #assertUtf8(from: number, to: number, end: number): void {
    let first = 0;
    if (from > 0) while (first < characterBytesMax - 1 && this.#continues(first)) first++;
    let last = to - from;
    if (first >= last) return;
    while (last < end - from && this.#continues(last)) last++;
    if (!isUtf8(this.#buffer.subarray(first, last)))
      throw new UnfitFileError(`The file is not UTF-8 between ${from} and ${to}.`);
  }

  #continues(at: number): boolean {
    return ((this.#buffer[at] ?? 0) & continuationMask) === continuationMark;
  }
}

function openAgain(path: string): number {
  try {
    return openSync(path, "r");
  } catch (error) {
    throw new UnfitFileError("The file cannot be opened any more.", { cause: error });
  }
}
