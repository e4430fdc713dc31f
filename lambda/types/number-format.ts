/**
 * Numbers as people and spreadsheets format them: `1,234.50`, `1.234,50`, `1 234,5`, `$1,200.00`, `(15 %)`. They are
 * strings to the type decision; the column is told what they would be as numbers.
 */
import { formattedNumberCharsMax } from "../limits.ts";

/** The readings of one text. NaN where a reading is impossible; at least one is a number. */
export interface FormattedNumber {
  /** The point is the decimal mark; commas, blanks and apostrophes group. */
  readonly pointDecimal: number;
  /** The comma is the decimal mark; points, blanks and apostrophes group. */
  readonly commaDecimal: number;
  /** Currency sign or code as written, null without one. */
  readonly currency: string | null;
  readonly percent: boolean;
  /** Whether the text groups digits, in the reading that applies. */
  readonly grouped: boolean;
}

const currency =
  /^(?:[$€£¥₹₽₩₺₴₫₱฿]|(?:US|AU|CA|NZ|HK|S)\$|USD|EUR|GBP|JPY|CHF|CNY|INR|SEK|NOK|DKK|PLN|CZK|Fr\.|kr|zł|Kč)/;
const currencyAtEnd = new RegExp(`(?:${currency.source.slice(4, -1)})$`);

const spaces = " \\u00a0\\u202f\\u2009";
const apostrophes = "'\\u2019";
const withPoint = new RegExp(
  `^(?:\\d+|\\d{1,3}(?:,\\d{3})+|\\d{1,3}(?:[${spaces}]\\d{3})+|\\d{1,3}(?:[${apostrophes}]\\d{3})+|\\d{1,2}(?:,\\d{2})+,\\d{3})?(?:\\.\\d*)?$`,
);
const withComma = new RegExp(
  `^(?:\\d+|\\d{1,3}(?:\\.\\d{3})+|\\d{1,3}(?:[${spaces}]\\d{3})+|\\d{1,3}(?:[${apostrophes}]\\d{3})+)?(?:,\\d*)?$`,
);
const marks = new RegExp(`[${spaces}${apostrophes}]`, "g");
const startsFormatted = /^[-+(\d.,$€£¥₹₽₩₺₴₫₱฿A-Zkz−]/;

/** Read a trimmed text that is no plain int or float; null when it is no formatted number either. */
export function parseFormattedNumber(text: string): FormattedNumber | null {
  if (text.length > formattedNumberCharsMax || !startsFormatted.test(text) || !/\d/.test(text)) return null;
  const bracketed = text.startsWith("(") && text.endsWith(")");
  let rest = bracketed ? text.slice(1, -1).trim() : text;
  let negative = bracketed;
  let signed = bracketed;
  let money: string | null = null;
  let percent = false;
  // Sign, currency and percent sign stand around the digits in any order, each at most once.
  for (let before = ""; before !== rest; ) {
    before = rest;
    if (!signed && /^[-+−]/.test(rest)) {
      signed = true;
      negative = !rest.startsWith("+");
      rest = rest.slice(1).trim();
    }
    const found: RegExpExecArray | null =
      money === null ? (currency.exec(rest) ?? currencyAtEnd.exec(rest)) : null;
    if (found !== null) {
      const mark: string = found[0];
      money = mark;
      rest = (found.index === 0 ? rest.slice(mark.length) : rest.slice(0, found.index)).trim();
    }
    if (!percent && rest.endsWith("%")) {
      percent = true;
      rest = rest.slice(0, -1).trim();
    }
  }
  return readDigits(rest, negative, money, percent);
}

function readDigits(
  digits: string,
  negative: boolean,
  sign: string | null,
  percent: boolean,
): FormattedNumber | null {
  if (!/^[\d.,]/.test(digits) || !/\d/.test(digits)) return null;
  const value = (text: string): number => {
    const number = Number(text);
    return Number.isFinite(number) ? (negative ? 0 - number : number) : Number.NaN;
  };
  const plain = digits.replace(marks, "");
  const pointDecimal = withPoint.test(digits) ? value(plain.replaceAll(",", "")) : Number.NaN;
  const commaDecimal = withComma.test(digits)
    ? value(plain.replaceAll(".", "").replace(",", "."))
    : Number.NaN;
  if (Number.isNaN(pointDecimal) && Number.isNaN(commaDecimal)) return null;
  // 007 and its like stay codes.
  if (sign === null && !percent && /^0\d/.test(digits)) return null;
  const grouped = plain !== digits || /[.,]\d{3}(?:\D|$)/.test(digits);
  return { pointDecimal, commaDecimal, currency: sign, percent, grouped };
}
