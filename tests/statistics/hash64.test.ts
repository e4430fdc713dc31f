import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Hash64 } from "../../lambda/statistics/hash64.ts";
import { Hash64Set } from "../../lambda/statistics/hash64-set.ts";
import { anyText } from "./data.ts";

const multiplier = 0xc6a4a7935bd1e995n;
const modulo = 2n ** 64n;

function wordAt(bytes: Uint8Array, from: number, to: number): bigint {
  return bytes.subarray(from, to).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function wordsOf(bytes: Uint8Array): bigint[] {
  const { length } = bytes;
  if (length <= 8) return [wordAt(bytes, 0, length)];
  const starts = length <= 16 ? [0, length - 8] : [];
  for (let at = 0; at + 16 < length; at += 16) if (length > 16) starts.push(at, at + 8);
  if (length > 16) starts.push(length - 16, length - 8);
  return starts.map((at) => wordAt(bytes, at, at + 8));
}

/** As the docstring of Hash64 says, in BigInt. */
function reference(bytes: Uint8Array): bigint {
  let hash = begun(bytes.length);
  for (const word of wordsOf(bytes)) {
    hash = ((hash ^ word) * multiplier) % modulo;
    hash ^= hash >> 32n;
  }
  return finished(hash);
}

function rowReference(cellHashes: readonly bigint[]): bigint {
  return finished(
    cellHashes.reduce((hash, word) => (hash * multiplier + word) % modulo, begun(8 * cellHashes.length)),
  );
}

function begun(length: number): bigint {
  return 0x9e3779b97f4a7c15n ^ ((BigInt(length) * multiplier) % modulo);
}

function finished(hash: bigint): bigint {
  const once = (hash * 0xff51afd7ed558ccdn) % modulo;
  const twice = ((once ^ (once >> 32n)) * 0xc4ceb9fe1a85ec53n) % modulo;
  return twice ^ (twice >> 32n);
}

function hashed(hash: Hash64): bigint {
  return (BigInt(hash.high) << 32n) | BigInt(hash.low);
}

const hash = new Hash64();
const encoder = new TextEncoder();

function hashOf(text: string): bigint {
  hash.hashText(text);
  return hashed(hash);
}

describe("Hash64", () => {
  // For the kernel to be held against.
  it.each([
    ["", 0x25307e549a71e7d6n],
    ["a", 0xafbdef1fd5a0bdebn],
    ["42", 0x18f5c561c644101dn],
    ["2024-01-31", 0x118054aa28fb09a5n],
    ["Zürich", 0x2339cbd2c4565fe6n],
    ["12345678", 0xa28117a66e5b60d3n],
    ["the quick brown fox", 0x9f72cf7adf9b953dn],
  ])("of %j", (text, expected) => {
    expect(hashOf(text)).toBe(expected);
  });

  it("equals the reference for any bytes, anywhere in a buffer", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), fc.nat(9), (bytes, offset) => {
        const buffer = new Uint8Array(bytes.length + offset + 5).fill(0xff);
        buffer.set(bytes, offset);
        hash.hashBytes(buffer, offset, offset + bytes.length);
        expect(hashed(hash)).toBe(reference(bytes));
      }),
    );
  });

  it("equals the reference for the UTF-8 bytes of any text, also past its buffer", () => {
    fc.assert(
      fc.property(anyText(40), fc.constantFrom(1, 1, 1, 50), (text, repeat) => {
        const whole = text.repeat(repeat);
        expect(hashOf(whole)).toBe(reference(encoder.encode(whole)));
      }),
    );
    const long = "Straße ".repeat(1000);
    expect(hashOf(long)).toBe(reference(encoder.encode(long)));
  });

  it("hashes a row by the hashes of its cells as words", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 8 }), (cells) => {
        const words = new Uint32Array(2 * cells.length);
        const cellHashes: bigint[] = [];
        for (const [i, cell] of cells.entries()) {
          hash.hashText(cell);
          words[2 * i] = hash.high;
          words[2 * i + 1] = hash.low;
          cellHashes.push(hashed(hash));
        }
        hash.hashRow(words, cells.length);
        expect(hashed(hash)).toBe(rowReference(cellHashes));
      }),
    );
  });

  it.each<[number, string, (i: number) => string]>([
    [1_000_000, "sequential integers", (i) => String(i)],
    [131_072, "dates and times", (i) => new Date(i * 60_000).toISOString()],
    [131_072, "names", (i) => `Customer ${i % 1000}, ${Math.floor(i / 1000)} Main Street`],
    [131_072, "padded codes", (i) => String(i).padStart(16, "0")],
  ])("%i %s: no collision, and every bit set half of the time", (n, _, textOf) => {
    const set = new Hash64Set();
    const buckets = new Uint32Array(4096);
    const ones = new Uint32Array(64);
    for (let i = 0; i < n; i++) {
      hash.hashText(textOf(i));
      set.add(hash.high, hash.low);
      buckets[hash.high >>> 20] = (buckets[hash.high >>> 20] ?? 0) + 1;
      if (i % 16 === 0) {
        for (let bit = 0; bit < 32; bit++) {
          ones[bit] = (ones[bit] ?? 0) + ((hash.low >>> bit) & 1);
          ones[bit + 32] = (ones[bit + 32] ?? 0) + ((hash.high >>> bit) & 1);
        }
      }
    }
    expect(set.size).toBe(n);
    // 5 standard deviations of a fair coin, n / 16 throws.
    for (const count of ones) expect(Math.abs(count - n / 32)).toBeLessThan(5 * Math.sqrt(n / 16 / 4));
    // χ² of the first 12 bits: mean 4,095, standard deviation 90.
    const expected = n / 4096;
    const chiSquare = buckets.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(4095 + 5 * 90.5);
  });

  it("changes every bit of the hash with a chance near 1/2 for every bit of the input", () => {
    const rounds = 1000;
    for (const length of [1, 3, 8, 10, 19]) {
      for (let bit = 0; bit < 8 * length; bit += 5) {
        const flips = new Uint32Array(64);
        for (let round = 0; round < rounds; round++) {
          const bytes = Uint8Array.from({ length }, (_, i) => (round * 131 + i * 29 + (round >> 3)) & 255);
          hash.hashBytes(bytes, 0, length);
          const [high, low] = [hash.high, hash.low];
          bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          hash.hashBytes(bytes, 0, length);
          for (let i = 0; i < 32; i++) {
            flips[i] = (flips[i] ?? 0) + (((low ^ hash.low) >>> i) & 1);
            flips[i + 32] = (flips[i + 32] ?? 0) + (((high ^ hash.high) >>> i) & 1);
          }
        }
        for (const count of flips) expect(Math.abs(count / rounds - 0.5)).toBeLessThan(0.2);
      }
    }
  });
});
