import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalDecimalInteger, compareDecimalIntegers } from "../../lambda/statistics/decimal-integer.ts";

const integers = fc
  .tuple(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.constantFrom("", "+"), fc.nat(3))
  .map(([value, plus, zeros]) => {
    const digits = "0".repeat(zeros) + (value < 0n ? -value : value);
    return { value, text: (value < 0n ? "-" : plus) + digits };
  });

describe("decimal integers as text", () => {
  it.each([
    ["9007199254740993", "9007199254740992", 1],
    ["-9007199254740993", "-9007199254740992", -1],
    ["10000000000000000000", "9999999999999999999", 1],
    ["+5", "5", 0],
    ["-0", "0", 0],
    ["007", "7", 0],
    ["-1", "1", -1],
  ])("%s against %s", (a, b, expected) => {
    expect(compareDecimalIntegers(a, b)).toBe(expected);
  });

  it("compare as BigInt does", () => {
    fc.assert(
      fc.property(integers, integers, (a, b) => {
        const expected = a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
        expect(compareDecimalIntegers(a.text, b.text)).toBe(expected);
      }),
    );
  });

  it("have one canonical text", () => {
    fc.assert(
      fc.property(integers, ({ value, text }) => {
        expect(canonicalDecimalInteger(text)).toBe(`${value}`);
      }),
    );
  });
});
