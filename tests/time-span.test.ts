import { expect, it } from "vitest";
import { sinceMs } from "../scripts/time-span.ts";

const now = Date.UTC(2026, 10, 21);

it.each([
  ["30s", now - 30_000],
  ["45m", now - 45 * 60_000],
  ["3h", now - 3 * 3_600_000],
  ["7d", now - 7 * 86_400_000],
  ["2w", now - 14 * 86_400_000],
  ["2026-11-20T00:00:00Z", now - 86_400_000],
  ["0h", undefined],
  ["3 hours", undefined],
  ["-3h", undefined],
  ["2026-11-22T00:00:00Z", undefined],
  ["", undefined],
])("%s", (text, expected) => {
  expect(sinceMs(text, now)).toBe(expected);
});
