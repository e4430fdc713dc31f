import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Hash64Set } from "../../lambda/statistics/hash64-set.ts";

/** Few different halves, so that places collide and either half may be zero. */
const half = fc.oneof(fc.constantFrom(0, 1, 16, 32, 0xffffffff), fc.integer({ min: 0, max: 0xffffffff }));

describe("Hash64Set", () => {
  it("holds what a Set holds", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(half, half), { maxLength: 300 }), (hashes) => {
        const set = new Hash64Set();
        const expected = new Set<string>();
        for (const [high, low] of hashes) {
          const key = `${high}:${high === 0 && low === 0 ? 1 : low}`;
          expect(set.add(high, low)).toBe(!expected.has(key));
          expected.add(key);
        }
        const words = set.toArray();
        const actual = Array.from({ length: set.size }, (_, i) => `${words[2 * i]}:${words[2 * i + 1]}`);
        expect(set.size).toBe(expected.size);
        expect(new Set(actual)).toEqual(expected);
      }),
    );
  });
});
