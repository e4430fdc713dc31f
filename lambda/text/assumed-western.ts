/** What the assumption rests on that a text is in windows-1252, because it is in nothing else that can be told for certain. */
import { type LikelyEncoding, likelyEncoding } from "./likely-encoding.ts";
import { type HighBytes, highBytes, looksWestern } from "./western-text.ts";

export interface AssumedEncoding extends HighBytes {
  readonly looksWestern: boolean;
  /** Another one that fits better. */
  readonly likely: LikelyEncoding | null;
}

export function assumedWestern(sample: Uint8Array): AssumedEncoding {
  const bytes = highBytes(sample);
  const isWestern = looksWestern(bytes);
  return { ...bytes, looksWestern: isWestern, likely: likelyEncoding(sample, !isWestern) };
}
