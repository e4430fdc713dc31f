/**
 * Which encoding a text is in that is neither UTF-8 nor UTF-16, by the letters that it then has: in the right one they are those
 * of a language. A guess, to be told, not to be acted on.
 */
import type { Encoding } from "../profile/options.ts";
import { eastAsianEncoding } from "./east-asian-pairs.ts";
import { createTranscoder } from "./encoding.ts";
import {
  arabicLanguages,
  balticLanguages,
  centralEuropeanLanguages,
  cyrillicLanguages,
  greekLanguages,
  hebrewLanguages,
  type Language,
  thaiLanguages,
  turkicLanguages,
  westernLanguages,
} from "./language-letters.ts";

export interface LikelyEncoding {
  readonly encoding: Encoding;
  readonly language: string;
}

interface Candidate {
  readonly encoding: Encoding;
  readonly languages: readonly Language[];
  /** Its letters stand among those of ASCII in a word. */
  readonly isLatin: boolean;
}

/** How well the letters beyond ASCII are those of a language: 1 as expected, 0 not at all. */
interface Fit {
  readonly fit: number;
  readonly language: string;
}

const candidatesFor = (
  languages: readonly Language[],
  isLatin: boolean,
  ...encodings: readonly Encoding[]
): readonly Candidate[] => encodings.map((encoding) => ({ encoding, languages, isLatin }));

/** Where two fit as well, the first is meant. */
const candidates: readonly Candidate[] = [
  ...candidatesFor(centralEuropeanLanguages, true, "windows-1250", "iso-8859-2"),
  ...candidatesFor(turkicLanguages, true, "windows-1254"),
  ...candidatesFor(balticLanguages, true, "windows-1257"),
  ...candidatesFor(westernLanguages, true, "macintosh", "ibm850"),
  ...candidatesFor(centralEuropeanLanguages, true, "ibm852"),
  ...candidatesFor(cyrillicLanguages, false, "windows-1251", "koi8-r", "ibm866"),
  ...candidatesFor(cyrillicLanguages, false, "iso-8859-5", "x-mac-cyrillic"),
  ...candidatesFor(greekLanguages, false, "windows-1253"),
  ...candidatesFor(hebrewLanguages, false, "windows-1255"),
  ...candidatesFor(arabicLanguages, false, "windows-1256"),
];
/** Nearly all bytes beyond ASCII are letters of it, so that it comes last. */
const thai = candidatesFor(thaiLanguages, false, "windows-874");

/** Of the words with letters beyond ASCII, so many bytes are looked at. */
const wordsBytesMax = 2 * 1024;
/** Letters beyond ASCII below which there is nothing to tell. */
const lettersMin = 5;
const fitMin = 0.9;
/** A guess fits so much better than windows-1252. */
const leadMin = 0.1;
/** Of letters beyond ASCII, those that stand beside one of ASCII: in other alphabets than the Latin one hardly any. */
const mixedShareMax = 0.2;
/**
 * Where the text could be a mixture of western languages, so that only one of another fits: of 20,000 such mixtures of the words
 * of date-fns' locales none was taken for another encoding.
 */
const alone = { westernFitMax: 0.75, fitMin: 0.97, differentMin: 4 };

const signsAnywhere = /[’´·­ªº°²®™\u00a0]/u;
const noLetter = /[^\p{L}\p{M}]/u;

/**
 * @param isForeign it is known not to be windows-1252
 * @returns null where windows-1252 fits about as well, or nothing fits
 */
export function likelyEncoding(sample: Uint8Array, isForeign: boolean): LikelyEncoding | null {
  const words = foreignWords(sample);
  const asWestern = decoded(words, "windows-1252");
  const western = bestFit(asWestern, westernLanguages).fit;
  if (!isForeign && western > alone.westernFitMax) return null;
  const guess = (some: readonly Candidate[]) =>
    bestOf(some, words, asWestern, western + leadMin, isForeign ? 0 : alone.differentMin);
  if (!isForeign) return guess(candidates.filter(({ isLatin }) => isLatin));
  return guess(candidates) ?? eastAsianEncoding(sample) ?? guess(thai);
}

