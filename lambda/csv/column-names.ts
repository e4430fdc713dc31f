/** Header cells → names that are unique, not blank and of bounded length; whatever was changed is reported. */
import { columnNameCharsMax } from "../limits.ts";
import type { RenamedColumn } from "../profile/summary.ts";
import { isRule } from "./header-rule.ts";

export interface ColumnNames {
  readonly names: readonly string[];
  readonly renamed: readonly RenamedColumn[];
}

/**
 * The records of a header as one: the names of each column joined with a space, those that span several columns with
 * each name below them. A single record stays as it is, and a line of dashes names nothing.
 */
export function joinHeader(records: readonly (readonly string[])[]): readonly string[] {
  const named = records.filter((record, i) => i === 0 || !isRule(record, records[i - 1] ?? []));
  const [only] = named;
  if (only !== undefined && named.length === 1) return only;
  const width = Math.max(...named.map((record) => record.length));
  const lines = named.map((_, line) => spanningNames(named, line));
  return Array.from({ length: width }, (_, i) =>
    lines
      .map((names) => names[i] ?? "")
      .filter((name) => name !== "")
      .join(" "),
  );
}

/**
 * The names of a header's line, trimmed. Merged cells leave the name in the first one and the others empty: it is the
 * name of these as well, as long as a name stands below each and none of their own above.
 */
function spanningNames(records: readonly (readonly string[])[], line: number): readonly string[] {
  const isNamed = (at: number, i: number) => (records[at]?.[i] ?? "").trim() !== "";
  const numbers = records.map((_, at) => at);
  let spanning = "";
  return (records[line] ?? []).map((cell, i) => {
    const name = cell.trim();
    const endsAbove = numbers.some((at) => at < line && isNamed(at, i));
    if (!numbers.some((at) => at > line && isNamed(at, i))) spanning = "";
    else if (name !== "" || endsAbove) spanning = name;
    return name === "" ? spanning : name;
  });
}

/**
 * Names are trimmed; a blank one becomes `column_N` (1-based position); the second `name` becomes `name_2`, unless
 * the header has a `name_2` of its own, then the next free number.
 */
export function columnNames(cells: readonly string[]): ColumnNames {
  const wanted = cells.map((cell) => cell.trim());
  const written = new Set(wanted);
  const used = new Set<string>();
  const suffixes = new Map<string, number>();
  const renamed: RenamedColumn[] = [];
  const names = wanted.map((from, index) => {
    const position = index + 1;
    const cut = [...from.slice(0, columnNameCharsMax * 2)].slice(0, columnNameCharsMax).join("");
    let name = from === "" ? `column_${position}` : cut;
    let reason: RenamedColumn["reason"] | null = from === "" ? "blank" : name === from ? null : "too_long";
    if (used.has(name) || (reason !== null && written.has(name))) {
      const base = name;
      let suffix = suffixes.get(base) ?? 2;
      name = suffixed(base, suffix);
      while (used.has(name) || written.has(name)) name = suffixed(base, ++suffix);
      suffixes.set(base, suffix + 1);
      reason ??= "duplicate";
    }
    used.add(name);
    if (reason !== null) renamed.push({ position, from, to: name, reason });
    return name;
  });
  return { names, renamed };
}

/** The name with its number, as long as a name may be. */
function suffixed(base: string, suffix: number): string {
  const end = `_${suffix}`;
  return [...base].slice(0, columnNameCharsMax - end.length).join("") + end;
}
