import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shapeCharsMax } from "../../lambda/limits.ts";
import { shapeOf } from "../../lambda/statistics/string-shapes.ts";
import { anyText } from "./data.ts";

describe("shapeOf", () => {
  it.each([
    ["", ""],
    ["AB-1234", "AA-9999"],
    ["ABCD12345", "AAAA9{5}"],
    ["ABCDE", "A+"],
    ["x", "a"],
    ["word", "a+"],
    ["Müller, Anna", "Aa+, Aa+"],
    ["ÉCOLE élan", "A+ a+"],
    ["DE89370400440532013000", "AA9{20}"],
    ["o@x.org", "a@a.a+"],
    ["+49 (30) 1234-567", "+99 (99) 9999-999"],
    ["東京 2024", "a+ 9999"],
    ["٣٤", "99"],
    ["e\u0301te\u0301", "a+"],
    ["A😀😀9", "A😀😀9"],
    ["\ud800", "\ud800"],
    ["-".repeat(61), `${"-".repeat(59)}…`],
    [`${"-".repeat(58)}😀😀`, `${"-".repeat(58)}…`],
    ["-".repeat(60), "-".repeat(60)],
  ])("%j → %j", (text, shape) => {
    expect(shapeOf(text)).toBe(shape);
  });

  it("has a bounded length, and says nothing about which letters and digits there were", () => {
    fc.assert(
      fc.property(anyText(200), (text) => {
        expect(shapeOf(text).length).toBeLessThanOrEqual(shapeCharsMax);
        const swapped = text.replace(/[0-8]/g, "9").replace(/[A-Y]/g, "Z").replace(/[a-y]/g, "z");
        expect(shapeOf(swapped)).toBe(shapeOf(text));
      }),
    );
  });
});
