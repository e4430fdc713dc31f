import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CompensatedSum } from "../../lambda/statistics/compensated-sum.ts";
import { mergeTree } from "./merge-tree.ts";

function fill(numbers: readonly number[]): CompensatedSum {
  const sum = new CompensatedSum();
  for (const x of numbers) sum.add(x);
  return sum;
}

/** Every double is an integer times 2^−1074, so BigInt sums exactly. */
function exactSum(numbers: readonly number[]): number {
  const scale = 2n ** 1074n;
  let total = 0n;
  for (const x of numbers) {
    let exponent = 0;
    let mantissa = x;
    while (!Number.isInteger(mantissa)) {
      mantissa *= 2;
      exponent++;
    }
    total += (BigInt(mantissa) * scale) / 2n ** BigInt(exponent);
  }
  // To a double: enough leading bits, then one rounding.
  const bits = total.toString(2).replace("-", "").length;
  const shift = Math.max(0, bits - 64);
  return Number(total >> BigInt(shift)) * 2 ** (shift - 537) * 2 ** -537;
}

describe("CompensatedSum", () => {
  it.each([
    [[], 0],
    [[0.1, 0.2, 0.3], 0.6],
    [[1, 1e100, 1, -1e100], 2],
    [[1e16, 1, -1e16], 1],
    [Array.from({ length: 10 }, () => 0.1), 1],
  ])("of %j", (numbers, expected) => {
    expect(fill(numbers).value()).toBe(expected);
  });

  it("is null past the largest double", () => {
    expect(fill([Number.MAX_VALUE, Number.MAX_VALUE]).value()).toBeNull();
  });

  it("is exact for integers, in every order and cut", () => {
    const integers = fc.array(
      fc.maxSafeInteger().map((x) => Math.trunc(x / 256)),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(integers, fc.integer(), (numbers, seed) => {
        const expected = Number(numbers.reduce((total, x) => total + BigInt(x), 0n));
        const merged = mergeTree(
          numbers,
          seed,
          "shuffled",
          () => new CompensatedSum(),
          (state, x) => state.add(x),
        );
        expect(merged.value()).toBe(expected);
      }),
    );
  });

  it("is off by at most ε|S| + n²ε² Σ|x|, in every order and cut", () => {
    const numbers = fc.array(fc.double({ min: -1e12, max: 1e12, noNaN: true }), { maxLength: 100 });
    fc.assert(
      fc.property(numbers, fc.integer(), (xs, seed) => {
        const merged = mergeTree(
          xs,
          seed,
          "shuffled",
          () => new CompensatedSum(),
          (state, x) => state.add(x),
        );
        const exact = exactSum(xs);
        const epsilon = 2 ** -53;
        const magnitudes = xs.reduce((sum, x) => sum + Math.abs(x), 0);
        // Once more ε|S|, for the rounding of the oracle.
        const bound = 2 * epsilon * Math.abs(exact) + (xs.length * epsilon) ** 2 * magnitudes;
        expect(Math.abs((merged.value() ?? Number.NaN) - exact)).toBeLessThanOrEqual(bound);
      }),
    );
  });

  it("survives the way through its state", () => {
    const sum = fill([1e16, 1]);
    const copy = CompensatedSum.from(sum.state());
    copy.add(-1e16);
    expect(copy.value()).toBe(1);
  });
});
