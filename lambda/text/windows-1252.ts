/**
 * windows-1252 → UTF-8. The five bytes that Microsoft left undefined become U+FFFD and are counted: WHATWG
 * maps them to C1 control characters, but in a CSV they are a sign that the encoding is another one.
 */
import { isAscii } from "node:buffer";
import { replacementCharacter, type Transcoder, type UndecodableCounter } from "./transcoder.ts";

/** 0x80–0x9F; from 0xA0 on windows-1252 is Latin-1. `�` marks the undefined ones. */
const upperControlRow = "€�‚ƒ„…†‡ˆ‰Š‹Œ�Ž��‘’“”•–—˜™š›œ�žŸ";

/** In windows-1252. */
export const undefinedBytes: ReadonlySet<number> = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/** For each byte its UTF-8 form: three bytes a slot, and how many of them count. */
const { utf8Bytes, utf8Lengths } = buildTable();

function buildTable() {
  const utf8Bytes = new Uint8Array(256 * 3);
  const utf8Lengths = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) {
    const controlRow = byte >= 0x80 && byte < 0xa0;
    const character = controlRow ? upperControlRow.charAt(byte - 0x80) : String.fromCharCode(byte);
    const encoded = undefinedBytes.has(byte) ? replacementCharacter : Buffer.from(character);
    utf8Bytes.set(encoded, byte * 3);
    utf8Lengths[byte] = encoded.length;
  }
  return { utf8Bytes, utf8Lengths };
}

export class Windows1252Transcoder implements Transcoder {
  readonly #counter: UndecodableCounter;

  constructor(counter: UndecodableCounter) {
    this.#counter = counter;
  }

  push(chunk: Uint8Array): Uint8Array {
    if (isAscii(chunk)) return chunk;
    const output = new Uint8Array(chunk.length * 3);
    let length = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (byte < 0x80) {
        output[length++] = byte;
        continue;
      }
      if (undefinedBytes.has(byte)) this.#counter.undecodableBytes++;
      const slot = byte * 3;
      const encodedLength = utf8Lengths[byte] ?? 0;
      for (let i = 0; i < encodedLength; i++) output[length++] = utf8Bytes[slot + i] ?? 0;
    }
    return output.subarray(0, length);
  }

  finish(): Uint8Array {
    return new Uint8Array(0);
  }
}
