/** Header cells → names that are unique, not blank and of bounded length; whatever was changed is reported. */
import { columnNameCharsMax } from "../limits.ts";
import type { RenamedColumn } from "../profile/summary.ts";

export interface ColumnNames {
  readonly names: readonly string[];
  readonly renamed: readonly RenamedColumn[];
}

/** The records of a header as one: the names of each column joined with a space. A single record stays as it is. */
export function joinHeader(records: readonly (readonly string[])[]): readonly string[] {
  const [only] = records;
  if (only !== undefined && records.length === 1) return only;
  const width = Math.max(...records.map((record) => record.length));
  return Array.from({ length: width }, (_, i) =>
    records
      .map((record) => (record[i] ?? "").trim())
      .filter((name) => name !== "")
      .join(" "),
  );
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
