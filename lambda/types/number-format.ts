/**
 * Numbers as people and spreadsheets format them: `1,234.50`, `1.234,50`, `1 234,5`, `$1,200.00`, `(15 %)`. They are
 * strings to the type decision; the column is told what they would be as numbers.
 */
import { formattedNumberCharsMax } from "../limits.ts";

/** `(5)` for −5, U+2212 for the sign, a sign with a space behind it, or one behind the digits as SAP has it. */
export type NumberSign = "brackets" | "unicode_minus" | "apart" | "behind";

/** The readings of one text. NaN where a reading is impossible; at least one is a number. */
export interface FormattedNumber {
  /** The point is the decimal mark; commas, blanks and apostrophes group. */
  readonly pointDecimal: number;
  /** The comma is the decimal mark; points, blanks and apostrophes group. */
  readonly commaDecimal: number;
  /** Currency sign or code as written, null without one. */
  readonly currency: string | null;
  readonly percent: boolean;
  /** Whether digits are grouped, if this reading applies. */
  readonly pointGrouped: boolean;
  readonly commaGrouped: boolean;
  /** How the sign is written where a plain number could not have it so; null for a plain or no sign. */
  readonly sign: NumberSign | null;
}

const signs = "$€£¥₹₽₩₺₴₫₱฿₪₦₡₸₾";
const marks = [
  `[${signs}]`,
  "(?:US|AU?|CA?|NZ|HK|NT|MX|RD?|S)\\$",
  "USD|EUR|GBP|JPY|CHF|CNY|INR|SEK|NOK|DKK|PLN|CZK",
  "Fr\\.|kr|zł|Kč|Rs\\.?|lei|руб\\.?",
].join("|");
/** Of three letters that may as well begin a code: a blank, a bracket or a sign parts them from the digits. */
const codes =
  "AED|ARS|AUD|BGN|BRL|CAD|CLP|COP|HKD|HUF|IDR|ILS|KRW|MXN|MYR|NGN|NZD|PHP|PKR|RON|RUB|SAR|SGD|THB|TRY|TWD|UAH|VND|ZAR";
const currency = new RegExp(`^(?:${marks}|(?:${codes})(?=[\\s(+−-]))`);
const currencyAtEnd = new RegExp(`(?:${marks}|(?<=[\\s)])(?:${codes}))$`);

const spaces = " \\u00a0\\u202f\\u2009";
const apostrophes = "'\\u2019";
const withPoint = new RegExp(
  `^(?:\\d+|\\d{1,3}(?:,\\d{3})+|\\d{1,3}(?:[${spaces}]\\d{3})+|\\d{1,3}(?:[${apostrophes}]\\d{3})+|\\d{1,2}(?:,\\d{2})+,\\d{3})?(?:\\.\\d*)?$`,
);
const withComma = new RegExp(
  `^(?:\\d+|\\d{1,3}(?:\\.\\d{3})+|\\d{1,3}(?:[${spaces}]\\d{3})+|\\d{1,3}(?:[${apostrophes}]\\d{3})+)?(?:,\\d*)?$`,
);
const groupMarks = new RegExp(`[${spaces}${apostrophes}]`, "g");
const startsFormatted = new RegExp(`^[-+(\\d.,${signs}A-Zkzlр−]`);

/** Read a trimmed text that is no plain int or float; null when it is no formatted number either. */
export function parseFormattedNumber(text: string): FormattedNumber | null {
  if (text.length > formattedNumberCharsMax || !startsFormatted.test(text) || !/\d/.test(text)) return null;
  let rest = text;
  let negative = false;
  let signed = false;
  let sign: NumberSign | null = null;
  let money: string | null = null;
  let percent = false;
  // Sign or brackets, currency and percent sign stand around the digits in any order, each at most once.
  for (let before = ""; before !== rest; ) {
    before = rest;
    if (!signed && rest.startsWith("(") && rest.endsWith(")")) {
      signed = negative = true;
      sign = "brackets";
      rest = rest.slice(1, -1).trim();
    } else if (!signed && /^[-+−]/.test(rest)) {
      signed = true;
      negative = !rest.startsWith("+");
      sign = rest.startsWith("−") ? "unicode_minus" : /^.\s/.test(rest) ? "apart" : null;
      rest = rest.slice(1).trim();
    } else if (/[.,]--?$/.test(rest)) {
      // Round amounts: `5.-` and `5,--`.
      rest = rest.replace(/-+$/, "");
    } else if (!signed && /\d\s?-$/.test(rest)) {
      signed = negative = true;
      sign = "behind";
      rest = rest.slice(0, -1).trim();
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
  const digits = readDigits(rest, negative, money !== null || percent);
  return digits === null ? null : { ...digits, currency: money, percent, sign };
}

/** @param marked Whether a currency or a percent sign says that it is a quantity. */
function readDigits(
  digits: string,
  negative: boolean,
  marked: boolean,
): Omit<FormattedNumber, "currency" | "percent" | "sign"> | null {
  if (!/^[\d.,]/.test(digits) || !/\d/.test(digits)) return null;
  const value = (text: string): number => {
    const number = Number(text);
    return Number.isFinite(number) ? (negative ? 0 - number : number) : Number.NaN;
  };
  const plain = digits.replace(groupMarks, "");
  const pointDecimal = withPoint.test(digits) ? value(plain.replaceAll(",", "")) : Number.NaN;
  const commaDecimal = withComma.test(digits)
    ? value(plain.replaceAll(".", "").replace(",", "."))
    : Number.NaN;
  if (Number.isNaN(pointDecimal) && Number.isNaN(commaDecimal)) return null;
  // 007 and its like stay codes.
  if (!marked && /^0\d/.test(digits)) return null;
  const spaced = plain !== digits;
  return {
    pointDecimal,
    commaDecimal,
    pointGrouped: spaced || digits.includes(","),
    commaGrouped: spaced || digits.includes("."),
  };
}
