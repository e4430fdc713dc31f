/** Which separations a file may have, best first. */
import type { ProfileOptions } from "../profile/options.ts";
import type { DialectCandidate, Separation } from "./dialect.ts";
import type { HeadLines } from "./sniff-lines.ts";
import { type SniffedRecord, type SniffedRecords, separate } from "./sniff-records.ts";
import { delimiterPriors, isComment, score } from "./sniff-score.ts";

export interface Candidate {
  readonly rating: DialectCandidate;
  readonly separated: SniffedRecords;
}

/** Share of the lines in which a delimiter must occur to be tried, unless it stands beside quotes: prose has none. */
const lineShareMin = 0.1;

/**
 * Lines on which every separation is tried first. The whole head costs several times as much, and decides only
 * between those that come near the best here.
 */
const firstLookLines = 100;
const nearShareMin = 0.5;

/** All separations worth a thought of the lines from `from` on, best first; at least one. */
export function rankSeparations(head: HeadLines, from: number, stated: ProfileOptions): readonly Candidate[] {
  const separations = possibleSeparations(head.lines.slice(from), stated);
  if (head.lines.length - from <= firstLookLines) return rate(head, from, separations, stated);
  const start = { ...head, lines: head.lines.slice(0, from + firstLookLines), whole: false };
  const firstLook = rate(start, from, separations, stated);
  const scoreMin = (firstLook[0]?.rating.score ?? 0) * nearShareMin;
  const near = firstLook.filter(({ rating }) => rating.score >= scoreMin).map(({ rating }) => rating);
  // With all their quotes and escapes: these may turn up after the first look.
  return rate(
    head,
    from,
    separations.filter((separation) => near.some((other) => haveOneShape(separation, other))),
    stated,
  );
}

export function haveOneShape(a: Shape, b: Shape): boolean {
  return a.delimiter === b.delimiter && a.whitespaceAligned === b.whitespaceAligned;
}

function rate(
  head: HeadLines,
  from: number,
  separations: readonly Separation[],
  stated: ProfileOptions,
): readonly Candidate[] {
  const candidates: Candidate[] = [];
  const quotesStated = stated.delimiter !== undefined && typeof stated.quote === "string";
  for (const separation of separations) {
    const separated = separate(head, from, separation, quotesStated);
    const hasRival = stated.quote === undefined && stated.escape === undefined;
    if (hasRival && isRedundant(separation, separated)) continue;
    candidates.push({ rating: score(separation, separated), separated });
  }
  return candidates
    .map((candidate) => withoutQuotesInDoubt(candidate, candidates))
    .map((candidate) => withoutForeignNames(candidate, candidates))
    .sort((a, b) => b.rating.score - a.rating.score);
}

/** What is left of the score of a reading without quotes where all quotes make sense. */
const quotesIgnoredShare = 0.1;
/** Quoted fields from which they are no coincidence: a word in quotes may be just that. */
const quotedFieldsMin = 2;

/**
 * Quotes that open and close at the borders of fields, time after time, are not there by chance: the reading
 * without them loses by as much as they do so, even where its rows agree better.
 */
function withoutQuotesInDoubt(candidate: Candidate, all: readonly Candidate[]): Candidate {
  const { rating } = candidate;
  if (rating.quote !== null) return candidate;
  let proper = 0;
  for (const { rating: other, separated } of all) {
    const { quotedFields, brokenQuotes } = separated;
    if (other.quote === null || quotedFields < quotedFieldsMin || !haveOneShape(other, rating)) continue;
    proper = Math.max(proper, quotedFields / (quotedFields + brokenQuotes));
  }
  const score = rating.score * (1 - proper * (1 - quotesIgnoredShare));
  return { ...candidate, rating: { ...rating, score } };
}

/** What is left of the score of a delimiter where the names are parted by another one. */
const foreignNamesShare = 0.3;
/** Records below the names from which on they tell anything, and the share that the other one must part likewise. */
const likeNamesMin = 2;
const likeNamesShareMin = 0.95;

/**
 * A line that this delimiter does not part, right above the first that it does, and that another one parts as it parts
 * those below, names the columns of that other one: this one stands within their cells, such as `1,255|128|0` below
 * `id,rgb`.
 */
function withoutForeignNames(candidate: Candidate, all: readonly Candidate[]): Candidate {
  const { rating, separated } = candidate;
  if (rating.delimiter === null || rating.columns < 2) return candidate;
  const at = separated.records.findIndex(({ cells }) => cells.length > 1);
  const above = separated.records[at - 1];
  if (!above || above.line + 1 !== separated.records[at]?.line || isComment(above)) return candidate;
  if (!all.some((other) => !haveOneShape(other.rating, rating) && partsAlike(other, above.line)))
    return candidate;
  return { ...candidate, rating: { ...rating, score: rating.score * foreignNamesShare } };
}

/** Whether it parts the line into names and those below into as many cells. Blanks are within names. */
function partsAlike({ rating, separated }: Candidate, line: number): boolean {
  const at = separated.records.findIndex((record) => record.line === line);
  const [names, ...rows] = at < 0 ? [] : separated.records.slice(at);
  if (!names || rating.columns < 2 || rating.delimiter === " " || rows.length < likeNamesMin) return false;
  // A blank behind the delimiter is one of prose, unless it stands there in the rows as well.
  const isProse = names.cells.some(
    (name, i) => i > 0 && /^\s/.test(name) && !/^\s/.test(rows[0]?.cells[i] ?? ""),
  );
  const isAlike = ({ cells }: SniffedRecord) => cells.length === rating.columns;
  if (isProse || !rows.slice(0, likeNamesMin).every(isAlike) || !isAlike(names)) return false;
  return rows.filter(isAlike).length >= rows.length * likeNamesShareMin;
}

function possibleSeparations(lines: readonly string[], stated: ProfileOptions): readonly Separation[] {
  return shapes(lines, stated).flatMap((shape) =>
    quotings(lines, shape.delimiter, stated).map((quoting) => ({ ...shape, ...quoting })),
  );
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
    if (shareWith((line) => line.includes(delimiter)) >= lineShareMin || partsQuoted(filled, delimiter))
      shapes.push({ delimiter, whitespaceAligned: false });
  const isAligned = !haveTabsAlike(filled);
  if (isAligned && shareWith((line) => /\S(?: {2,}| *\t[ \t]+| +\t)\S/.test(line)) >= lineShareMin)
    shapes.push({ delimiter: " ", whitespaceAligned: true });
  return shapes;
}

/** Whether each line has two tabs or more, and as many as the others: they part cells, and align nothing. */
function haveTabsAlike(lines: readonly string[]): boolean {
  const [tabs = 0, ...others] = lines.map((line) => line.split("\t").length - 1);
  return tabs >= 2 && others.every((count) => count === tabs);
}

/** Whether it parts the first line, and quoted fields below: all other lines may lie within one of these. */
function partsQuoted(lines: readonly string[], delimiter: string): boolean {
  if (!lines[0]?.includes(delimiter)) return false;
  return lines.some((line) => line.includes(`${delimiter}"`) || line.includes(`"${delimiter}`));
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
  // Who states an escape says that there are quotes.
  const needsQuotes =
    stated.quote !== undefined || (typeof stated.escape === "string" && quotings.length > 0);
  return needsQuotes ? quotings : [...quotings, { quote: null, escape: null }];
}

function quotesAField(line: string, quote: string, delimiter: string | null): boolean {
  if (!line.includes(quote)) return false;
  if (line.trimStart().startsWith(quote)) return true;
  return delimiter !== null && (line.includes(delimiter + quote) || line.includes(`${delimiter} ${quote}`));
}
