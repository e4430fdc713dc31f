/** Names of upload metadata that look like ours and mean nothing: a slip of the pen would be read as if nothing were stated. */
import { optionNames } from "../lambda/profile/option-parsing.ts";
import { editDistance } from "./edit-distance.ts";

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
