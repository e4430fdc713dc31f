/** Which separations a file may have, best first. */
import type { ProfileOptions } from "../profile/options.ts";
import type { DialectCandidate, Separation } from "./dialect.ts";
import type { HeadLines } from "./sniff-lines.ts";
import { type SniffedRecords, separate } from "./sniff-records.ts";
import { delimiterPriors, score } from "./sniff-score.ts";

export interface Candidate {
  readonly rating: DialectCandidate;
  readonly separated: SniffedRecords;
}

/** Share of the lines in which a delimiter must occur to be tried; multi-line cells and prose have none. */
const lineShareMin = 0.1;

/** All separations worth a thought of the lines from `from` on, best first; at least one. */
export function rankSeparations(head: HeadLines, from: number, stated: ProfileOptions): readonly Candidate[] {
  const candidates: Candidate[] = [];
  for (const shape of shapes(head.lines.slice(from), stated)) {
    for (const quoting of quotings(head.lines, shape.delimiter, stated)) {
      const separation: Separation = { ...shape, ...quoting };
      const separated = separate(head, from, separation);
      if (stated.quote === undefined && isRedundant(separation, separated)) continue;
      candidates.push({ rating: score(separation, separated), separated });
    }
  }
  return candidates.sort((a, b) => b.rating.score - a.rating.score);
}

/** Reads the file as another candidate does: nothing is quoted, or nothing escaped with a backslash. */
function isRedundant({ quote, escape }: Separation, { quotedFields, escapes }: SniffedRecords): boolean {
  return quote !== null && (quotedFields === 0 || (escape !== quote && escapes === 0));
}

type Shape = Pick<Separation, "delimiter" | "whitespaceAligned">;

function shapes(lines: readonly string[], stated: ProfileOptions): readonly Shape[] {
  if (stated.delimiter !== undefined) return [{ delimiter: stated.delimiter, whitespaceAligned: false }];
  const filled = lines.filter((line) => line.trim() !== "");
  const shareWith = (test: (line: string) => boolean) => filled.filter(test).length / (filled.length || 1);
  const shapes: Shape[] = [{ delimiter: null, whitespaceAligned: false }];
  for (const delimiter of delimiterPriors.keys())
    if (shareWith((line) => line.includes(delimiter)) >= lineShareMin)
      shapes.push({ delimiter, whitespaceAligned: false });
  if (shareWith((line) => /\S(?: {2,}| *\t[ \t]+| +\t)\S/.test(line)) >= lineShareMin)
    shapes.push({ delimiter: " ", whitespaceAligned: true });
  return shapes;
}

type Quoting = Pick<Separation, "quote" | "escape">;

function quotings(
  lines: readonly string[],
  delimiter: string | null,
  stated: ProfileOptions,
): readonly Quoting[] {
  if (stated.quote === null) return [{ quote: null, escape: null }];
  const quotings: Quoting[] = [];
  for (const quote of stated.quote === undefined ? ['"', "'"] : [stated.quote]) {
    if (stated.quote === undefined && !lines.some((line) => quotesAField(line, quote, delimiter))) continue;
    if (stated.escape !== undefined) {
      quotings.push({ quote, escape: stated.escape ?? quote });
      continue;
    }
    quotings.push({ quote, escape: quote });
    if (lines.some((line) => line.includes(`\\${quote}`))) quotings.push({ quote, escape: "\\" });
  }
  if (stated.quote === undefined) quotings.push({ quote: null, escape: null });
  return quotings;
}

function quotesAField(line: string, quote: string, delimiter: string | null): boolean {
  if (!line.includes(quote)) return false;
  if (line.trimStart().startsWith(quote)) return true;
  return delimiter !== null && (line.includes(delimiter + quote) || line.includes(`${delimiter} ${quote}`));
}
