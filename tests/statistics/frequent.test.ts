import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Frequent, type FrequentState } from "../../lambda/statistics/frequent.ts";
import { filterSlots } from "../../lambda/statistics/frequent-filter.ts";
import { Hash64 } from "../../lambda/statistics/hash64.ts";
import { random, shuffled } from "./data.ts";
import { mergeTree } from "./merge-tree.ts";

const hash = new Hash64();

function add(frequent: Frequent, text: string): void {
  hash.hashText(text);
  frequent.add(text, hash.high, hash.low);
}

interface Limits {
  readonly exactMax: number;
  readonly countersMax: number;
}

function create({ exactMax, countersMax }: Limits, textCharsMax = 100): Frequent {
  return new Frequent({ exactMax, countersMax, textCharsMax });
}

function fill(texts: Iterable<string>, limits: Limits, textCharsMax = 100): Frequent {
  const frequent = create(limits, textCharsMax);
  for (const text of texts) add(frequent, text);
  return frequent;
}

/** The same number of counters, with an error or without. */
function upTo(exactMax: number): Limits {
  return { exactMax, countersMax: exactMax };
}

const usual: Limits = { exactMax: 1000, countersMax: 8000 };

function countsOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** Every promise of the docstring, against the true counts. @param filters that were at work, at the most */
function expectBounds(frequent: Frequent, texts: readonly string[], limits: Limits, filters = 1): void {
  const { exactMax, countersMax } = limits;
  const truth = countsOf(texts);
  const state = frequent.state();
  const k = Math.floor(exactMax / 2);
  const slots = filterSlots(exactMax);
  expect(slots).toBeGreaterThanOrEqual(8 * exactMax);
  expect(state.count).toBe(texts.length);
  expect(state.counts.length).toBeLessThanOrEqual(state.errorMax > 0 ? exactMax : countersMax);
  expect(state.errorMax).toBeLessThanOrEqual(
    texts.length / (k + 1) + 2 * filters + (3 * texts.length) / slots,
  );
  const held = new Map(Array.from(state.counts, (count, i) => [state.texts.at(i), count]));
  const broken = [...truth].filter(([text, count]) => {
    const lower = held.get(text) ?? 0;
    return lower > count || count > lower + state.errorMax || (count > state.errorMax && lower === 0);
  });
  expect(broken).toEqual([]);
  expect(frequent.result().method).toBe(state.errorMax > 0 ? "misra_gries" : "exact");
}

