/** A summary as text, the same as `JSON.stringify(summary, null, 2)`, in pieces: that of a wide table has tens of MB. */
import type { Summary } from "./summary.ts";

/** Entries from which on an object or array is written entry by entry. */
const entriesInOnePieceMax = 50;

/** Ends with a line feed. */
export function* summaryJson(summary: Summary): Generator<string> {
  yield* pieces(summary, "\n", 1);
  yield "\n";
}

/** @param newLine A line feed and the indentation of `value` @param depth Levels that are always taken apart. */
function* pieces(value: object, newLine: string, depth: number): Generator<string> {
  const isArray = Array.isArray(value);
  const entries = Object.entries(value).filter(([, entry]) => isArray || entry !== undefined);
  if (depth < 1 && entries.length <= entriesInOnePieceMax) {
    yield indented(value, newLine);
    return;
  }
  const inner = `${newLine}  `;
  let before = isArray ? "[" : "{";
  for (const [name, entry] of entries) {
    yield `${before}${inner}${isArray ? "" : `${JSON.stringify(name)}: `}`;
    if (typeof entry === "object" && entry !== null) yield* pieces(entry, inner, depth - 1);
    else yield JSON.stringify(entry);
    before = ",";
  }
  yield isArray ? `${newLine}]` : `${newLine}}`;
}

/** Line feeds within strings are escaped, so every one is a break of the layout. */
function indented(value: unknown, newLine: string): string {
  return JSON.stringify(value, null, 2).replaceAll("\n", newLine);
}
