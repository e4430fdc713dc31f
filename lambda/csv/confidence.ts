/** How sure a sniffed dialect is, as a number that means something. */
import type { ProfileOptions } from "../profile/options.ts";
import { type Candidate, haveOneShape } from "./sniff-candidates.ts";

/**
 * 0 to 1; 1 only when delimiter, quote, escape and header were all stated. The product of three doubts: is the
 * separation better than the next best one, are there lines enough to tell, is it clear whether there is a
 * header. Nothing sniffed is surer than 0.99.
 */
export function confidence(
  ranked: readonly Candidate[],
  records: number,
  headerEvidence: number,
  stated: ProfileOptions,
): number {
  const quoteStated = stated.quote === null || (stated.quote !== undefined && stated.escape !== undefined);
  if (stated.delimiter !== undefined && quoteStated && stated.header !== undefined) return 1;
  const best = ranked[0]?.rating;
  if (!best || records === 0) return 0;
  const rival = ranked.find(({ rating }) => !haveOneShape(rating, best))?.rating;
  const margin = best.score === 0 ? 0 : 1 - (rival?.score ?? 0) / best.score;
  const separation = stated.delimiter === undefined ? 0.5 + 0.5 * Math.min(1, margin * 2) : 1;
  const fit = 0.5 + 0.5 * Math.min(1, best.typeFit * 1.25);
  const evidence = 1 - 0.5 / (records + 1);
  const header = stated.header === undefined ? 0.85 + 0.15 * Math.min(1, Math.abs(headerEvidence) * 2) : 1;
  return Math.round(Math.min(0.99, separation * fit * evidence * header) * 1000) / 1000;
}
