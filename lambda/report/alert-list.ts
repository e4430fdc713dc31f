/** What to look at before trusting the data, the gravest first. */
import type { Alert, Summary } from "../profile/summary.ts";
import { columnId } from "./column-facts.ts";
import { countOf } from "./figures.ts";
import { type Html, html, visible } from "./html.ts";

/** Alerts shown one by one; those of the columns stand on their cards as well. */
const alertsShownMax = 60;

const severities = ["error", "warning", "info"] as const;

/** `columnsShown`: columns beyond have no card to link to. */
export function alertList(summary: Summary, columnsShown: number): Html {
  const { alerts } = summary.quality_issues;
  if (alerts.length === 0) {
    return summary.status === "success"
      ? html`<p class="good">✓ Nothing stands out.</p>`
      : html`<p>Nothing stands out in what was read.</p>`;
  }
  const positions = new Map(summary.columns.map(({ name, position }) => [name, position]));
  const rest = alerts.length - alertsShownMax;
  return html`<ul class="alerts">${alerts
    .slice(0, alertsShownMax)
    .map((alert) =>
      item(alert, positions.get(alert.column ?? "") ?? null, columnsShown),
    )}</ul>${rest > 0 ? html`<p class="note">And ${countOf(rest, "more alert")}, on the columns’ cards.</p>` : null}`;
}

/** `2 errors, 1 warning`. */
export function alertCounts(alerts: readonly Alert[]): string {
  return severities
    .map((severity) => [severity, alerts.filter((alert) => alert.severity === severity).length] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => countOf(count, severity === "info" ? "note" : severity))
    .join(", ");
}

function item(
  { severity, code, column, message }: Alert,
  position: number | null,
  columnsShown: number,
): Html {
  const name = column === null ? null : html`<b>${visible(column)}</b>`;
  const where =
    position !== null && position <= columnsShown && column !== null
      ? html`<a href="#${columnId(position)}">${name}</a> `
      : name;
  return html`<li><span class="severity ${severity}">${severity}</span> <span>${column === null ? null : where}${visible(message)} <span class="code">${code}</span></span></li>`;
}
