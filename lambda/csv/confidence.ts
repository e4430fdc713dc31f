/** How sure a sniffed dialect is, as a number that means something. */
import type { ProfileOptions } from "../profile/options.ts";
import { type Candidate, haveOneShape } from "./sniff-candidates.ts";

/**
 * What the clarity of the evidence is worth: [clarity, share of files of at least such clarity that were sniffed
 * right], measured on the generated files (tests/generate/polluted.ts), whole and cut down to their first 1 to 5
 * lines; rounded down, because real files are worse. tests/csv/sniff-confidence.test.ts holds it to that.
 */
const calibration: readonly (readonly [clarity: number, share: number])[] = [
  [0, 0],
  [0.55, 0.1],
  [0.65, 0.9],
  [0.8, 0.97],
  [1, 0.99],
];

/** 0 to 1; 1 only when delimiter, quote, escape and header were all stated. */
export function confidence(
  ranked: readonly Candidate[],
  records: number,
  headerEvidence: number,
  stated: ProfileOptions,
): number {
  const quoteStated = stated.quote === null || (stated.quote !== undefined && stated.escape !== undefined);
  if (stated.delimiter !== undefined && quoteStated && stated.header !== undefined) return 1;
  return Math.round(calibrated(clarity(ranked, records, headerEvidence, stated)) * 1000) / 1000;
}

/**
 * The product of four doubts: is the separation better than the next best one, do the cells look like values, are
 * there records enough to tell, is it clear whether there is a header.
 */
function clarity(
  ranked: readonly Candidate[],
  records: number,
  headerEvidence: number,
  stated: ProfileOptions,
): number {
  const best = ranked[0]?.rating;
  if (!best || records === 0) return 0;
  const rival = ranked.find(({ rating }) => !haveOneShape(rating, best))?.rating;
  const margin = best.score === 0 ? 0 : 1 - (rival?.score ?? 0) / best.score;
  const separation = stated.delimiter === undefined ? 0.5 + 0.5 * Math.min(1, margin * 2) : 1;
  const fit = 0.5 + 0.5 * Math.min(1, best.typeFit * 1.25);
  const evidence = 1 - 0.5 / (records + 1);
  const header = stated.header === undefined ? 0.85 + 0.15 * Math.min(1, Math.abs(headerEvidence) * 2) : 1;
  return separation * fit * evidence * header;
}

function calibrated(clarity: number): number {
  let [from, shareFrom] = [0, 0];
  for (const [to, shareTo] of calibration) {
    if (clarity <= to && to > from)
      return shareFrom + ((shareTo - shareFrom) * (clarity - from)) / (to - from);
    [from, shareFrom] = [to, shareTo];
  }
  return shareFrom;
}
