/**
 * Text from a file, made harmless and visible. Markup characters become references; what would act without being
 * seen (controls, bidirectional overrides, zero-width characters, lone surrogates) is shown as what it is.
 */

/**
 * Controls, format characters, line separators, lone surrogates, noncharacters and private use. A joiner or non-joiner
 * between emoji or letters without case (Arabic, Indic scripts) is orthography and stays. It is looked around for only
 * where there is one: looking first took half the time of a report.
 */
const invisible =
  /[\u200c\u200d](?:(?<![\p{Lo}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}].)|(?![\p{Lo}\p{Extended_Pictographic}]))|[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}]--[\u200c\u200d]]/gv;

const printableAscii = /^[ -~]*$/;

/** Printable ASCII but for the five markup characters: nearly all texts of a report, which escaping leaves alone. */
const harmless = /^[ !#-%(-;=?-~]*$/;

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Where the common controls have a sign of their own. */
const signs: Readonly<Record<string, string>> = { "\n": "↵", "\r": "␍", "\t": "⇥", "\u007f": "␡" };

/** What stands for an invisible character: `↵`, `␛`, `⟨U+202E⟩`. */
function signOf(character: string): string {
  const sign = signs[character];
  if (sign !== undefined) return sign;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}

/** `text` cut at its invisible characters: the even pieces are text, the odd ones signs. */
export function splitInvisible(text: string): readonly string[] {
  if (printableAscii.test(text)) return [text];
  const pieces: string[] = [];
  let plainFrom = 0;
  for (const { 0: character, index } of text.matchAll(invisible)) {
    pieces.push(text.slice(plainFrom, index), signOf(character));
    plainFrom = index + character.length;
  }
  pieces.push(text.slice(plainFrom));
  return pieces;
}

/** For element content, and for attribute values in double quotes. */
export function escapeHtml(text: string): string {
  if (harmless.test(text)) return text;
  return splitInvisible(text)
    .join("")
    .replace(/[&<>"']/g, (character) => references[character] ?? "");
}
