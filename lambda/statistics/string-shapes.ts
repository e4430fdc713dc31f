import { shapeCharsMax } from "../limits.ts";

/** Longest run of digits or capitals that is written out. */
const runWrittenMax = 4;

type CharClass = "A" | "a" | "9" | null;

/**
 * The shape of a text. Digits become `9`, capitals `A`, other letters `a`, all else stands for itself. The lengths of
 * codes matter and those of words do not, so: up to 4 digits or capitals in a row are written out, more digits are
 * `9{n}`, more capitals `A+`, two or more other letters `a+`.
 *
 *     AB-1234 → AA-9999     Müller, Anna → Aa+, Aa+     DE89370400440532013000 → AA9{20}     o@x.org → a@a.a+
 *
 * Shapes past `shapeCharsMax` characters are cut and end in `…`.
 */
export function shapeOf(text: string): string {
  let shape = "";
  let runClass: CharClass = null;
  let runLength = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const codePoint = unit < 128 ? unit : (text.codePointAt(i) ?? unit);
    const charClass = unit < 128 ? asciiClass(unit) : unicodeClass(codePoint);
    if (charClass === null || charClass !== runClass) {
      shape += run(runClass, runLength);
      runLength = 0;
      if (shape.length >= shapeCharsMax) return cutShape(shape);
    }
    if (charClass === null) shape += String.fromCodePoint(codePoint);
    else runLength++;
    runClass = charClass;
    if (codePoint > 0xffff) i++;
  }
  shape += run(runClass, runLength);
  return shape.length > shapeCharsMax ? cutShape(shape) : shape;
}

function run(charClass: CharClass, length: number): string {
  if (charClass === null || length === 0) return "";
  if (charClass === "a") return length > 1 ? "a+" : "a";
  if (length <= runWrittenMax) return charClass.repeat(length);
  return charClass === "9" ? `9{${length}}` : "A+";
}

function asciiClass(unit: number): CharClass {
  if (unit >= 0x30 && unit <= 0x39) return "9";
  if (unit >= 0x41 && unit <= 0x5a) return "A";
  if (unit >= 0x61 && unit <= 0x7a) return "a";
  return null;
}

/** Marks belong to the letter before them. */
function unicodeClass(codePoint: number): CharClass {
  const char = String.fromCodePoint(codePoint);
  if (/[\p{Lu}\p{Lt}]/u.test(char)) return "A";
  if (/[\p{L}\p{M}]/u.test(char)) return "a";
  return /\p{Nd}/u.test(char) ? "9" : null;
}

function cutShape(shape: string): string {
  const kept = shape.slice(0, shapeCharsMax - 1);
  return `${kept.replace(/[\ud800-\udbff]$/, "")}…`;
}
