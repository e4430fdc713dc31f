/**
 * UTF-8 that may be damaged → valid UTF-8. Valid input passes through without being copied: the check is
 * Node's own (SIMD, several GB/s) and only chunks that fail it are walked byte by byte.
 */
import { isUtf8 } from "node:buffer";
import { replacementCharacter, type Transcoder, type UndecodableCounter } from "./transcoder.ts";

/** What stands at one position: `bytes` of it belong together. `cut` asks for more input. */
export interface Utf8Step {
  readonly kind: "valid" | "invalid" | "cut";
  readonly bytes: number;
}

const ascii: Utf8Step = { kind: "valid", bytes: 1 };
const valid: readonly Utf8Step[] = [0, 1, 2, 3, 4].map((bytes) => ({ kind: "valid", bytes }));
const invalid: readonly Utf8Step[] = [0, 1, 2, 3].map((bytes) => ({ kind: "invalid", bytes }));
const cut: readonly Utf8Step[] = [0, 1, 2, 3].map((bytes) => ({ kind: "cut", bytes }));

/**
 * Read one character at `at` (< bytes.length). An invalid step spans the "maximal subpart" that one U+FFFD
 * stands for (Unicode 15, section 3.9; the same as WHATWG's decoder).
 */
export function utf8Step(bytes: Uint8Array, at: number): Utf8Step {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return ascii;
  if (lead < 0xc2 || lead > 0xf4) return invalid[1] ?? ascii;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  // The second byte's range keeps out overlong forms, surrogates and what lies beyond U+10FFFF.
  let low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  let high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return cut[i] ?? ascii;
    if (byte < low || byte > high) return invalid[i] ?? ascii;
    low = 0x80;
    high = 0xbf;
  }
  return valid[length] ?? ascii;
}

/** Where the character begins that is cut off by the end of `bytes`; `bytes.length` when none is. */
export function utf8CutStart(bytes: Uint8Array): number {
  const end = bytes.length;
  for (let at = end - 1; at >= 0 && at >= end - 3; at--) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) return utf8Step(bytes, at).kind === "cut" ? at : end;
  }
  return end;
}

export class Utf8Repairer implements Transcoder {
  readonly #counter: UndecodableCounter;
  /** The beginning of a character whose rest is in the next chunk: at most 3 bytes. */
  #carry: Uint8Array = new Uint8Array(0);

  constructor(counter: UndecodableCounter) {
    this.#counter = counter;
  }

  push(chunk: Uint8Array): Uint8Array {
    const input = this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk]);
    const end = utf8CutStart(input);
    // A copy, which `slice` of a Buffer is not: the caller's chunk may be reused once it was consumed.
    this.#carry = Uint8Array.from(input.subarray(end));
    const complete = input.subarray(0, end);
    return isUtf8(complete) ? complete : this.#repair(complete);
  }

  finish(): Uint8Array {
    const rest = this.#carry;
    this.#carry = new Uint8Array(0);
    return rest.length === 0 ? rest : this.#repair(rest);
  }

  #repair(input: Uint8Array): Uint8Array {
    const output = new Uint8Array(input.length * replacementCharacter.length);
    let length = 0;
    for (let at = 0; at < input.length; ) {
      const step = utf8Step(input, at);
      if (step.kind === "valid") {
        for (let i = 0; i < step.bytes; i++) output[length++] = input[at + i] ?? 0;
      } else {
        this.#counter.undecodableBytes += step.bytes;
        for (const byte of replacementCharacter) output[length++] = byte;
      }
      at += step.bytes;
    }
    return output.subarray(0, length);
  }
}
