/** Intl is the specification; it is only too slow to start. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DecimalRounding, decimalText } from "../../lambda/report/decimal-text.ts";

const magnitudes = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, min: -1e7, max: 1e7 }),
  fc.integer(),
  // Ties, and decimals as people write them.
  fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 0, max: 8 })).map(([n, e]) => n / 10 ** e),
);

const roundings: readonly (readonly [DecimalRounding, Intl.NumberFormatOptions])[] = [
  [{ fractionDigits: 0 }, { maximumFractionDigits: 0 }],
  [{ fractionDigits: 2 }, { maximumFractionDigits: 2 }],
  [{ fractionDigits: 20 }, { maximumFractionDigits: 20 }],
  [{ significantDigits: 1 }, { maximumSignificantDigits: 1 }],
  [{ significantDigits: 6 }, { maximumSignificantDigits: 6 }],
];

describe.each(roundings)("%o", (rounding, intl) => {
  it.each([
    [1_000, true],
    [10_000, "min2"],
    [null, false],
  ] as const)("grouped from %s on, as Intl has it", (groupFrom, useGrouping) => {
    const format = new Intl.NumberFormat("en-US", { ...intl, useGrouping, signDisplay: "negative" });
    fc.assert(
      fc.property(magnitudes, (value) => {
        expect(decimalText(value, rounding, groupFrom)).toBe(format.format(value));
      }),
      { numRuns: 5_000 },
    );
  });
});

it("rounds what is written as a tie away from zero, though the double is below it", () => {
  expect(
    [1.005, -1.005, 0.995, 9.995].map((value) => decimalText(value, { fractionDigits: 2 }, 1_000)),
  ).toEqual(["1.01", "-1.01", "1", "10"]);
});
