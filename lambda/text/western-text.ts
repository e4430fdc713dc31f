/** Whether bytes that were taken for windows-1252, because they are nothing else that is known, look like text in it. */
import { undefinedBytes } from "./windows-1252.ts";

/** What an encoding that was a fallback rests on. */
export interface HighBytes {
  /** Bytes beyond ASCII. */
  readonly count: number;
  /** Those of them that stand where text of western Europe has none; see `highBytes`. */
  readonly foreign: number;
}

/** So many bytes beyond ASCII in a row, with three different ones among them: Icelandic has three (þýðing). */
const runForeignMin = 4;
const runDifferentMin = 3;

/** Of few, one may be a slip: a unit of measure, a broken character. */
const foreignMin = 3;
/**
 * By the words of date-fns' locales: none in western languages; 0.14 in Portuguese of code page 850, whose most frequent
 * letters are dots and apostrophes, 0.18 in Big5, where every other byte may be ASCII, 0.3 in Polish, 0.8 in Cyrillic.
 */
const foreignShareMin = 0.1;

/**
 * Signs that do not stand between two letters, as „ in M„rz (code page 850) and ³ in Micha³ (windows-1250) do. Others do:
 * apostrophes, dashes, dots, blanks, ° ª º µ ² ® ™ « ».
 */
const neverInWords = "\x80\x82\x84\x86\x87\x88\x89\x8b\x93\x94\x98\x9b¡¢£¤¥¨¬¯±³¶¸¹¼½¾¿×÷";
/** Capitals that do not stand between a letter and a small one, as Ž in gŽnŽral (Mac OS Roman) does. */
const capitals = "\x8a\x8c\x8e\x9fÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ";

const isNeverInWords = flags(Buffer.from(neverInWords, "latin1"), undefinedBytes);
const isCapital = flags(Buffer.from(capitals, "latin1"));
const isUndefined = flags(undefinedBytes);
/** A no-break space and a soft hyphen stand beside letters and quotes of any kind. */
const endsRun = flags([0xa0, 0xad]);

export function looksWestern({ count, foreign }: HighBytes): boolean {
  return foreign < foreignMin || foreign < count * foreignShareMin;
}

/**
 * Western texts have single accented letters between ASCII ones. Foreign are many bytes beyond ASCII in a row (words in
 * Cyrillic, Greek, Hebrew, Arabic, Chinese …), and single ones between ASCII letters that are signs, or capitals before
 * small letters.
 */
export function highBytes(sample: Uint8Array): HighBytes {
  let count = 0;
  let foreign = 0;
  for (let at = 0; at < sample.length; ) {
    if ((sample[at] ?? 0) < 0x80) {
      at++;
      continue;
    }
    const end = runEnd(sample, at);
    const run = sample.subarray(at, end);
    count += run.length;
    foreign += foreignIn(run, sample[at - 1] ?? 0, sample[end] ?? 0);
    at = end;
  }
  return { count, foreign };
}

/** A byte that ends a run is one of its own. */
function runEnd(sample: Uint8Array, from: number): number {
  let end = from + 1;
  if (endsRun[sample[from] ?? 0]) return end;
  while ((sample[end] ?? 0) >= 0x80 && !endsRun[sample[end] ?? 0]) end++;
  return end;
}

function foreignIn(run: Uint8Array, before: number, behind: number): number {
  if (run.length >= runForeignMin && new Set(run).size >= runDifferentMin) return run.length;
  const [only = 0] = run;
  if (run.length > 1 || isUndefined[only]) return run.filter((byte) => isUndefined[byte]).length;
  if (!(isLetter(before) && isLetter(behind))) return 0;
  return isNeverInWords[only] || (isCapital[only] && isSmallLetter(behind)) ? 1 : 0;
}

function isSmallLetter(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a;
}

function isLetter(byte: number): boolean {
  return isSmallLetter(byte | 0x20);
}

/** By byte. */
function flags(...listed: readonly Iterable<number>[]): readonly boolean[] {
  const bytes = new Set(listed.flatMap((some) => [...some]));
  return Array.from({ length: 256 }, (_, byte) => bytes.has(byte));
}
