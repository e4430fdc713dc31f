import { editDistance } from "../edit-distance.ts";

/**
 * A query that cannot be evaluated, with the place that is wrong. The message shows the line and points at it:
 *
 *     Unknown field "durration_ms"; did you mean "duration_ms"? (line 2, column 13)
 *       | stats avg(durration_ms)
 *                   ^
 */
export class QueryError extends Error {
  override readonly name = "QueryError";
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;

  constructor(problem: string, query: string, offset: number) {
    const lineStart = query.lastIndexOf("\n", offset - 1) + 1;
    const nextBreak = query.indexOf("\n", offset);
    const lineText = query.slice(lineStart, nextBreak === -1 ? query.length : nextBreak).trimEnd();
    const line = query.slice(0, lineStart).split("\n").length;
    const column = offset - lineStart + 1;
    super(`${problem} (line ${line}, column ${column})\n  ${lineText}\n  ${" ".repeat(column - 1)}^`);
    this.line = line;
    this.column = column;
  }
}

/** ` Did you mean "x"?` for the candidate within two edits (one for short words), or nothing. */
export function suggestion(word: string, candidates: Iterable<string>): string {
  const farthest = word.length < 5 ? 1 : 2;
  let best: string | undefined;
  let bestDistance = farthest + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best === undefined ? "" : ` Did you mean "${best}"?`;
}
