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
  for (const alert of alerts.filter(({ column }) => column !== null)) {
    const group = groups.get(sense(alert));
    if (group === undefined) groups.set(sense(alert), [alert]);
    else group.push(alert);
  }
  return alerts.flatMap((alert) => {
    const [first, ...others] = (alert.column !== null && groups.get(sense(alert))) || [alert];
    if (others.length + 1 < alikeMin) return [{ alert, others: [] }];
    return alert === first ? [{ alert, others: others.map(({ column }) => column ?? "") }] : [];
  });
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
