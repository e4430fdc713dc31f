/** `--since`: how far back, or since when. */
const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/**
 * Milliseconds since 1970 of `45m`, `3h`, `7d`, `2w` before now, or of an ISO 8601 time; undefined for anything
 * else, and for what is not in the past.
 */
export function sinceMs(text: string, nowMs: number): number | undefined {
  const [, count = "", unit = ""] = /^(\d{1,6})([smhdw])$/.exec(text.trim()) ?? [];
  const startMs = isUnit(unit) ? nowMs - Number(count) * unitMs[unit] : Date.parse(text);
  return startMs < nowMs ? startMs : undefined;
}

function isUnit(unit: string): unit is keyof typeof unitMs {
  return Object.hasOwn(unitMs, unit);
}
