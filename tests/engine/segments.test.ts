/** What depends on the order of values is taken by segments of the text: the same ones in every engine, however it is cut. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import { pollutedFile, pollutions } from "../generate/polluted.ts";
import { anyCsv } from "./any-csv.ts";
import { compareEngines } from "./both-engines.ts";
import { nastyInputs } from "./nasty-inputs.ts";

const stated: ProfileOptions = { delimiter: ",", quote: '"' };

describe("with segments of some records, both engines find the same", () => {
  it.each(nastyInputs.map(([name, text, options = {}]) => ({ name, text, options })))(
    "$name",
    async ({ text, options }) => {
      const bytes = Buffer.from(text);
      const segmentBytes = Math.max(5, Math.floor(bytes.length / 7));
      const alike = await compareEngines(bytes, { ...stated, ...options }, [1009], { segmentBytes });
      expect(alike.differences).toEqual([]);
    },
  );

  it.each([...pollutions.keys()])("polluted: %s", async (kind) => {
    for (let seed = 0; seed < 3; seed++) {
      const { bytes } = pollutedFile(kind, seed);
      const alike = await compareEngines(bytes, {}, [100], { segmentBytes: 64 });
      expect(alike.differences).toEqual([]);
    }
  });

  it("on any text", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyCsv,
        fc.integer({ min: 1, max: 100 }),
        async ({ text, options, sizes }, segmentBytes) => {
          const alike = await compareEngines(Buffer.from(text), options, sizes, { segmentBytes });
          expect(alike.differences).toEqual([]);
        },
      ),
      { numRuns: 400 },
    );
  });
});

/** More distinct values than there are counters, and some that are frequent in a part of the file only. */
function manyValues(rows: number): string {
  const row = (i: number): string =>
    `${i % 3 === 0 ? "often" : `v${(i * 7919) % 16_381}`},${Math.sin(i)},"${i % 11 === 0 ? 'a\n""b""' : i % 17}",$${i}.50\n`;
  return `k,n,q,m\n${Array.from({ length: rows }, (_, i) => row(i)).join("")}`;
}

describe("counters that have an error, and sums of many doubles", () => {
  const bytes = Buffer.from(manyValues(20_000));

  it.each([1_000, 60_000, 262_144])(
    "are the same by both engines with segments of %i bytes",
    async (segmentBytes) => {
      const alike = await compareEngines(bytes, {}, [5_003], { segmentBytes });
      expect(alike.differences).toEqual([]);
      expect(alike.engine).toBe("kernel");
      expect(alike.kernel.columns[0]?.frequent?.method).toBe("misra_gries");
    },
  );

  it("are the same to the last bit however the text is cut", async () => {
    const profiles = [];
    for (const size of [bytes.length, 1_000_000, 100_003, 4_096])
      profiles.push((await compareEngines(bytes, {}, [size], { segmentBytes: 100_000 })).kernel);
    for (const profile of profiles) expect(profile).toEqual(profiles[0]);
  });
});
