/** The first few places of a kind, and how many there were in all. */
import { exampleCharsMax, examplesMax } from "../limits.ts";
import type { Counted } from "./summary.ts";

/** Plain data: how many there were, and the first of them. */
export interface ExamplesState<Example> {
  readonly count: number;
  readonly first: readonly Example[];
}

/** The first `examplesMax` of what was counted, in file order; `merge` appends what comes later in the file. */
export class Examples<Example extends { readonly row: number; readonly line: number }> {
  count = 0;
  #first: Example[] = [];

  /** Whether `add` would keep an example; spares the caller making one that is dropped. */
  get wanted(): boolean {
    return this.#first.length < examplesMax;
  }

  add(example: Example): void {
    this.count++;
    if (this.wanted) this.#first.push(example);
  }

  /** Count one without an example: for callers that saw `wanted` false. */
  addUnseen(): void {
    this.count++;
  }

  /** Append the later part of a file, whose rows and lines are counted from its own start. */
  merge(later: ExamplesState<Example>, rowsBefore: number, linesBefore: number): void {
    this.count += later.count;
    for (const example of later.first) {
      if (!this.wanted) break;
      this.#first.push({ ...example, row: example.row + rowsBefore, line: example.line + linesBefore });
    }
  }

  get first(): readonly Example[] {
    return this.#first;
  }

  state(): ExamplesState<Example> {
    return { count: this.count, first: this.#first };
  }

  counted(): Counted<Example> {
    return { count: this.count, examples: this.#first };
  }
}

/** A value as shown in an example: at most `exampleCharsMax` characters, cut between code points. */
export function exampleValue(value: string): string {
  if (value.length <= exampleCharsMax) return value;
  const cut = value.slice(0, exampleCharsMax);
  // Do not leave half of a surrogate pair.
  const whole = /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
  return `${whole}…`;
}
