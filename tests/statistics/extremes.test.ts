import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Extremes } from "../../lambda/statistics/extremes.ts";
import { mergeTree } from "./merge-tree.ts";

function addText(extremes: Extremes, text: string): void {
  const value = Number(text);
  extremes.add(value);
  if (!Number.isSafeInteger(value)) extremes.addUnsafeInteger(text);
}

function fill(texts: readonly string[]): Extremes {
  const extremes = new Extremes();
  for (const text of texts) addText(extremes, text);
  return extremes;
}

describe("Extremes", () => {
  it.each<[string[], number | null, number | null, string | null, string | null]>([
    [[], null, null, null, null],
    [["3", "-1", "2"], -1, 3, null, null],
    [["1", "9007199254740993"], 1, 9007199254740992, null, "9007199254740993"],
    [
      ["9007199254740993", "9007199254740995", "9007199254740994"],
      9007199254740992,
      9007199254740996,
      "9007199254740993",
      "9007199254740995",
    ],
    [["-18446744073709551616", "0"], -18446744073709552000, 0, "-18446744073709551616", null],
  ])("of %j", (texts, min, max, minExact, maxExact) => {
    const extremes = fill(texts);
    expect(extremes.min()).toBe(min);
    expect(extremes.max()).toBe(max);
    expect(extremes.minExact()).toBe(minExact);
    expect(extremes.maxExact()).toBe(maxExact);
  });

  it("gives no exact text where the extreme is no integer", () => {
    const extremes = fill(["9007199254740993"]);
    extremes.add(1e300);
    expect(extremes.maxExact()).toBeNull();
  });

  it("is the same in every order and cut, and through its state", () => {
    const texts = fc.array(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String), { maxLength: 50 });
    fc.assert(
      fc.property(texts, fc.integer(), (items, seed) => {
        const merged = mergeTree(items, seed, "shuffled", () => new Extremes(), addText);
        expect(merged.state()).toEqual(fill(items).state());
        expect(Extremes.from(merged.state()).state()).toEqual(merged.state());
      }),
    );
  });
});
