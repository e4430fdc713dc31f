import { intervalToDuration } from "date-fns";

const units = ["years", "months", "days", "hours", "minutes", "seconds"] as const;

/** The time from one instant to another in words, by its two largest units: "3 years 2 months", "45 minutes". */
export function spanText(fromMs: number, toMs: number): string {
  const duration = intervalToDuration({ start: wallClock(fromMs), end: wallClock(toMs) });
  const words: string[] = [];
  for (const unit of units) {
    const count = duration[unit] ?? 0;
    if (count !== 0 && words.length < 2) words.push(`${count} ${count === 1 ? unit.slice(0, -1) : unit}`);
  }
  return words.length === 0 ? "0 seconds" : words.join(" ");
}

/** A Date whose local calendar fields are the UTC ones of the instant: date-fns counts in local fields. */
function wallClock(epochMs: number): Date {
  const utc = new Date(epochMs);
  const local = new Date(2000, 0, 1);
  local.setFullYear(utc.getUTCFullYear(), utc.getUTCMonth(), utc.getUTCDate());
  local.setHours(utc.getUTCHours(), utc.getUTCMinutes(), utc.getUTCSeconds(), utc.getUTCMilliseconds());
  return local;
}
