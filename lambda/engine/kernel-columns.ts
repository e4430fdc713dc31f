/** The columns of a kernel's table: what the kernel asks and tells of their cells, and what it has found out about them. */
import type { ColumnState, ValueKind } from "../profile/column-profile.ts";
import type { ColumnBudget } from "../statistics/column-budget.ts";
import type { CellKind, CellParser } from "../types/cell.ts";
import { ColumnNotes } from "./column-notes.ts";
import { type ColumnSegment, columnSegment } from "./column-segment.ts";
import { columnState } from "./column-state.ts";
import type { Kernel } from "./kernel-instance.ts";
import type { KernelMemory } from "./kernel-memory.ts";
import * as layout from "./layout.ts";

const kindNumbers: Readonly<Record<CellKind, number>> = {
  empty: layout.kindEmpty,
  null_token: layout.kindNullToken,
  int: layout.kindInt,
  float: layout.kindFloat,
  date: layout.kindDate,
  string: layout.kindString,
};

export class KernelColumns {
  readonly #kernel: Kernel;
  readonly #memory: KernelMemory;
  readonly #parser: CellParser;
  readonly #budget: ColumnBudget;
  readonly #notes: readonly ColumnNotes[];
  /** Cells of each column by kind before the present segment. */
  readonly #countsBefore: Float64Array;

  /**
   * Once the kernel's table has begun.
   *
   * @param sampleThresholds of a kernel that has read another part of the text; see there
   */
  constructor(
    kernel: Kernel,
    memory: KernelMemory,
    parser: CellParser,
    budget: ColumnBudget,
    count: number,
    sampleThresholds: readonly number[],
  ) {
    this.#kernel = kernel;
    this.#memory = memory;
    this.#parser = parser;
    this.#budget = budget;
    this.#notes = Array.from(
      { length: count },
      (_, index) => new ColumnNotes(budget, sampleThresholds[index]),
    );
    this.#countsBefore = new Float64Array(count * layout.kindCount);
    for (const [index, { sampleThreshold }] of this.#notes.entries())
      memory.setU32(this.#columnAt(index) + layout.columnSampleThreshold, sampleThreshold);
  }

  get count(): number {
    return this.#notes.length;
  }

  /** Of each column, the greatest high half of a hash that can still be in its sample of texts. */
  get sampleThresholds(): readonly number[] {
    return this.#notes.map(({ sampleThreshold }) => sampleThreshold);
  }

  addExample(column: number, kind: number, row: number, line: number, text: string): void {
    this.#notes[column]?.addExample(kind, row, line, text);
  }

  addFormattedNumber(column: number, text: string): void {
    this.#notes[column]?.addFormattedNumber(text);
  }

  /** @param high,low of its hash @returns the column's sample threshold from here on */
  addText(column: number, high: number, low: number, text: string): number {
    return this.#notes[column]?.addText(high, low, text) ?? 0;
  }

  /** What a cell is that the kernel cannot tell: the kind, and in the kernel's memory what it is worth. */
  classify(column: number, text: string): number {
    const kind = this.#parser.kind(text);
    const replyAt = this.#kernel.replyAt.value;
    if (kind === "int" || kind === "float") {
      const { number } = this.#parser;
      this.#memory.setF64(replyAt + layout.replyNumber, number);
      if (kind === "int" && !Number.isSafeInteger(number))
        this.#notes[column]?.unsafeIntegers.addUnsafeInteger(text);
    } else if (kind === "date") {
      const { dayFirstMs, monthFirstMs, format } = this.#parser.date;
      this.#memory.setF64(replyAt + layout.replyDayFirst, dayFirstMs);
      this.#memory.setF64(replyAt + layout.replyMonthFirst, monthFirstMs);
      this.#memory.setF64(replyAt + layout.replyFormat, format);
    }
    return kindNumbers[kind];
  }

  /**
   * What depends on the order of the cells since the segment began.
   *
   * @param index of the column
   * @param lasting false: good until the next call only, and until something is read
   */
  segment(index: number, lasting: boolean): ColumnSegment {
    const formatted = this.#notes[index]?.formatted ?? null;
    const counted = (kind: number): number =>
      this.#count(index, kind) - (this.#countsBefore[index * layout.kindCount + kind] ?? 0);
    const countOf = (kind: ValueKind): number =>
      kind === "number" ? counted(layout.kindInt) + counted(layout.kindFloat) : counted(kindNumbers[kind]);
    const at = this.#columnAt(index);
    const countersAt = this.#budget.figures === "basic" ? null : this.#kernel.listCounters(at);
    return columnSegment(this.#memory, at, countersAt, countOf, formatted, lasting);
  }

  /** The next segment begins here: right behind the column's `segment`, its counters are still in the cache. */
  beginSegment(index: number): void {
    const notes = this.#notes[index];
    if (notes !== undefined) notes.formatted = null;
    this.#kernel.clearSegment(this.#columnAt(index));
    for (let kind = 0; kind < layout.kindCount; kind++)
      this.#countsBefore[index * layout.kindCount + kind] = this.#count(index, kind);
  }

  /** Everything else about a column. */
  state(index: number): ColumnState {
    const notes = this.#notes[index] ?? new ColumnNotes(this.#budget);
    return columnState(this.#kernel, this.#memory, this.#columnAt(index), notes, this.#budget);
  }

  #count(index: number, kind: number): number {
    return this.#memory.f64(this.#columnAt(index) + layout.columnCounts + 8 * kind);
  }

  #columnAt(index: number): number {
    return this.#kernel.columns.value + index * layout.columnBytes;
  }
}
