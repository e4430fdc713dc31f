/** One cell, on its own: the first of these kinds that fits. The column decides later what it makes of it. */
import { type DateOrder, DateParser, type DateReading } from "./date.ts";
import { defaultNullTokens } from "./null-tokens.ts";
import { isFloat, isInt } from "./number.ts";

export type CellKind = "empty" | "null_token" | "int" | "float" | "date" | "string";

export interface CellRules {
  readonly nullTokens?: readonly string[];
  readonly dateOrder?: DateOrder | null;
}

/** Reads cells one by one; `number` and `date` belong to the last cell read, and are reused. */
export class CellParser {
  readonly #nullTokens: ReadonlySet<string>;
  readonly #dates: DateParser;
  #number = 0;
  #date: DateReading | null = null;

  constructor(rules: CellRules = {}) {
    this.#nullTokens = new Set(rules.nullTokens ?? defaultNullTokens);
    this.#dates = new DateParser(rules.dateOrder ?? null);
  }

  /** The value of the last cell if it was an int or a float; never −0, NaN or infinite. */
  get number(): number {
    return this.#number;
  }

  /** The readings of the last cell if it was a date. */
  get date(): DateReading {
    if (this.#date === null) throw new Error("the last cell was no date");
    return this.#date;
  }

  /** Classify a cell by its trimmed text (`String.prototype.trim`: Unicode white space and U+FEFF). */
  kind(trimmed: string): CellKind {
    if (trimmed === "") return "empty";
    if (this.#nullTokens.has(trimmed)) return "null_token";
    if (isInt(trimmed)) {
      const value = Number(trimmed);
      // Integers of more than 308 digits have no finite double: they are codes, not quantities.
      if (!Number.isFinite(value)) return "string";
      this.#number = value + 0;
      return "int";
    }
    if (isFloat(trimmed)) {
      this.#number = Number(trimmed) + 0;
      return "float";
    }
    this.#date = this.#dates.parse(trimmed);
    return this.#date === null ? "string" : "date";
  }
}
