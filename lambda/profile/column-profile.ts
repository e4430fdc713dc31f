/**
 * The state of one column while its cells pass: what each kind of cell would contribute, because the type is
 * known only at the end. Everything merges; rows and lines are counted from the start of the part that was read.
 */
import type { ColumnBudget, Figures } from "../statistics/column-budget.ts";
import { DistinctSample, type DistinctSampleState } from "../statistics/distinct-sample.ts";
import type { Hash64 } from "../statistics/hash64.ts";
import type { CellKind, CellParser } from "../types/cell.ts";
import { parseFormattedNumber } from "../types/number-format.ts";
import { DateProfile, type DateProfileState } from "./date-profile.ts";
import { Examples, type ExamplesState, exampleValue } from "./examples.ts";
import { FormattedNumberProfile, type FormattedNumberState } from "./formatted-number-profile.ts";
import { codePoints, LengthProfile, type LengthState } from "./length-profile.ts";
import { NumberProfile, type NumberProfileState } from "./number-profile.ts";
import type { CellExample, ColumnType, TypeCounts } from "./summary.ts";
import { ValueProfile, type ValueState } from "./value-profile.ts";

export type FilledKind = Exclude<CellKind, "empty">;

/** Kinds of cells whose values are counted together: which of them belong to the column depends on its type. */
export type ValueKind = "null_token" | "number" | "date" | "string";

const filledKinds = ["null_token", "int", "float", "date", "string"] as const;
export const valueKinds = ["null_token", "number", "date", "string"] as const;

/** The state of a column that another reader has built up, perhaps in another thread: plain data. */
export interface ColumnState {
  readonly empty: number;
  readonly cells: Readonly<Record<FilledKind, ExamplesState<CellExample>>>;
  readonly values: Readonly<Partial<Record<ValueKind, ValueState>>>;
  readonly numbers: NumberProfileState | null;
  readonly dates: DateProfileState | null;
  readonly formatted: FormattedNumberState | null;
  readonly texts: DistinctSampleState | null;
  readonly lengths: LengthState;
  readonly nullTokenLengths: LengthState;
}

