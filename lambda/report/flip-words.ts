import type { LedgerEntry } from "../profile/summary.ts";
import { countOf } from "./figures.ts";

/** How far a chosen type is from text, `12 more values that are no numbers would make it string`; null for a rejected one. */
export function farFromText({ type, flip }: LedgerEntry): string | null {
  if (flip.action !== "more_breaks") return null;
  const kind = type === "date" ? "date" : "number";
  const breaking = flip.cells === 1 ? `is no ${kind}` : `are no ${kind}s`;
  return `${countOf(flip.cells, "more value")} that ${breaking} would make it ${flip.becomes}`;
}
