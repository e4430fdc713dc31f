import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Frequent } from "../../lambda/statistics/frequent.ts";
import { Hash64 } from "../../lambda/statistics/hash64.ts";
import { random, shuffled } from "./data.ts";
import { mergeTree } from "./merge-tree.ts";

const hash = new Hash64();

function add(frequent: Frequent, text: string): void {
  hash.hashText(text);
  frequent.add(text, hash.high, hash.low);
}

function create(exactMax: number, textCharsMax = 100): Frequent {
  return new Frequent({ exactMax, textCharsMax });
}

function fill(texts: Iterable<string>, exactMax: number, textCharsMax = 100): Frequent {
  const frequent = create(exactMax, textCharsMax);
  for (const text of texts) add(frequent, text);
  return frequent;
}

function countsOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** Every promise of the docstring, against the true counts. */
function expectBounds(frequent: Frequent, texts: readonly string[], exactMax: number): void {
  const truth = countsOf(texts);
  const state = frequent.state();
  const k = Math.floor(exactMax / 2);
  expect(state.count).toBe(texts.length);
  expect(state.texts.length).toBeLessThanOrEqual(exactMax);
  expect(state.errorMax).toBeLessThanOrEqual(texts.length / (k + 1));
  const held = new Map(state.texts.map((text, i) => [text, state.counts[i] ?? 0]));
  const broken = [...truth].filter(([text, count]) => {
    const lower = held.get(text) ?? 0;
    const isCertain = count > texts.length / (k + 1);
    return lower > count || count > lower + state.errorMax || (isCertain && lower === 0);
  });
  expect(broken).toEqual([]);
  expect(frequent.result().method).toBe(state.errorMax > 0 ? "misra_gries" : "exact");
}

/** Zipf: value r with a share of 1 / r. */
function zipf(n: number, seed: number): string[] {
  const next = random(seed);
  return Array.from({ length: n }, () => `v${Math.floor(Math.exp(next() * Math.log(100_000)))}`);
}

const orders: Record<string, (texts: readonly string[]) => string[]> = {
  "as drawn": (texts) => [...texts],
  "frequent values first": (texts) => {
    const counts = countsOf(texts);
    return [...texts].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  },
  "frequent values last": (texts) => {
    const counts = countsOf(texts);
    return [...texts].sort((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
  },
  "sorted by text": (texts) => [...texts].sort(),
  shuffled: (texts) => shuffled(texts, 5),
};

describe("Frequent", () => {
  it("counts exactly up to the bound; equal counts go by text", () => {
    const texts = ["b", "a", "c", "a", "b", "d", ""];
    expect(fill(texts, 5).result()).toEqual({
      method: "exact",
      error_max: 0,
      values: [
        { value: "a", truncated: false, count: 2 },
        { value: "b", truncated: false, count: 2 },
        { value: "", truncated: false, count: 1 },
        { value: "c", truncated: false, count: 1 },
        { value: "d", truncated: false, count: 1 },
      ],
    });
    expect(
      fill(texts, 5)
        .result(2)
        .values.map((value) => value.value),
    ).toEqual(["a", "b"]);
  });

  it.each(Object.entries(orders))("keeps its bounds over 200,000 values by Zipf's law: %s", (_, order) => {
    const texts = order(zipf(200_000, 3));
    const frequent = fill(texts, 1000);
    expectBounds(frequent, texts, 1000);
    // The head of the distribution is far above the error, so it is right in every order.
    const truth = [...countsOf(texts)].sort((a, b) => b[1] - a[1]).slice(0, 5);
    const shown = frequent.result(5);
    expect(shown.values.map((value) => value.value)).toEqual(truth.map(([text]) => text));
    for (const [i, value] of shown.values.entries()) {
      expect(value.count).toBeLessThanOrEqual(truth[i]?.[1] ?? 0);
      expect(value.count + shown.error_max).toBeGreaterThanOrEqual(truth[i]?.[1] ?? 0);
    }
  });

  it("shows nothing of a column of unique values", () => {
    const texts = Array.from({ length: 20_000 }, (_, i) => `id-${i}`);
    const frequent = fill(texts, 1000);
    expectBounds(frequent, texts, 1000);
    expect(frequent.result().values).toEqual([]);
  });

  const items = fc.array(fc.oneof(fc.constantFrom("x", "y"), fc.integer({ min: 0, max: 30 }).map(String)), {
    maxLength: 150,
  });

  it("keeps its bounds in every cut and merge", () => {
    fc.assert(
      fc.property(items, fc.integer(), fc.integer({ min: 2, max: 12 }), (texts, seed, exactMax) => {
        expectBounds(fill(texts, exactMax), texts, exactMax);
        const merged = mergeTree(texts, seed, "shuffled", () => create(exactMax), add);
        expectBounds(merged, texts, exactMax);
        expectBounds(Frequent.from(merged.state(), merged.limits), texts, exactMax);
      }),
    );
  });

  it("is exact or not, and the same while exact, in every order and cut", () => {
    fc.assert(
      fc.property(items, fc.integer(), fc.integer({ min: 2, max: 40 }), (texts, seed, exactMax) => {
        const whole = fill(texts, exactMax).result(50);
        const merged = mergeTree(texts, seed, "shuffled", () => create(exactMax), add).result(50);
        expect(merged.method).toBe(whole.method);
        expect(whole.method).toBe(new Set(texts).size <= exactMax ? "exact" : "misra_gries");
        if (whole.method === "exact") expect(merged).toEqual(whole);
      }),
    );
  });

  it("leaves the other as it was", () => {
    const other = fill(["a", "b", "b"], 4);
    const before = other.state();
    fill(["b", "c"], 4).merge(other);
    expect(other.state()).toEqual(before);
  });

  it("tells long texts apart by their hash, cuts what it shows and never through a character", () => {
    const frequent = fill(["aaaaX", "aaaaY", "aaaaX", "aaaa", "bbb😀😀", "ccccccccc"], 10, 4);
    expect(frequent.result().values).toEqual([
      { value: "aaaa", truncated: true, count: 2 },
      { value: "aaaa", truncated: false, count: 1 },
      { value: "aaaa", truncated: true, count: 1 },
      { value: "bbb", truncated: true, count: 1 },
      { value: "cccc", truncated: true, count: 1 },
    ]);
    for (const text of frequent.state().texts) expect(text?.length ?? 0).toBeLessThanOrEqual(5);
  });
});
