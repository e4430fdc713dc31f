/** Date formats of the summary (Unicode date fields) as strptime patterns, which Table Schema uses. */

const fields: Readonly<Record<string, string>> = {
  yyyy: "%Y",
  yy: "%y",
  MMMM: "%B",
  MMM: "%b",
  MM: "%m",
  M: "%m",
  EEE: "%a",
  dd: "%d",
  d: "%d",
  HH: "%H",
  h: "%I",
  mm: "%M",
  ss: "%S",
  SSS: "%f",
  a: "%p",
  XXX: "%z",
};

/** Null when a part of the format has no counterpart. */
export function strptimeFormat(format: string): string | null {
  let pattern = "";
  for (const [part] of format.matchAll(/'[^']*'|([A-Za-z])\1*|[^A-Za-z']/g)) {
    const field = /^[A-Za-z]/.test(part) ? fields[part] : part.replaceAll("'", "").replaceAll("%", "%%");
    if (field === undefined) return null;
    pattern += field;
  }
  return pattern;
}