/** The same state, and which of its texts were asked for. @param knows whether its texts say that they are there */
function watched(state: FrequentState, knows = false): { state: FrequentState; asked: number[] } {
  const asked: number[] = [];
  const at = (counter: number) => {
    asked.push(counter);
    return state.texts.at(counter);
  };
  const has = (counter: number) => counter < state.counts.length;
  return { asked, state: { ...state, texts: knows ? { at, has } : { at } } };
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
  const items = fc.array(fc.oneof(fc.constantFrom("x", "y"), fc.integer({ min: 0, max: 30 }).map(String)), {
    maxLength: 150,
  });

  it("counts exactly up to the bound; equal counts go by text", () => {
    const texts = ["b", "a", "c", "a", "b", "d", ""];
    expect(fill(texts, upTo(5)).result()).toEqual({
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
      fill(texts, upTo(5))
        .result(2)
        .values.map((value) => value.value),
    ).toEqual(["a", "b"]);
  });

  it.each(Object.entries(orders))("keeps its bounds over 200,000 values by Zipf's law: %s", (_, order) => {
    const texts = order(zipf(200_000, 3));
    const frequent = fill(texts, usual);
    expectBounds(frequent, texts, usual);
    // The head of the distribution is far above the error, so it is right in every order.
    const truth = [...countsOf(texts)].sort((a, b) => b[1] - a[1]).slice(0, 5);
    const shown = frequent.result(5);
    expect(shown.values.map((value) => value.value)).toEqual(truth.map(([text]) => text));
    for (const [i, value] of shown.values.entries()) {
      expect(value.count).toBeLessThanOrEqual(truth[i]?.[1] ?? 0);
      expect(value.count + shown.error_max).toBeGreaterThanOrEqual(truth[i]?.[1] ?? 0);
    }
  });

  it("shows the first of all that it can show, however many are asked for", () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 0, max: 40 }), (texts, shownMax) => {
        const frequent = fill(texts, upTo(40));
        const all = [...frequent.unordered().values].sort(
          (a, b) => b.count - a.count || (a.value < b.value ? -1 : 1),
        );
        expect(frequent.result(shownMax).values).toEqual(all.slice(0, shownMax));
        expect(all.map(({ value, count }) => [value, count]).sort()).toEqual([...countsOf(texts)].sort());
      }),
    );
  });

  it("shows nothing of a column of unique values", () => {
    const texts = Array.from({ length: 20_000 }, (_, i) => `id-${i}`);
    const frequent = fill(texts, usual);
    expectBounds(frequent, texts, usual);
    expect(frequent.result().values).toEqual([]);
  });

  const someLimits = fc
    .tuple(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 0, max: 30 }))
    .map(([exactMax, more]): Limits => ({ exactMax, countersMax: exactMax + more }));

  it("keeps its bounds in every cut and merge", () => {
    fc.assert(
      fc.property(items, fc.integer(), someLimits, (texts, seed, limits) => {
        expectBounds(fill(texts, limits), texts, limits);
        const merged = mergeTree(texts, seed, "shuffled", () => create(limits), add);
        // None is at work on fewer values than fill the counters.
        expectBounds(merged, texts, limits, texts.length / (limits.exactMax + 1));
        expectBounds(Frequent.from(merged.state(), merged.limits), texts, limits, texts.length);
      }),
    );
  });

  it("is exact up to its bound, and every exact answer is the same, in every order and cut", () => {
    fc.assert(
      fc.property(items, fc.integer(), someLimits, (texts, seed, limits) => {
        const whole = fill(texts, limits).result(50);
        const merged = mergeTree(texts, seed, "shuffled", () => create(limits), add).result(50);
        const distinct = new Set(texts).size;
        if (distinct <= limits.exactMax) expect([whole.method, merged.method]).toEqual(["exact", "exact"]);
        if (distinct > limits.countersMax)
          expect([whole.method, merged.method]).toEqual(["misra_gries", "misra_gries"]);
        if (whole.method === merged.method && whole.method === "exact") expect(merged).toEqual(whole);
      }),
    );
  });

  it("goes on with filters of its own after a merge", () => {
    const [first, second] = [zipf(20_000, 1), zipf(20_000, 2)];
    const merged = fill(first, upTo(50));
    merged.merge(fill(second, upTo(50)));
    expectBounds(merged, [...first, ...second], upTo(50), 2);
    for (const text of second) add(merged, text);
    expectBounds(merged, [...first, ...second, ...second], upTo(50), 3);
  });

  it("has more counters where values repeat, and none in vain where they do not", () => {
    const values = Array.from({ length: 5000 }, (_, i) => `v${i}`);
    const repeated = shuffled([...values, ...values, ...values, "v7"], 2);
    const exact = fill(repeated, usual).result(1);
    expect(exact).toEqual({
      method: "exact",
      error_max: 0,
      values: [{ value: "v7", truncated: false, count: 4 }],
    });
    expect(fill(values, usual).result().method).toBe("misra_gries");
    const tooMany = Array.from({ length: 20_000 }, (_, i) => `v${Math.floor(i / 2)}`);
    const sketch = fill(tooMany, usual);
    expect(sketch.result().method).toBe("misra_gries");
    expectBounds(sketch, tooMany, usual);
  });

  it("finds a value that becomes frequent when the counters have long been full", () => {
    const texts = Array.from({ length: 60_000 }, (_, i) =>
      i > 20_000 && i % 100 === 0 ? "late" : `unique ${i}`,
    );
    const frequent = fill(texts, usual);
    expectBounds(frequent, texts, usual);
    const [shown] = frequent.result().values;
    expect(shown?.value).toBe("late");
    expect(shown?.count).toBeGreaterThan(380);
    expect(frequent.result().error_max).toBeLessThan(30);
  });

  it("takes every value for a candidate when a slot can hold back no more", () => {
    // 16 slots: the threshold would pass 254 at 2,016 values.
    const texts = Array.from({ length: 20_000 }, (_, i) => (i % 3 === 0 ? "often" : `unique ${i}`));
    const frequent = fill(texts, upTo(2));
    expectBounds(frequent, texts, upTo(2));
    const more = fill(texts, upTo(4));
    expectBounds(more, texts, upTo(4));
  });

  it("refuses limits that cannot be kept", () => {
    expect(() => create(upTo(1))).toThrow(RangeError);
    expect(() => create({ exactMax: 10, countersMax: 9 })).toThrow(RangeError);
  });

  it("leaves the other as it was", () => {
    const other = fill(["a", "b", "b"], upTo(4));
    const before = other.state();
    fill(["b", "c"], upTo(4)).merge(other);
    expect(other.state()).toEqual(before);
  });

  it("asks for the texts of counters that it takes over when they are shown, and keeps the answer", () => {
    const { asked, state } = watched(fill(["a", "b", "b", "c", "c", "c"], upTo(4)).state());
    const frequent = new Frequent({ ...upTo(4), textCharsMax: 10 });
    frequent.append(state);
    expect(asked).toEqual([]);
    expect(frequent.result(1).values).toEqual([{ value: "c", truncated: false, count: 3 }]);
    expect(frequent.result(1).values).toEqual([{ value: "c", truncated: false, count: 3 }]);
    expect(asked).toEqual([2]);
  });

  it("has the texts of counters that it took over after others were added, merged and dropped", () => {
    const { state } = watched(fill(["a", "b", "b", "c", "c", "c"], upTo(4)).state());
    const frequent = new Frequent({ ...upTo(4), textCharsMax: 10 });
    frequent.append(state);
    frequent.append(fill(["c", "d", "d", "d"], upTo(4)).state());
    expect(frequent.result().values.map(({ value, count }) => [value, count])).toEqual([
      ["c", 4],
      ["d", 3],
      ["b", 2],
      ["a", 1],
    ]);
    frequent.append(fill(["c", "c", "e", "f", "f"], upTo(4)).state());
    expect(frequent.result().values.map(({ value }) => value)).toEqual(["c"]);
    expect(frequent.size).toBe(2);
    expect(Frequent.from(frequent.state(), frequent.limits).result()).toEqual(frequent.result());
  });

  it("asks for the texts of counters that it took over when they are shown, merged in between or not", () => {
    const { asked, state } = watched(fill(["a", "a", "b", "c"], upTo(9)).state(), true);
    const frequent = create(upTo(9));
    frequent.append(state);
    frequent.append(fill(["a", "d", "b"], upTo(9)).state());
    const once = Frequent.from(frequent.state(), frequent.limits);
    once.append(fill(["e", "d", "d"], upTo(9)).state());
    const twice = Frequent.from(once.state(), frequent.limits);
    expect(asked).toEqual([]);
    const { values } = twice.result();
    expect(values.map(({ value, count }) => [value, count])).toEqual([
      ["a", 3],
      ["d", 3],
      ["b", 2],
      ["c", 1],
      ["e", 1],
    ]);
    expect(asked.toSorted()).toEqual([0, 1, 2]);
  });

  it("keeps the texts of counters that it took over when the first of them is dropped", () => {
    const limits: Limits = { exactMax: 4, countersMax: 9 };
    const texts = ["a", ..."b".repeat(10), ..."c".repeat(9), "d", "d", "e"];
    const { state } = watched(fill(texts, limits).state(), true);
    const frequent = create(limits);
    frequent.append(state);
    frequent.append({ ...fill(["b", "c"], limits).state(), errorMax: 1 });
    expect(frequent.size).toBe(2);
    expect(frequent.result().values.map(({ value, count }) => [value, count])).toEqual([
      ["b", 9],
      ["c", 8],
    ]);
  });

  it("learns the text of a counter that it took over without one", () => {
    const state = fill(["a", "a", "b"], upTo(9)).state();
    const frequent = create(upTo(9));
    frequent.append({ ...state, errorMax: 1, texts: ["a", null] });
    frequent.append(fill(["b"], upTo(9)).state());
    const all = Frequent.from(frequent.state(), frequent.limits);
    expect(all.result().values.map(({ value, count }) => [value, count])).toEqual([
      ["a", 2],
      ["b", 2],
    ]);
  });

  it("adds up counters in any order, some of them new", () => {
    const next = random(7);
    const texts = Array.from({ length: 3_000 }, () => `v${Math.floor(400 * next() ** 3)}`);
    const parts = [
      texts.slice(0, 900),
      texts.slice(900, 1_000),
      texts.slice(1_000, 2_200),
      texts.slice(2_200),
    ];
    const frequent = create(usual);
    for (const part of parts) {
      const { hashes, counts, texts: known, ...rest } = fill(part, usual).state();
      // As a table of hashes lists them: nearly in the same order each time.
      const order = [...counts.keys()].sort((a, b) => (hashes[2 * a + 1] ?? 0) - (hashes[2 * b + 1] ?? 0));
      for (let i = 3; i < order.length; i += 4) [order[i - 1], order[i]] = [order[i] ?? 0, order[i - 1] ?? 0];
      frequent.append({
        ...rest,
        hashes: Uint32Array.from(order.flatMap((i) => [hashes[2 * i] ?? 0, hashes[2 * i + 1] ?? 0])),
        counts: Float64Array.from(order, (i) => counts[i] ?? 0),
        texts: order.map((i) => known.at(i) ?? null),
      });
    }
    expect(frequent.result(9_999)).toEqual(fill(texts, usual).result(9_999));
  });

  it("tells counters apart by both halves of their hashes", () => {
    const frequent = create(usual);
    for (const [text, high] of [
      ["a", 1],
      ["b", 2],
      ["c", 3],
      ["b", 2],
    ] as const)
      frequent.append({
        count: 1,
        errorMax: 0,
        hashes: Uint32Array.of(high, 5),
        counts: Float64Array.of(1),
        texts: [text],
      });
    expect(frequent.result().values.map(({ value, count }) => [value, count])).toEqual([
      ["b", 2],
      ["a", 1],
      ["c", 1],
    ]);
  });

  it("tells long texts apart by their hash, cuts what it shows and never through a character", () => {
    const frequent = fill(["aaaaX", "aaaaY", "aaaaX", "aaaa", "bbb😀😀", "ccccccccc"], upTo(10), 4);
    expect(frequent.result().values).toEqual([
      { value: "aaaa", truncated: true, count: 2 },
      { value: "aaaa", truncated: false, count: 1 },
      { value: "aaaa", truncated: true, count: 1 },
      { value: "bbb", truncated: true, count: 1 },
      { value: "cccc", truncated: true, count: 1 },
    ]);
    const { counts, texts } = frequent.state();
    const lengths = Array.from(counts, (_, i) => texts.at(i)?.length);
    expect(lengths).toEqual([5, 5, 4, 5, 5]);
  });
});
