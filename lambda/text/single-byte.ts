/** Encodings of one byte a character, of which the lower half is ASCII → UTF-8. */
import { isAscii } from "node:buffer";
import { replacementCharacter, type Transcoder, type UndecodableCounter } from "./transcoder.ts";

/** For each byte its UTF-8 form: three bytes a slot, and how many of them count, 0 for what means nothing. */
export interface SingleByteTable {
  readonly utf8Bytes: Uint8Array;
  readonly utf8Lengths: Uint8Array;
}

const slotBytes = 3;
/** Controls of C1 stand for nothing in a table; standards map bytes without a meaning to them. */
const meaningless = /^[\u0080-\u009f\ufffd]$/;

/** @param upper the 128 characters of the bytes 0x80 to 0xFF, U+FFFD where there is none */
export function singleByteTable(upper: string): SingleByteTable {
  if (upper.length !== 128) throw new RangeError(`128 characters are wanted, got ${upper.length}`);
  const utf8Bytes = new Uint8Array(256 * slotBytes);
  const utf8Lengths = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) {
    const character = byte < 0x80 ? String.fromCharCode(byte) : upper.charAt(byte - 0x80);
    if (meaningless.test(character)) continue;
    const encoded = Buffer.from(character);
    utf8Bytes.set(encoded, byte * slotBytes);
    utf8Lengths[byte] = encoded.length;
  }
  return { utf8Bytes, utf8Lengths };
}

export class SingleByteTranscoder implements Transcoder {
  readonly #table: SingleByteTable;
  readonly #counter: UndecodableCounter;

  constructor(table: SingleByteTable, counter: UndecodableCounter) {
    this.#table = table;
    this.#counter = counter;
  }

  push(chunk: Uint8Array): Uint8Array {
    if (isAscii(chunk)) return chunk;
    const { utf8Bytes, utf8Lengths } = this.#table;
    const output = new Uint8Array(chunk.length * slotBytes);
    let length = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      const encodedLength = utf8Lengths[byte] ?? 0;
      if (encodedLength === 0) {
        this.#counter.undecodableBytes++;
        output.set(replacementCharacter, length);
        length += replacementCharacter.length;
        continue;
      }
      for (let i = 0; i < encodedLength; i++) output[length++] = utf8Bytes[byte * slotBytes + i] ?? 0;
    }
    return output.subarray(0, length);
  }

  finish(): Uint8Array {
    return new Uint8Array(0);
  }
}
