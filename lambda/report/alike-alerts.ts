/** Alerts that say the same of many columns, but for figures: told once, with the names of the others. */
import type { Alert } from "../profile/summary.ts";

/** Two are read as fast as one that speaks of both. */
const alikeMin = 3;
const namesShownMax = 5;

export interface ToldAlert {
  readonly alert: Alert;
  /** Columns of which the same is said. */
  readonly others: readonly string[];
}

/** In the order of the first of each. */
export function alikeAlerts(alerts: readonly Alert[]): ToldAlert[] {
  const groups = new Map<string, Alert[]>();
  for (const alert of alerts) {
    const key = alert.column === null ? JSON.stringify(alert) : sense(alert);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [alert]);
    else group.push(alert);
  }
  const told = new Map<Alert, ToldAlert>();
  for (const group of groups.values()) {
    const [first, ...others] = group;
    if (first === undefined) continue;
    if (group.length >= alikeMin)
      told.set(first, { alert: first, others: others.map(({ column }) => column ?? "") });
    else for (const alert of group) told.set(alert, { alert, others: [] });
  }
  return alerts.flatMap((alert) => told.get(alert) ?? []);
}

/** ` The same of 17 more columns: a, b, c, d, e …`; nothing without others. @param nameOf as it is shown */
export function sameOfOthers(others: readonly string[], nameOf: (name: string) => string): string {
  if (others.length === 0) return "";
  const names = others.slice(0, namesShownMax).map(nameOf).join(", ");
  return ` The same of ${others.length} more columns: ${names}${others.length > namesShownMax ? " …" : "."}`;
}

function sense({ severity, code, message }: Alert): string {
  return `${severity} ${code} ${message.replaceAll(/\d[\d,.]*/g, "#")}`;
}
