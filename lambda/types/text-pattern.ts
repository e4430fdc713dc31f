/** Kinds of text that people ask for by name. Each test is anchored and linear in the length of the text. */

import { numberUnit } from "./number-with-unit.ts";

export type TextPattern =
  | "email"
  | "ip_address"
  | "json"
  | "leading_zeros"
  | "magnitude"
  | "number_with_unit"
  | "period"
  | "range"
  | "text_formula"
  | "time"
  | "url"
  | "uuid";

const email = /^[^\s@"(),:;<>[\]\\]{1,64}@(?:[\p{L}\d](?:[\p{L}\d-]{0,61}[\p{L}\d])?\.)+[\p{L}]{2,63}$/u;
const uuid = /^\{?[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\}?$/i;
const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\/\d{1,2})?$/;
const ipv6Group = /^[\da-f]{1,4}$/i;
const ipv6Groups = 8;
/** A zone, and the length of a prefix. */
const ipv6End = /(?:%\w+)?(?:\/\d{1,3})?$/;
const scheme = /^(?:https?|ftps?|s3|gs|file):\/\/[^\s/?#]\S*$/i;
/** Also past 24 hours, as timetables and durations have it. */
const time = /^\d{1,3}:[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(?: ?[ap]\.?m\.?)?$/i;
/** `2h 30m`, and ISO 8601 (`PT2H30M`). */
const duration =
  /^(?:(?:\d{1,4} ?(?:d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?)\.?,? ?){2,4}|P(?=[\dT])(?:\d{1,4}[YMWD]){0,4}(?:T(?:\d{1,4}(?:\.\d{1,9})?[HMS]){1,3})?)$/i;
/** By its beginning, because long texts are known by no more; also as Python writes lists and dictionaries. */
const json = /^(?:\{ ?(?:["'}]|$)|\[ ?(?:["'{[\]]|-?\d|$))/;
const range = /^(\d{1,6}(?:[.,]\d{1,3})?) ?(?:-|–|—|to|bis) ?(\d{1,6}(?:[.,]\d{1,3})?)$/;
/** `65+`, `<18`. */
const openRange = /^(?:[<>≤≥] ?\d{1,6}(?:[.,]\d{1,3})?|\d{1,6}(?:[.,]\d{3})* ?\+)$/;
/** As programs write texts that a spreadsheet is to leave alone: `="00123"`. */
const textFormula = /^="(?:[^"]|"")*"$/;
const leadingZero = /^0\d+$/;
const week = "W(?:0?[1-9]|[1-4]\\d|5[0-3])";
const part = `(?:${week}|[QH][1-4])`;
const fourDigits = "(?:19|20)\\d\\d";
const month =
  "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
/** Weeks of ISO 8601, quarters and halves of a year, months by name; fiscal years. `Q123` is a question, `W1234` a warehouse. */
const period = new RegExp(
  `^(?:${[
    `(?:FY ?)?${fourDigits}[ \\-/]?${part}`,
    `${fourDigits}[/\\-–](?:\\d\\d|${fourDigits})`,
    `${part}(?:[ \\-/]?(?:FY ?)?${fourDigits}|(?:[ \\-/]'?|'|[ \\-/]?FY ?)\\d\\d)`,
    "[1-4]Q'?\\d\\d",
    `FY ?(?:\\d\\d|${fourDigits})(?:[/\\-](?:\\d\\d|${fourDigits}))?`,
    `${month}[ \\-/](?:'?\\d\\d|${fourDigits})`,
  ].join("|")})$`,
  "i",
);

/** The pattern a trimmed text has; null when none. */
export function textPattern(text: string): TextPattern | null {
  if (leadingZero.test(text)) return "leading_zeros";
  if (textFormula.test(text)) return "text_formula";
  if (text.includes("@")) return email.test(text) ? "email" : null;
  if (text.includes("://")) return scheme.test(text) ? "url" : null;
  if (uuid.test(text)) return "uuid";
  if (json.test(text)) return "json";
  if (!/\d/.test(text)) return isIpv6(text) ? "ip_address" : null;
  if (time.test(text) || duration.test(text)) return "time";
  if (period.test(text)) return "period";
  if (isRange(text)) return "range";
  const unit = numberUnit(text);
  if (unit !== null) return unit.kind;
  return ipv4.test(text) || isIpv6(text) ? "ip_address" : null;
}

/** From a number to a larger one, or open at one end. */
function isRange(text: string): boolean {
  const [, from, to] = range.exec(text) ?? [];
  if (from === undefined || to === undefined) return openRange.test(text);
  return Number(from.replace(",", ".")) < Number(to.replace(",", "."));
}

/** Eight groups, one run of zeros left out at the most; the last two may be written as IPv4. Times and MAC addresses have fewer. */
function isIpv6(text: string): boolean {
  if (!text.includes(":") || text.length > 64) return false;
  const parts = text.replace(ipv6End, "").split("::");
  if (parts.length > 2) return false;
  const groups = parts.flatMap((part) => (part === "" ? [] : part.split(":")));
  const last = parts.at(-1)?.split(":").at(-1) ?? "";
  const endsInIpv4 = last.includes(".") && ipv4.test(last);
  const count = groups.length + (endsInIpv4 ? 1 : 0);
  if (!(endsInIpv4 ? groups.slice(0, -1) : groups).every((group) => ipv6Group.test(group))) return false;
  return parts.length === 2 ? count < ipv6Groups : count === ipv6Groups;
}