export class ColumnProfile {
  readonly #budget: ColumnBudget;
  readonly #parser: CellParser;
  readonly #hash: Hash64;
  #empty = 0;
  /** First cells of each kind, in file order: whichever kinds the type rejects are its invalid cells. */
  readonly #cells: Readonly<Record<FilledKind, Examples<CellExample>>> = {
    null_token: new Examples(),
    int: new Examples(),
    float: new Examples(),
    date: new Examples(),
    string: new Examples(),
  };
  /** Made when the first cell of the kind comes: most columns have one or two. */
  readonly #values: Partial<Record<ValueKind, ValueProfile>> = {};
  #numbers: NumberProfile | null = null;
  #dates: DateProfile | null = null;
  #formatted: FormattedNumberProfile | null = null;
  #texts: DistinctSample | null = null;
  /** Of all cells that are neither empty nor null tokens, and of the null tokens, which string columns keep. */
  readonly #lengths = new LengthProfile();
  readonly #nullTokenLengths = new LengthProfile();

  /** `parser` and `hash` are shared by the columns of a table. */
  constructor(parser: CellParser, hash: Hash64, budget: ColumnBudget) {
    this.#parser = parser;
    this.#hash = hash;
    this.#budget = budget;
  }

  /** Take over the state that another reader has built up. */
  static from(state: ColumnState, parser: CellParser, hash: Hash64, budget: ColumnBudget): ColumnProfile {
    const column = new ColumnProfile(parser, hash, budget);
    column.#empty = state.empty;
    for (const kind of filledKinds) column.#cells[kind].merge(state.cells[kind], 0, 0);
    for (const kind of valueKinds) {
      const values = state.values[kind];
      if (values !== undefined) column.#values[kind] = new ValueProfile(budget, values);
    }
    if (state.numbers !== null) column.#numbers = NumberProfile.from(state.numbers, budget);
    if (state.dates !== null) column.#dates = new DateProfile(budget, state.dates);
    if (state.formatted !== null) column.#formatted = FormattedNumberProfile.from(state.formatted, budget);
    if (state.texts !== null) column.#texts = DistinctSample.from(state.texts, budget.distinctSampleMax);
    column.#lengths.merge(LengthProfile.from(state.lengths));
    column.#nullTokenLengths.merge(LengthProfile.from(state.nullTokenLengths));
    return column;
  }

  /** Take a cell; leaves the 64-bit hash of its trimmed text in the shared `hash`. */
  add(cell: string, row: number, line: number): void {
    const text = cell.trim();
    const hash = this.#hash;
    hash.hashText(text);
    const kind = this.#parser.kind(text);
    if (kind === "empty") {
      this.#empty++;
      return;
    }
    const cells = this.#cells[kind];
    if (cells.wanted) cells.add({ row, line, value: exampleValue(text) });
    else cells.addUnseen();
    this.#valuesOf(kind === "int" || kind === "float" ? "number" : kind).add(text, hash.high, hash.low);
    if (kind === "null_token") {
      this.#nullTokenLengths.add(codePoints(text));
      return;
    }
    this.#lengths.add(codePoints(text));
    if (kind === "date") this.#addDate();
    else if (kind === "string") this.#addText(text);
    else this.#addNumber(kind === "int" ? text : null);
  }

  /** Cells that are absent from short rows. */
  addMissing(count: number): void {
    this.#empty += count;
  }

  /** What depends on the order of cells is counted on its own from here on; see `segmentBytes`. */
  beginSegment(): void {
    for (const kind of valueKinds) this.#values[kind]?.beginSegment();
    this.#numbers?.beginSegment();
    this.#formatted?.beginSegment();
  }

  /** Append the later part of the file. */
  merge(later: ColumnProfile, rowsBefore: number, linesBefore: number): void {
    this.#empty += later.#empty;
    for (const kind of filledKinds) this.#cells[kind].merge(later.#cells[kind], rowsBefore, linesBefore);
    for (const kind of valueKinds) {
      const theirs = later.#values[kind];
      if (theirs !== undefined) this.#valuesOf(kind).merge(theirs);
    }
    if (later.#numbers !== null) this.#numbersOrNew().merge(later.#numbers);
    if (later.#dates !== null) this.#datesOrNew().merge(later.#dates);
    if (later.#formatted !== null) this.#formattedOrNew().merge(later.#formatted);
    if (later.#texts !== null) this.#textsOrNew().merge(later.#texts);
    this.#lengths.merge(later.#lengths);
    this.#nullTokenLengths.merge(later.#nullTokenLengths);
  }

  get figures(): Figures {
    return this.#budget.figures;
  }

  counts(): TypeCounts {
    return {
      int: this.#cells.int.count,
      float: this.#cells.float.count,
      date: this.#cells.date.count,
      string: this.#cells.string.count,
      null_token: this.#cells.null_token.count,
      empty: this.#empty,
    };
  }

  /** The first cells of these kinds, in file order. */
  examples(kinds: readonly FilledKind[], max: number): CellExample[] {
    return kinds
      .flatMap((kind) => this.#cells[kind].first)
      .sort((a, b) => a.row - b.row)
      .slice(0, max);
  }

  get numbers(): NumberProfile | null {
    return this.#numbers;
  }

  get dates(): DateProfile | null {
    return this.#dates;
  }

  get formattedNumbers(): FormattedNumberProfile | null {
    return this.#formatted;
  }

  /** Distinct texts among the cells of kind string. */
  get texts(): DistinctSample | null {
    return this.#texts;
  }

  /** The values of the cells of one kind. */
  values(kind: ValueKind): ValueProfile {
    return this.#values[kind] ?? new ValueProfile(this.#budget);
  }

  /** The values of the column if it has this type. @param withNullTokens Whether they are values of a string column. */
  valuesOfType(type: ColumnType, withNullTokens: boolean): ValueProfile {
    if (type === "int" || type === "float") return this.values("number");
    if (type === "date") return this.values("date");
    const found = valueKinds.flatMap((kind) =>
      kind === "null_token" && !withNullTokens ? [] : (this.#values[kind] ?? []),
    );
    // Most columns of texts have nothing else.
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    const all = new ValueProfile(this.#budget);
    for (const values of found) all.merge(values);
    return all;
  }

  /** @param withNullTokens Whether null tokens are values, as in string columns. */
  lengths(withNullTokens: boolean): LengthProfile {
    const lengths = new LengthProfile();
    lengths.merge(this.#lengths);
    if (withNullTokens) lengths.merge(this.#nullTokenLengths);
    return lengths;
  }

  #addNumber(integerText: string | null): void {
    this.#numbersOrNew().add(this.#parser.number, integerText);
  }

  #addDate(): void {
    this.#datesOrNew().add(this.#parser.date);
  }

  #addText(text: string): void {
    if (this.figures !== "basic") this.#textsOrNew().add(text, this.#hash.high, this.#hash.low);
    const formatted = parseFormattedNumber(text);
    if (formatted !== null) this.#formattedOrNew().add(formatted);
  }

  #valuesOf(kind: ValueKind): ValueProfile {
    this.#values[kind] ??= new ValueProfile(this.#budget);
    return this.#values[kind];
  }

  #numbersOrNew(): NumberProfile {
    this.#numbers ??= new NumberProfile(this.#budget);
    return this.#numbers;
  }

  #datesOrNew(): DateProfile {
    this.#dates ??= new DateProfile(this.#budget);
    return this.#dates;
  }

  #formattedOrNew(): FormattedNumberProfile {
    this.#formatted ??= new FormattedNumberProfile(this.#budget);
    return this.#formatted;
  }

  #textsOrNew(): DistinctSample {
    this.#texts ??= new DistinctSample(this.#budget.distinctSampleMax);
    return this.#texts;
  }
}
