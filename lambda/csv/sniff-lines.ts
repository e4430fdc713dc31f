/** The physical lines of a file's head, without what its end cuts off. */
import { sniffBytes } from "../limits.ts";
import type { Terminator } from "../profile/summary.ts";

export interface HeadLines {
  /** Without their terminators. */
  readonly lines: readonly string[];
  /** What ends each line; "" at the end of the file. */
  readonly terminators: readonly string[];
  /** There is nothing after the last line. */
  readonly whole: boolean;
}

/**
 * Cut the head into lines. Its last line counts only when the head is the whole file, or when there is no other
 * (a table of thousands of columns).
 */
export function headLines(head: Uint8Array, headIsWhole: boolean): HeadLines {
  const whole = headIsWhole && head.length <= sniffBytes;
  const sample = head.subarray(0, sniffBytes);
  const text = Buffer.from(sample.buffer, sample.byteOffset, sample.length).toString("utf8");
  const lines: string[] = [];
  const terminators: string[] = [];
  let start = 0;
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push(text.slice(start, match.index));
    terminators.push(match[0]);
    start = match.index + match[0].length;
  }
  // A CR at the cut may be half of a CRLF: its line is as unfinished as any.
  if (!whole && start === text.length && terminators.at(-1) === "\r") {
    lines.pop();
    terminators.pop();
  } else if (start < text.length && (whole || lines.length === 0)) {
    lines.push(text.slice(start));
    terminators.push("");
  }
  return { lines, terminators, whole };
}

const names: Readonly<Record<string, Terminator>> = { "\n": "LF", "\r\n": "CRLF", "\r": "CR" };

/** The one terminator among those given, "mixed", or "none". */
export function commonTerminator(terminators: Iterable<string>): Terminator {
  const kinds = new Set<Terminator>();
  for (const terminator of terminators) {
    const name = names[terminator];
    if (name) kinds.add(name);
  }
  const [first, second] = kinds;
  return second ? "mixed" : (first ?? "none");
}
