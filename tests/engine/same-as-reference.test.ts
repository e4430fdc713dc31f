/** The kernel finds what the reference finds: on files, on a table of inputs that are easy to get wrong, on any bytes. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import { pollutedFile, pollutions } from "../generate/polluted.ts";
import { anyCsv } from "./any-csv.ts";
import { compareEngines } from "./both-engines.ts";
import { nastyInputs } from "./nasty-inputs.ts";

/** Every border at every byte, and some where blocks of 16 bytes are cut in two. */
const chunkings: readonly (readonly number[])[] = [[1], [2, 3], [15, 16, 17], [1000]];

const samples = new URL("../../sample-data/", import.meta.url);

describe.each(readdirSync(samples).filter((name) => name !== "README.md"))("sample-data/%s", (name) => {
  const bytes = readFileSync(new URL(name, samples));
  it.each(chunkings)("in chunks of %s bytes and more", async (...sizes) => {
    expect((await compareEngines(bytes, {}, sizes)).differences).toEqual([]);
  });
});

describe("polluted files", () => {
  it.each([...pollutions.keys()])("%s", async (kind) => {
    for (let seed = 0; seed < 5; seed++) {
      const { bytes } = pollutedFile(kind, seed);
      expect((await compareEngines(bytes, {}, chunkings[seed % chunkings.length])).differences).toEqual([]);
    }
  });
});

describe("inputs that are easy to get wrong", () => {
  it.each(nastyInputs.map(([name, text, options = {}]) => ({ name, text, options })))(
    "$name",
    async ({ text, options }) => {
      const bytes = Buffer.from(text);
      const stated: ProfileOptions = { delimiter: ",", quote: '"', ...options };
      for (const sizes of [[bytes.length], ...chunkings]) {
        const { differences, engine } = await compareEngines(bytes, stated, sizes);
        expect(differences).toEqual([]);
        expect(engine).toBe("kernel");
      }
    },
  );
});

describe("any text", () => {
  it("has the same profile by both engines, however it is cut", async () => {
    await fc.assert(
      fc.asyncProperty(anyCsv, async ({ text, options, sizes }) => {
        const { differences } = await compareEngines(Buffer.from(text), options, sizes);
        expect(differences).toEqual([]);
      }),
      { numRuns: 400 },
    );
  }, 120_000);
});
