import { readFileIfPresent, writeFileAtomically } from "../files.ts";

/** Bits below the time in milliseconds: numbers that differ within one. */
const counterBits = 20n;

/** How far ahead of the last number the file on disk is, so that not every number needs a write: 10 s. */
const reserve = 10_000n << counterBits;

/**
 * Ever-growing hexadecimal numbers that order the writes of a key. They begin with the time in milliseconds and
 * never go back: not after a restart, and not when the clock does. 18 digits, as S3 sends them.
 */
export class Sequencer {
  readonly #path: string;
  #last: bigint;
  /** The greatest number that the file on disk covers. */
  #reserved: bigint;
  #reserving: Promise<void> = Promise.resolve();

  private constructor(path: string, last: bigint) {
    this.#path = path;
    this.#last = last;
    this.#reserved = last;
  }

  static async open(path: string): Promise<Sequencer> {
    const text = (await readFileIfPresent(path)) ?? "0";
    if (!/^[0-9A-F]+$/.test(text)) throw new Error(`${path} is damaged. Remove it and start again.`);
    return new Sequencer(path, BigInt(`0x${text}`));
  }

  async next(): Promise<string> {
    const fromClock = atTime(Date.now());
    this.#last = fromClock > this.#last ? fromClock : this.#last + 1n;
    const next = this.#last;
    if (next > this.#reserved) {
      this.#reserved = next + reserve;
      const text = hexadecimal(this.#reserved);
      this.#reserving = this.#reserving.then(() => writeFileAtomically(this.#path, text));
    }
    await this.#reserving;
    return hexadecimal(next);
  }
}

/** The first number of a moment: orders what is no write among the writes. */
export function sequencerAt(timeMs: number): string {
  return hexadecimal(atTime(timeMs));
}

function atTime(timeMs: number): bigint {
  return BigInt(timeMs) << counterBits;
}

function hexadecimal(value: bigint): string {
  return value.toString(16).toUpperCase().padStart(18, "0");
}
