/** How the page says times and states. */
import type { FileRow } from "../api.ts";

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const units = [
  ["second", 60],
  ["minute", 60],
  ["hour", 24],
  ["day", 30],
  ["month", 12],
] as const;

/** `3 minutes ago` */
export function ago(iso: string, nowMs = Date.now()): string {
  let amount = (Date.parse(iso) - nowMs) / 1000;
  if (Number.isNaN(amount)) return "";
  // Clocks differ by a little: nothing happened in the future.
  amount = Math.min(0, amount);
  for (const [unit, next] of units) {
    if (Math.abs(amount) < next) return relative.format(Math.ceil(amount), unit);
    amount /= next;
  }
  return relative.format(Math.ceil(amount), "year");
}

interface State {
  readonly label: string;
  /** Style sheet class. */
  readonly kind: string;
}

export function stateOf({ status, partial }: FileRow): State {
  if (status === "waiting") return { label: "waiting", kind: "waiting" };
  if (partial) return { label: "partial", kind: "warning" };
  return status === "success" ? { label: "profiled", kind: "ok" } : { label: "failed", kind: "error" };
}
