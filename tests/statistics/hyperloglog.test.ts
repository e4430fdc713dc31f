import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Hash64 } from "../../lambda/statistics/hash64.ts";
import { HyperLogLog } from "../../lambda/statistics/hyperloglog.ts";
import { mergeTree } from "./merge-tree.ts";

const hash = new Hash64();

function add(sketch: HyperLogLog, text: string): void {
  hash.hashText(text);
  sketch.add(hash.high, hash.low);
}

describe("HyperLogLog", () => {
  it("states its standard error", () => {
    expect(new HyperLogLog(14).standardError).toBeCloseTo(0.008125, 12);
    expect(new HyperLogLog(10).standardError).toBeCloseTo(0.0325, 12);
  });

  // Each row is one draw: within 3 standard errors of the truth. The seeds are the texts, so it always is or never.
  it.each<[string, number, (i: number) => string]>([
    ["nothing", 0, String],
    ["one", 1, String],
    ["integers", 100, String],
    ["integers", 1_000, String],
    ["integers", 10_000, String],
    ["integers", 40_000, String],
    ["integers", 100_000, String],
    ["integers", 1_000_000, String],
    ["dates", 100_000, (i) => new Date(i * 86_400_000).toISOString().slice(0, 10)],
    ["names", 100_000, (i) => `Customer ${i % 317}, ${i} Main Street`],
    ["padded codes", 100_000, (i) => `SKU-${String(i).padStart(9, "0")}`],
  ])("%s: %i distinct", (_, n, textOf) => {
    const sketch = new HyperLogLog(14);
    for (let i = 0; i < n; i++) add(sketch, textOf(i));
    expect(Math.abs(sketch.estimate() - n)).toBeLessThanOrEqual(3 * 0.008125 * n);
  });

  it("has no bias: 40 disjoint sets at each size, mean and spread", () => {
    for (const [precision, n] of [
      [10, 500],
      [10, 2_500],
      [10, 5_000],
      [12, 10_000],
    ] as const) {
      const errors = Array.from({ length: 40 }, (_, round) => {
        const sketch = new HyperLogLog(precision);
        for (let i = 0; i < n; i++) add(sketch, `${round}:${i}`);
        return sketch.estimate() / n - 1;
      });
      const standardError = new HyperLogLog(precision).standardError;
      const mean = errors.reduce((a, b) => a + b, 0) / errors.length;
      const spread = Math.sqrt(errors.reduce((a, b) => a + b * b, 0) / errors.length);
      expect(Math.abs(mean)).toBeLessThan((3 * standardError) / Math.sqrt(errors.length));
      expect(spread).toBeLessThan(1.35 * standardError);
    }
  });

  it("puts the first bits into the register's number and counts the zeros that follow", () => {
    const sketch = new HyperLogLog(4);
    sketch.add(0xf8000000, 0);
    sketch.add(0x10000000, 1);
    sketch.add(0x20000000, 0);
    const registers = sketch.registers();
    expect(registers[15]).toBe(1);
    expect(registers[1]).toBe(60);
    expect(registers[2]).toBe(61);
  });

  it("has the same registers in every order and cut, and for repetitions", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 300 }), fc.integer(), (texts, seed) => {
        const whole = new HyperLogLog(6);
        for (const text of texts) add(whole, text);
        const merged = mergeTree([...texts, ...texts], seed, "shuffled", () => new HyperLogLog(6), add);
        expect(merged.registers()).toEqual(whole.registers());
        expect(new HyperLogLog(6, merged.registers()).estimate()).toBe(whole.estimate());
      }),
    );
  });

  it("refuses other precisions and foreign registers", () => {
    expect(() => new HyperLogLog(3)).toThrow(RangeError);
    expect(() => new HyperLogLog(14, new Uint8Array(10))).toThrow(RangeError);
    expect(() => new HyperLogLog(10).merge(new HyperLogLog(11))).toThrow(RangeError);
  });
});
