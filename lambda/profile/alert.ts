/** One alert: what it says, and what it rests on. */
import type { Alert, AlertExample } from "./summary.ts";

type MakeAlert = (
  code: Alert["code"],
  severity: Alert["severity"],
  message: string,
  count: number,
  examples?: readonly AlertExample[],
) => Alert;

/** @param column Null for the table as a whole. */
export function alertOf(column: string | null): MakeAlert {
  return (code, severity, message, count, examples = []) => ({
    code,
    severity,
    column,
    message,
    evidence: { count, examples },
  });
}

/** `first in row 3, line 4; then row 7, 9`. */
export function firstPlaces(places: readonly AlertExample[]): string {
  const [first, ...more] = [...places].sort((a, b) => a.line - b.line);
  if (first === undefined) return "no place known";
  const others = more.flatMap(({ row }) => row ?? []).slice(0, 4);
  const row = first.row === undefined ? "" : `row ${first.row}, `;
  return `first in ${row}line ${first.line}${others.length > 0 ? `; then row ${others.join(", ")}` : ""}`;
}
