/** Kinds of text that people ask for by name. Each test is anchored and linear in the length of the text. */

export type TextPattern = "email" | "ip_address" | "leading_zeros" | "url" | "uuid";

const email = /^[^\s@"(),:;<>[\]\\]{1,64}@(?:[\p{L}\d](?:[\p{L}\d-]{0,61}[\p{L}\d])?\.)+[\p{L}]{2,63}$/u;
const uuid = /^\{?[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\}?$/i;
const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\/\d{1,2})?$/;
const ipv6 = /^(?=.*:.*:)[\da-f:]{2,39}(?:%\w+)?(?:\/\d{1,3})?$/i;
const scheme = /^(?:https?|ftps?|s3|gs|file):\/\/[^\s/?#]\S*$/i;
const leadingZero = /^0\d+$/;

/** The pattern a trimmed text has; null when none. */
export function textPattern(text: string): TextPattern | null {
  if (leadingZero.test(text)) return "leading_zeros";
  if (text.includes("@")) return email.test(text) ? "email" : null;
  if (text.includes("://")) return scheme.test(text) ? "url" : null;
  if (uuid.test(text)) return "uuid";
  return ipv4.test(text) || ipv6.test(text) ? "ip_address" : null;
}
