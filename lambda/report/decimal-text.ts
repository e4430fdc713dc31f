/**
 * Numbers in English notation, as `Intl.NumberFormat("en-US")` has them: rounded half away from zero by their shortest
 * decimal digits, so that 1.005 is 1.01. Without Intl, because making the first of its formats loads the locales: 12 ms
 * of a cold start, a sixth of all that the function takes.
 */

export interface DecimalRounding {
  /** Digits behind the point at the most. */
  readonly fractionDigits?: number;
  /** Digits in all at the most, from the first that is not 0. */
  readonly significantDigits?: number;
}

/**
 * @param value finite
 * @param groupFrom the smallest magnitude whose digits are grouped in threes: 1,000 or 10,000; null: none are
 */
export function decimalText(
  value: number,
  rounding: DecimalRounding,
  groupFrom: 1_000 | 10_000 | null,
): string {
  const { digits, point } = rounded(shortestDigits(Math.abs(value)), rounding);
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
  const fraction = (point > 0 ? digits.slice(point) : "0".repeat(-point) + digits).replace(/0+$/, "");
  const isGrouped = groupFrom !== null && whole.length >= String(groupFrom).length;
  const grouped = isGrouped ? whole.replace(/\B(?=(?:\d{3})+$)/g, ",") : whole;
  const text = fraction === "" ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

/** 0.`digits` × 10^`point`. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/** The fewest that tell the double from its neighbours. */
function shortestDigits(magnitude: number): Decimal {
  const [mantissa = "", exponent = ""] = magnitude.toExponential().split("e");
  return { digits: mantissa.replace(".", ""), point: Number(exponent) + 1 };
}

function rounded(
  { digits, point }: Decimal,
  { fractionDigits, significantDigits }: DecimalRounding,
): Decimal {
  const kept = Math.min(significantDigits ?? digits.length, (fractionDigits ?? Number.MAX_VALUE) + point);
  if (kept >= digits.length) return { digits, point };
  if (kept < 0) return { digits: "", point: 0 };
  const isUp = digits.charCodeAt(kept) >= 0x35;
  const head = digits.slice(0, kept);
  if (!isUp) return { digits: head, point };
  const next = String(BigInt(`0${head}`) + 1n).padStart(kept, "0");
  return { digits: next, point: point + next.length - kept };
}