/** @param asWestern the words in windows-1252 @param differentMin of `differs` */
function bestOf(
  some: readonly Candidate[],
  words: Uint8Array,
  asWestern: string,
  fitLeast: number,
  differentMin: number,
): LikelyEncoding | null {
  let best: (LikelyEncoding & Fit) | null = null;
  for (const { encoding, languages, isLatin } of some) {
    const text = decoded(words, encoding);
    const { fit, language } = bestFit(text, languages);
    if (fit < (differentMin > 0 ? alone.fitMin : fitMin) || fit < fitLeast) continue;
    if (fit <= (best?.fit ?? 0)) continue;
    if (isLatin ? !differs(text, asWestern, differentMin) : isMixed(text)) continue;
    best = { encoding, language, fit };
  }
  return best === null ? null : { encoding: best.encoding, language: best.language };
}

/** Runs of ASCII letters and bytes beyond ASCII with at least one of these, spaces between. */
function foreignWords(sample: Uint8Array): Uint8Array {
  const words = Buffer.from(sample)
    .toString("latin1")
    .match(/[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*/g);
  return Buffer.from((words ?? []).join(" ").slice(0, wordsBytesMax), "latin1");
}

function decoded(bytes: Uint8Array, encoding: Encoding): string {
  return Buffer.from(createTranscoder(encoding, { undecodableBytes: 0 }).push(bytes)).toString();
}

function bestFit(text: string, languages: readonly Language[]): Fit {
  const seen = [...text.matchAll(/\P{ASCII}/gu)].filter((match) => !isPunctuation(text, match.index));
  let best: Fit = { fit: 0, language: "" };
  if (seen.length < lettersMin) return best;
  for (const { name, letters, share } of languages) {
    const small = new Set(letters);
    const capital = new Set(letters.toUpperCase());
    const fitting = seen.filter(
      ({ 0: character, index }) =>
        small.has(character) || (capital.has(character) && !isSmallLetter(text.charAt(index - 1))),
    ).length;
    const fit = Math.min(1, fitting / seen.length / share);
    if (fit > best.fit) best = { fit, language: name };
  }
  return best;
}

/** Quotes, dashes, signs of money and the like stand beside words in any text, but not within them. */
function isPunctuation(text: string, at: number): boolean {
  const character = text.charAt(at);
  if (character === "\ufffd" || !noLetter.test(character)) return false;
  return signsAnywhere.test(character) || !(isLetter(text, at - 1) && isLetter(text, at + 1));
}

function isLetter(text: string, at: number): boolean {
  return at >= 0 && at < text.length && !noLetter.test(text.charAt(at));
}

function isSmallLetter(character: string): boolean {
  return character !== character.toUpperCase();
}

/**
 * Whether a reading has other letters than windows-1252, in which both have one character for each byte. One letter in place of
 * a sign is no evidence: `m³` is no Polish.
 */
function differs(text: string, asWestern: string, differentMin: number): boolean {
  const different = new Set<string>();
  let inPlaceOfLetter = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === asWestern[at] || !isLetter(text, at)) continue;
    different.add(text.charAt(at).toLowerCase());
    inPlaceOfLetter ||= isLetter(asWestern, at);
  }
  return different.size >= Math.max(inPlaceOfLetter ? 1 : 2, differentMin);
}

function isMixed(text: string): boolean {
  const letters = text.match(/[^\p{ASCII}\P{L}]/gu)?.length ?? 0;
  const mixed = text.match(/[A-Za-z][^\p{ASCII}\P{L}]|[^\p{ASCII}\P{L}][A-Za-z]/gu)?.length ?? 0;
  return mixed > mixedShareMax * letters;
}
