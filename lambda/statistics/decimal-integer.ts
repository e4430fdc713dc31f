/**
 * Compare two integers written as `[+-]?digits`, of any length, by value: −1, 0 or 1. Leading zeros are allowed and `-0` equals
 * `0`. Text only: no BigInt, whose parsing is quadratic in the digits.
 */
export function compareDecimalIntegers(a: string, b: string): number {
  const aStart = firstSignificantDigit(a);
  const bStart = firstSignificantDigit(b);
  const aSign = signOf(a, aStart);
  const bSign = signOf(b, bStart);
  if (aSign !== bSign) return Math.sign(aSign - bSign);
  const lengths = a.length - aStart - (b.length - bStart);
  if (lengths !== 0) return aSign * Math.sign(lengths);
  const aDigits = a.slice(aStart);
  const bDigits = b.slice(bStart);
  if (aDigits === bDigits) return 0;
  return aDigits < bDigits ? -aSign : aSign;
}

/** The text without plus sign and leading zeros: one text for each value. */
export function canonicalDecimalInteger(text: string): string {
  const start = firstSignificantDigit(text);
  const sign = signOf(text, start);
  if (sign === 0) return "0";
  return sign < 0 ? `-${text.slice(start)}` : text.slice(start);
}

function firstSignificantDigit(text: string): number {
  let at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
  while (at < text.length && text.charCodeAt(at) === 0x30) at++;
  return at;
}

function signOf(text: string, start: number): -1 | 0 | 1 {
  if (start === text.length) return 0;
  return text.startsWith("-") ? -1 : 1;
}
