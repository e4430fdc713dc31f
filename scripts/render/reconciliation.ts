/** What `reconcile` has found, for people and for programs. */
import type { Reconciliation } from "../recovery/reconcile.ts";
import { escapeForTerminal } from "./terminal-text.ts";

/** Of each kind, so many are named for people: after an outage there are thousands. */
const linesShownMax = 20;

/** Ends with a line feed. */
export function reconciliationText(found: Reconciliation): string {
  const sections: [title: string, lines: readonly string[]][] = [
    [
      "uploads without a right item",
      found.toRedrive.map(({ upload, reason }) => `${upload.fileName} (${reason})`),
    ],
    ["outputs that no item points at", found.staleOutputs],
    ["items whose object is gone", found.withoutObject.map(({ fileName }) => fileName)],
    ["under way, look again later", found.underWay.map(({ fileName }) => fileName)],
    ["other objects below processed/", found.foreignOutputs],
  ];
  return sections
    .map(([title, lines]) => `${[`${title}: ${lines.length}`, ...shown(lines)].join("\n")}\n`)
    .join("");
}

/** All of them are in the JSON. */
function shown(lines: readonly string[]): string[] {
  const first = lines.slice(0, linesShownMax).map((line) => `  ${escapeForTerminal(line)}`);
  const more = lines.length - first.length;
  return more === 0 ? first : [...first, `  … and ${more} more (--json lists all)`];
}

export function reconciliationJson(found: Reconciliation): string {
  const names = {
    uploads_without_item: found.toRedrive.map(({ upload, reason }) => ({
      file_name: upload.fileName,
      reason,
    })),
    stale_outputs: found.staleOutputs,
    items_without_object: found.withoutObject.map(({ fileName }) => fileName),
    under_way: found.underWay.map(({ fileName }) => fileName),
    foreign_outputs: found.foreignOutputs,
  };
  return `${JSON.stringify(names, null, 2)}\n`;
}
