/** Names of upload metadata that look like ours and mean nothing: a slip of the pen would be read as if nothing were stated. */
import { optionNames } from "../lambda/profile/option-parsing.ts";

const known = optionNames.map((name) => `csv-${name}`);

/** Letters more, fewer, other or swapped, up to which a name without `csv-` is one of ours misspelt. */
const slipsMax = 1;

/** The metadata name that was probably meant; null for ours, and for those of other programs. */
export function meantName(name: string): string | null {
  if (known.includes(name)) return null;
  const claimed = name.startsWith("csv-");
  const spelt = (claimed ? name : `csv-${name}`).replaceAll("_", "-");
  const [nearest] = known
    .map((meant) => ({ meant, slips: editDistance(spelt, meant) }))
    .sort((a, b) => a.slips - b.slips);
  return nearest !== undefined && (claimed || nearest.slips <= slipsMax) ? nearest.meant : null;
}

/** Levenshtein 1966: the least number of letters to insert, delete or replace. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j++)
      next.push(
        Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === to[j] ? 0 : 1)),
      );
    row = next;
  }
  return row[to.length] ?? 0;
}
