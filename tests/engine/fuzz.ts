/**
 * Looks for texts of which the kernel and the reference say different things: `make fuzz MINUTES=10`. Ends with 1 at
 * the first, shrunk, which then becomes a row of nasty-inputs.ts.
 */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import { figureChoices } from "../../lambda/statistics/column-budget.ts";
import { pollutedFile, pollutions } from "../generate/polluted.ts";
import { anyCsv } from "./any-csv.ts";
import { compareEngines } from "./both-engines.ts";
import { mostlyPlain } from "./mostly-plain.ts";
import { mutated } from "./mutated.ts";

/** Between two reports, and at most so long after the time is over. */
const runsOfRound = 200;
/** Files of this size shrink in reasonable time. */
const fileBytesMax = 20_000;

const minutes = Number(process.env.MINUTES ?? 1);
const endsAtMs = performance.now() + minutes * 60_000;

function wholeFiles(): Uint8Array[] {
  const samples = new URL("../../sample-data/", import.meta.url);
  const names = readdirSync(samples).filter((name) => /\.(csv|tsv|txt)$/.test(name));
  return [
    ...names.map((name) => readFileSync(new URL(name, samples))),
    ...[...pollutions.keys()].map((kind) => pollutedFile(kind, 1).bytes),
  ].filter(({ length }) => length > 0 && length <= fileBytesMax);
}

async function assertSame(
  bytes: Uint8Array,
  options: ProfileOptions,
  sizes: readonly number[],
  sliceBytesLeast?: number,
): Promise<void> {
  const { differences } = await compareEngines(bytes, options, sizes, {
    ...(sliceBytesLeast !== undefined && { sliceBytesLeast }),
  });
  if (differences.length > 0) throw new Error(differences.slice(0, 5).join("\n"));
}

const figures = fc.constantFrom(...figureChoices);
const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 4 });
const anyText = fc.asyncProperty(anyCsv, figures, ({ text, options, sizes: cuts }, asked) =>
  assertSame(Buffer.from(text), { ...options, figures: asked }, cuts),
);
const damagedFile = fc.asyncProperty(mutated(wholeFiles()), sizes, figures, (bytes, cuts, asked) =>
  assertSame(bytes, { figures: asked }, cuts),
);
const longerText = fc.asyncProperty(mostlyPlain, figures, ({ text, sliceBytes }, asked) =>
  assertSame(Buffer.from(text), { figures: asked }, [65_536], sliceBytes),
);

for (let texts = 0; performance.now() < endsAtMs; ) {
  await fc.assert(anyText, { numRuns: runsOfRound });
  await fc.assert(damagedFile, { numRuns: runsOfRound });
  await fc.assert(longerText, { numRuns: runsOfRound });
  texts += 3 * runsOfRound;
  process.stderr.write(`${texts} texts: no difference\n`);
}
