/** What to look at before trusting the data, the gravest first. */
import type { Alert, Summary } from "../profile/summary.ts";
import { alikeAlerts, sameOfOthers, type ToldAlert } from "./alike-alerts.ts";
import { columnId } from "./column-facts.ts";
import { countOf, formatCount } from "./figures.ts";
import { type Html, html, visible } from "./html.ts";

/** Alerts told one by one; those of the columns stand on their cards as well. */
const alertsToldMax = 60;
/** Of them, those that are seen before the rest is unfolded: the columns below must not be out of reach. */
const alertsSeenMax = 12;

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
  const told = alikeAlerts(alerts);
  const items = told
    .slice(0, alertsToldMax)
    .map((each) => item(each, positions.get(each.alert.column ?? "") ?? null, columnsShown));
  // Unfolding one or two takes more of a reader than reading them.
  const seen = items.length > alertsSeenMax + 2 ? alertsSeenMax : items.length;
  return html`${list(items.slice(0, seen))}${seen < items.length ? unfolded(items.slice(seen), told.length - seen) : null}`;
}

/** @param count of the alerts that are not seen yet, those of `items` and the rest */
function unfolded(items: readonly Html[], count: number): Html {
  const rest = count - items.length;
  return html`<details><summary>${countOf(count, "more alert")}</summary>${list(items)}${
    rest > 0
      ? html`<p class="note">${formatCount(rest)} more ${rest === 1 ? "is" : "are"} on the columns’ cards.</p>`
      : null
  }</details>`;
}

function list(items: readonly Html[]): Html {
  return html`<ul class="alerts">${items}</ul>`;
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
  { alert: { severity, code, column, message }, others }: ToldAlert,
  position: number | null,
  columnsShown: number,
): Html {
  const name = column === null ? null : html`<b>${visible(column)}</b>`;
  const where =
    position !== null && position <= columnsShown && column !== null
      ? html`<a href="#${columnId(position)}">${name}</a> `
      : name;
  return html`<li><span class="severity ${severity}">${severity}</span> <span>${column === null ? null : where}${visible(message)}${visible(sameOfOthers(others, (name) => name))} <span class="code">${code}</span></span></li>`;
}
