/**
 * The text that is being read: a window over the file that moves on as records are finished. Before and behind it
 * lie at least 64 bytes of the region, so that the vectors that are loaded at its ends lie in it.
 */
import { allocate, release } from "./memory";

const guardBytes: usize = 64;

let region: usize = 0;
let regionBytes: usize = 0;

/** Start of the record that is being read. */
export let recordAt: usize = 0;
/** Behind the last byte of text. */
export let textEnd: usize = 0;

/** End of the last piece of text that is not all ASCII; 0 when there is none. */
let notAsciiEnd: usize = 0;

export function noteNotAscii(end: usize): void {
  notAsciiEnd = end;
}

/** Whether the text from `at` on, as far as it came in, is ASCII. */
export function isAsciiFrom(at: usize): bool {
  return notAsciiEnd <= at;
}

/** Make room for more text; what is unfinished may move. @returns where it is to be written */
export function reserveText(bytes: usize): usize {
  if (textEnd + bytes + guardBytes <= region + regionBytes) return textEnd;
  const unfinished = textEnd - recordAt;
  const needed = unfinished + bytes + 2 * guardBytes;
  const from = recordAt;
  const before = region;
  const beforeBytes = regionBytes;
  if (needed > regionBytes) {
    // Twice the need, so that a long record does not make this a habit.
    regionBytes = 2 * needed;
    region = allocate(regionBytes);
  }
  memory.copy(region + guardBytes, from, unfinished);
  if (before !== region && before !== 0) release(before, beforeBytes);
  notAsciiEnd = notAsciiEnd > from ? notAsciiEnd - from + region + guardBytes : 0;
  recordAt = region + guardBytes;
  textEnd = recordAt + unfinished;
  return textEnd;
}

/** `bytes` were written to where `reserveText` said. */
export function extendText(bytes: usize): void {
  textEnd += bytes;
}

/** What lies before `at` is finished. */
export function finishText(at: usize): void {
  recordAt = at;
}
