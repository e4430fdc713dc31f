/** UTF-16 → UTF-8. Lone surrogates and a last odd byte become U+FFFD and are counted. */
import { replacementCharacter, type Transcoder, type UndecodableCounter } from "./transcoder.ts";

const noByte = -1;
const noSurrogate = 0;

export class Utf16Transcoder implements Transcoder {
  readonly #counter: UndecodableCounter;
  /** How far the first and the second byte of a unit are shifted. */
  readonly #shift: readonly [number, number];
  #firstByte = noByte;
  #highSurrogate = noSurrogate;
  #output = new Uint8Array(0);
  #length = 0;

  constructor(endianness: "little" | "big", counter: UndecodableCounter) {
    this.#shift = endianness === "little" ? [0, 8] : [8, 0];
    this.#counter = counter;
  }

  push(chunk: Uint8Array): Uint8Array {
    // A unit (2 bytes) becomes at most 3; what was held back at most 3 more for each of byte and surrogate.
    this.#output = new Uint8Array((chunk.length >> 1) * 3 + 6);
    this.#length = 0;
    const [firstShift, secondShift] = this.#shift;
    let at = 0;
    if (this.#firstByte !== noByte && chunk.length > 0) {
      this.#unit((this.#firstByte << firstShift) | ((chunk[0] ?? 0) << secondShift));
      this.#firstByte = noByte;
      at = 1;
    }
    const end = chunk.length - ((chunk.length - at) & 1);
    for (; at < end; at += 2) {
      const unit = ((chunk[at] ?? 0) << firstShift) | ((chunk[at + 1] ?? 0) << secondShift);
      if (unit < 0x80 && this.#highSurrogate === noSurrogate) this.#output[this.#length++] = unit;
      else this.#unit(unit);
    }
    if (at < chunk.length) this.#firstByte = chunk[at] ?? noByte;
    return this.#output.subarray(0, this.#length);
  }

  finish(): Uint8Array {
    this.#output = new Uint8Array(6);
    this.#length = 0;
    if (this.#highSurrogate !== noSurrogate) this.#replace(2);
    if (this.#firstByte !== noByte) this.#replace(1);
    this.#highSurrogate = noSurrogate;
    this.#firstByte = noByte;
    return this.#output.subarray(0, this.#length);
  }

  #unit(unit: number): void {
    const high = this.#highSurrogate;
    if (high !== noSurrogate) {
      this.#highSurrogate = noSurrogate;
      if (unit >= 0xdc00 && unit <= 0xdfff) {
        this.#character(0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
        return;
      }
      this.#replace(2);
    }
    if (unit >= 0xd800 && unit <= 0xdbff) this.#highSurrogate = unit;
    else if (unit >= 0xdc00 && unit <= 0xdfff) this.#replace(2);
    else this.#character(unit);
  }

  #character(codePoint: number): void {
    const output = this.#output;
    if (codePoint < 0x80) {
      output[this.#length++] = codePoint;
      return;
    }
    if (codePoint < 0x800) {
      output[this.#length++] = 0xc0 | (codePoint >> 6);
    } else {
      if (codePoint < 0x10000) {
        output[this.#length++] = 0xe0 | (codePoint >> 12);
      } else {
        output[this.#length++] = 0xf0 | (codePoint >> 18);
        output[this.#length++] = 0x80 | ((codePoint >> 12) & 0x3f);
      }
      output[this.#length++] = 0x80 | ((codePoint >> 6) & 0x3f);
    }
    output[this.#length++] = 0x80 | (codePoint & 0x3f);
  }

  #replace(inputBytes: number): void {
    this.#counter.undecodableBytes += inputBytes;
    for (const byte of replacementCharacter) this.#output[this.#length++] = byte;
  }
}
