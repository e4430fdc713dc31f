import type { Summary } from "../../lambda/profile/summary.ts";
import type { Change } from "./change.ts";

const facts = [
  "delimiter",
  "quote",
  "escape",
  "terminator",
  "encoding",
  "bom",
  "header",
  "skipped_lines",
] as const;

/** One change for each fact of how the file is written. */
export function compareDialects(before: Summary, after: Summary): Change[] {
  const changes: Change[] = [];
  const add = (what: string, from: unknown, to: unknown) => {
    if (from === to) return;
    const message = `${what.replaceAll("_", " ")} ${JSON.stringify(from)} → ${JSON.stringify(to)}`;
    changes.push({ kind: "dialect", column: null, verdict: null, message });
  };
  add("compression", before.source.compression, after.source.compression);
  if (before.dialect === null || after.dialect === null) return changes;
  for (const fact of facts) add(fact, before.dialect[fact], after.dialect[fact]);
  return changes;
}
