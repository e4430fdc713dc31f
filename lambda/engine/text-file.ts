/**
 * A file that is the text as it stands: who profiles it reads it by himself, to where the kernel looks at it. What another
 * thread has read goes through memory once more: a tenth of the processor time, of several threads a fifth. The only place
 * of the core that knows files: a thread can be handed no function that reads, only where to read.
 */
import { isUtf8 } from "node:buffer";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { TextPiece } from "./text-piece.ts";

/** Plain data. */
export interface TextFileFacts {
  readonly path: string;
  /** Of the file. */
  readonly sizeBytes: number;
  /** Bytes before the text: its byte order mark. */
  readonly textAt: number;
  /** Of the file, where it is known: another one may have taken its name. */
  readonly inode?: number | undefined;
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
    const { size, ino } = fstatSync(this.#file);
    if (size === facts.sizeBytes && ino === (facts.inode ?? ino)) return;
    this.close();
    throw new UnfitFileError(`The file was replaced, or has ${size} bytes, and had ${facts.sizeBytes}.`);
  }

  /**
   * The text between two places, good until the next call.
   * @throws UnfitFileError
   */
  text(from: number, to: number): Buffer {
    const bytes = to - from;
    if (this.#buffer.length < bytes + characterBytesMax)
      this.#buffer = Buffer.allocUnsafeSlow(bytes + characterBytesMax);
    this.#read(from, to, this.#buffer, 0, false);
    return this.#buffer.subarray(0, bytes);
  }

  /**
   * The same, read to where it is put, which throws UnfitFileError. Up to `characterBytesMax` bytes behind it are written to.
   * @param followsText what is before was no piece of the file, and ends with a character
   */
  piece(from: number, to: number, followsText = false): TextPiece {
    return {
      length: to - from,
      put: (memory, at, first, end) =>
        this.#read(from + first, from + end, memory, at, followsText && first === 0),
    };
  }

  close(): void {
    closeSync(this.#file);
  }

  #read(from: number, to: number, target: Buffer, targetAt: number, followsText: boolean): void {
    const wanted = Math.min(this.length, to + characterBytesMax) - from;
    let length = 0;
    while (length < wanted) {
      const at = this.#facts.textAt + from + length;
      const bytes = readSync(this.#file, target, targetAt + length, wanted - length, at);
      if (bytes === 0)
        throw new UnfitFileError(`The file ends at ${at}, and had ${this.#facts.sizeBytes} bytes.`);
      length += bytes;
    }
    if (!isTextUtf8(target.subarray(targetAt, targetAt + wanted), to - from, followsText || from === 0))
      throw new UnfitFileError(`The file is not UTF-8 between ${from} and ${to}.`);
  }
}

/** The characters that begin in the first `length` bytes, whole: one that is cut by their start was looked at with what is before. */
function isTextUtf8(bytes: Buffer, length: number, isStart: boolean): boolean {
  let first = 0;
  if (!isStart) while (first < characterBytesMax - 1 && continues(bytes[first])) first++;
  let last = length;
  if (first >= last) return true;
  while (last < bytes.length && continues(bytes[last])) last++;
  return isUtf8(bytes.subarray(first, last));
}

function continues(byte = 0): boolean {
  return (byte & continuationMask) === continuationMark;
}

function openAgain(path: string): number {
  try {
    return openSync(path, "r");
  } catch (error) {
    throw new UnfitFileError("The file cannot be opened any more.", { cause: error });
  }
}
