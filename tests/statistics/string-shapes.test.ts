import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shapeCharsMax } from "../../lambda/limits.ts";
import { Hash64 } from "../../lambda/statistics/hash64.ts";
import { StringShapes, shapeOf } from "../../lambda/statistics/string-shapes.ts";
import { anyText } from "./data.ts";
import { mergeTree } from "./merge-tree.ts";

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

describe("StringShapes", () => {
  const hash = new Hash64();

  it("counts shapes", () => {
    const shapes = new StringShapes(hash);
    for (const text of ["AB-1", "CD-2", "EF-77", "n/a"]) shapes.add(text);
    expect(shapes.result(2)).toEqual({
      method: "exact",
      error_max: 0,
      values: [
        { value: "AA-9", truncated: false, count: 2 },
        { value: "AA-99", truncated: false, count: 1 },
      ],
    });
  });

  it("is the same in every order and cut, and through its state", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 4 }), { maxLength: 60 }), fc.integer(), (texts, seed) => {
        const whole = new StringShapes(hash);
        for (const text of texts) whole.add(text);
        const merged = mergeTree(
          texts,
          seed,
          "shuffled",
          () => new StringShapes(hash),
          (state, text) => state.add(text),
        );
        expect(merged.result(100)).toEqual(whole.result(100));
        expect(StringShapes.from(merged.state(), hash).result(100)).toEqual(whole.result(100));
      }),
    );
  });
});
