/**
 * What a cell looks like, judged loosely: more than the types of a profile (thousands separators, currencies,
 * times of day), because here the question is only whether a piece of text is a value or half of one.
 */

/** `typed`: has a form of its own that is neither number nor date, such as a URL or a truth value. */
export type CellLook = "empty" | "number" | "date" | "typed" | "text";

const number =
  /^[+-]?(?:[$€£¥₹] ?)?(?:\d{1,3}(?:[.,'\u00a0\u202f ]\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}|\d+|(?=[.,]\d))(?:[.,]\d*)?(?:[eE][+-]?\d+)?(?: ?[%$€£¥₹])?$/;
const time = "\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?(?: ?[AaPp][Mm])?";
const zone = "(?: ?(?:Z|UTC|GMT|[+-]\\d{2}:?\\d{2}))?";
const month = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?";
const date = new RegExp(
  `^(?:(?:\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.]\\d{1,2}[-/.](?:\\d{4}|\\d{2})` +
    `|\\d{1,2}[ /.-]${month}[ /.-]\\d{2,4}|${month} \\d{1,2},? \\d{4})(?:[ T]+${time}${zone})?|${time}${zone})$`,
  "i",
);
const typed =
  /^(?:true|false|yes|no|[a-z][a-z0-9+.-]*:\/\/\S+|[^\s@,;|]+@[^\s@,;|]+\.[a-z]{2,}|\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/i;
/** Values with colons of their own: addresses of IPv6 and of network cards, names of AWS and others. */
const withColons = new RegExp(
  `^(?:${[
    "[0-9a-f]{4}(?::[0-9a-f]{1,4}){7}(?:/\\d{1,3})?",
    "(?=\\S*::)[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:/\\d{1,3})?",
    "[0-9a-f]{2}(?:(?::[0-9a-f]{2}){5}|(?::[0-9a-f]{2}){7})",
    "arn:[a-z\\d-]+:[a-z\\d-]*:[a-z\\d-]*:\\d*:\\S+",
    "urn:[a-z\\d][a-z\\d-]*:\\S+",
  ].join("|")})$`,
  "i",
);

/** Whether the colons of a text are its own: it is one value, whole. */
export function ownsItsColons(text: string): boolean {
  // All have two; most text has none.
  return text.indexOf(":") !== text.lastIndexOf(":") && withColons.test(text);
}

/** Values that stand for none; common enough to tell nothing about a column's kind. */
const missing = /^(?:n\/?a|nan|null|none|nil|#n\/a|-{1,2}|\?|\\N|\.)$/i;

export function cellLook(cell: string): CellLook {
  const text = cell.trim();
  if (text === "" || missing.test(text)) return "empty";
  const first = text.charCodeAt(0);
  // Letters other than those of month names begin no number; most text is settled here.
  if (number.test(text)) return "number";
  if (text.length < 40 && (first < 0x3a || /^[a-z]{3}/i.test(text)) && date.test(text)) return "date";
  return typed.test(text) || ownsItsColons(text) ? "typed" : "text";
}

/** Characters that separate, in a cell of another separation: a sign that it is several cells in truth. Not punctuation. */
const foreignDelimiter = /[\t|^~]|[,;](?! )/;
const prose = /^[\p{L}\p{N}_#@("'[][\p{L}\p{N}\s_.,;:'’"()[\]/&+#@*!?%°=<>$€£–—-]*$/u;

/** 0 to 1: how sure it is that an unquoted cell is one value, whole. */
export function cellFit(cell: string): number {
  const text = cell.trim();
  if (text === "") return 0.6;
  const look = cellLook(text);
  if (look !== "text") return 1;
  // A quote that the separation did not understand.
  if (/^["']|["']$/.test(text)) return 0.1;
  if (/^(?:\{.*\}|\[.*\])$/.test(text)) return 0.9;
  if (foreignDelimiter.test(text)) return 0.15;
  return prose.test(text) ? 0.85 : 0.5;
}
