/** What a summary shows of the cells' values. */
import type { SampleValues } from "./options.ts";
import type { CellExample } from "./summary.ts";

/** Null when values are withheld. */
export function sampleValue(value: string, rule: SampleValues): string | null {
  if (typeof rule === "boolean") return rule ? value : null;
  return rule(value);
}

export function sampleExamples(examples: readonly CellExample[], rule: SampleValues): CellExample[] {
  return examples.map((example) => ({
    ...example,
    value: example.value === null ? null : sampleValue(example.value, rule),
  }));
}
