/** Why a column has its type: each candidate's share, the first cells that break it, what would turn the verdict. */
import { examplesMax } from "../limits.ts";
import { typedCells } from "../types/column-type.ts";
import type { ColumnProfile } from "./column-profile.ts";
import { mayMeanMissing } from "./missing-word.ts";
import type { SampleValues } from "./options.ts";
import { percentage, percentageBelow } from "./percentage.ts";
import { sampleExamples, sampleValue } from "./sample-values.ts";
import type { CellExample, ColumnType, LedgerEntry, TypeCounts, TypeFlip } from "./summary.ts";
import { counted } from "./wording.ts";

type CellKinds = readonly ("int" | "float" | "date" | "string")[];

interface Candidate {
  readonly type: Exclude<ColumnType, "string">;
  readonly fitting: CellKinds;
  readonly breaking: CellKinds;
}

const candidates: readonly Candidate[] = [
  { type: "int", fitting: ["int"], breaking: ["float", "date", "string"] },
  { type: "float", fitting: ["int", "float"], breaking: ["date", "string"] },
  { type: "date", fitting: ["date"], breaking: ["int", "float", "string"] },
];

/** Values that may be declared null tokens together, before the advice stops being a small change. */
const valuesTreatedAsMissingMax = 3;

/**
 * One entry a candidate type that at least one cell fits, and the chosen type's own. A string column that nothing
 * else fits has no ledger: there was nothing to decide.
 */
export function ledger(
  column: ColumnProfile,
  chosen: ColumnType,
  shareMin: number,
  sampleValues: SampleValues,
): LedgerEntry[] {
  const counts = column.counts();
  const cells = typedCells(counts);
  return candidates
    .filter(({ type, fitting }) => type === chosen || sum(counts, fitting) > 0)
    .filter(({ type }) => type !== "float" || counts.float > 0)
    .map(({ type, fitting, breaking }): LedgerEntry => {
      const fits = sum(counts, fitting);
      const breaks = sum(counts, breaking);
      const verdict = type === chosen ? "chosen" : "rejected";
      const examples = sampleExamples(column.examples(breaking, examplesMax), sampleValues);
      const flip =
        verdict === "chosen"
          ? keptUntil(fits, cells, shareMin)
          : turnedBy(column, type, fits, cells, shareMin, sampleValues);
      const entry = {
        type,
        verdict,
        fits,
        percentage: percentageBelow(fits, cells, shareMin),
        breaks,
        examples,
        flip,
      } as const;
      return { ...entry, reason: inWords(entry, shareMin, chosen) };
    });
}

function sum(counts: TypeCounts, kinds: CellKinds): number {
  return kinds.reduce((total, kind) => total + counts[kind], 0);
}

/** How many more cells that are neither numbers nor dates would make the column text. */
function keptUntil(fits: number, cells: number, shareMin: number): TypeFlip {
  let more = Math.max(0, Math.floor(fits / shareMin - cells));
  while (fits / (cells + more) >= shareMin) more++;
  return { becomes: "string", action: "more_breaks", values: [], cells: more };
}

/** The least that would give the column this type: a few values declared missing, or so many cells corrected. */
function turnedBy(
  column: ColumnProfile,
  type: Candidate["type"],
  fits: number,
  cells: number,
  shareMin: number,
  sampleValues: SampleValues,
): TypeFlip {
  const breakers = column.values("string").frequent?.result(valuesTreatedAsMissingMax).values ?? [];
  const values: string[] = [];
  let rest = cells;
  for (const { value, count, truncated } of breakers) {
    // An int column needs more than its share when floats are among its cells: they are numbers, not noise.
    if (truncated || !mayMeanMissing(value) || (type === "int" && column.counts().float > 0)) break;
    values.push(value);
    rest -= count;
    if (rest > 0 && fits / rest >= shareMin)
      return {
        becomes: type,
        action: "treat_as_missing",
        // Masked, two of them may look the same.
        values: [...new Set(values.flatMap((text) => sampleValue(text, sampleValues) ?? []))],
        cells: cells - rest,
      };
  }
  const float = type === "int" ? column.counts().float : 0;
  let clear = Math.max(float, Math.ceil(cells - fits / shareMin));
  while (clear < cells && fits / (cells - clear) < shareMin) clear++;
  return { becomes: type, action: "correct_cells", values: [], cells: clear };
}

function inWords(entry: Omit<LedgerEntry, "reason">, shareMin: number, chosen: ColumnType): string {
  const threshold = `${percentage(shareMin, 1)} %`;
  const share = `${entry.percentage} % ${entry.type}`;
  if (entry.verdict === "chosen") {
    const still =
      entry.breaks === 0
        ? "every value fits"
        : `${counted(entry.breaks, "value does", "values do")} not fit: ${places(entry.examples, entry.breaks)}`;
    return `${share} (${threshold} needed); ${still}`;
  }
  const why =
    entry.type === "int" && chosen === "float"
      ? `${counted(entry.breaks, "value is", "values are")} no int`
      : `${threshold} needed`;
  return `${share} (${why}); ${places(entry.examples, entry.breaks)}; ${flipInWords(entry.flip)}`;
}

/** `row 17 "x", row 203 "-" and 5 more`. */
function places(examples: readonly CellExample[], count: number): string {
  const shown = examples.map(({ row, value }) =>
    value === null ? `row ${row}` : `row ${row} ${JSON.stringify(value)}`,
  );
  const more = count - examples.length;
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function flipInWords(flip: TypeFlip | null): string {
  if (flip === null) return "";
  if (flip.action === "treat_as_missing" && flip.values.length > 0)
    return `treat ${flip.values.map((value) => JSON.stringify(value)).join(", ")} as missing → ${flip.becomes}`;
  return `correct or clear ${counted(flip.cells, "value", "values")} → ${flip.becomes}`;
}
