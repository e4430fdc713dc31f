/**
 * The state of one column while its cells pass: what each kind of cell would contribute, because the type is
 * known only at the end. Everything merges; rows and lines are counted from the start of the part that was read.
 */
import type { CellKind, CellParser } from "../types/cell.ts";
import type { DateOrder } from "../types/date.ts";
import { DateProfile } from "./date-profile.ts";
import { Examples, exampleValue } from "./examples.ts";
import { codePoints, LengthProfile } from "./length-profile.ts";
import { NumberProfile } from "./number-profile.ts";
import type {
  CellExample,
  DateStatistics,
  NumberStatistics,
  StringStatistics,
  TypeCounts,
} from "./summary.ts";

type FilledKind = Exclude<CellKind, "empty">;

export class ColumnProfile {
  readonly #parser: CellParser;
  #empty = 0;
  /** First cells of each kind, in file order: whichever kinds the type rejects are its invalid cells. */
  readonly #cells: Readonly<Record<FilledKind, Examples<CellExample>>> = {
    null_token: new Examples(),
    int: new Examples(),
    float: new Examples(),
    date: new Examples(),
    string: new Examples(),
  };
  readonly #numbers = new NumberProfile();
  readonly #dates = new DateProfile();
  /** Of all cells that are neither empty nor null tokens, and of the null tokens, which string columns keep. */
  readonly #lengths = new LengthProfile();
  readonly #nullTokenLengths = new LengthProfile();

  constructor(parser: CellParser) {
    this.#parser = parser;
  }

  add(cell: string, row: number, line: number): void {
    const text = cell.trim();
    const kind = this.#parser.kind(text);
    if (kind === "empty") {
      this.#empty++;
      return;
    }
    const cells = this.#cells[kind];
    if (cells.wanted) cells.add({ row, line, value: exampleValue(text) });
    else cells.addUnseen();
    if (kind === "null_token") {
      this.#nullTokenLengths.add(codePoints(text));
      return;
    }
    this.#lengths.add(codePoints(text));
    if (kind === "int") this.#numbers.add(this.#parser.number, text);
    else if (kind === "float") this.#numbers.add(this.#parser.number, null);
    else if (kind === "date") this.#dates.add(this.#parser.date);
  }

  /** Cells that are absent from short rows, or from rows before the column was known. */
  addMissing(count: number): void {
    this.#empty += count;
  }

  /** Append the later part of the file. */
  merge(later: ColumnProfile, rowsBefore: number, linesBefore: number): void {
    this.#empty += later.#empty;
    for (const kind of ["null_token", "int", "float", "date", "string"] as const)
      this.#cells[kind].merge(later.#cells[kind], rowsBefore, linesBefore);
    this.#numbers.merge(later.#numbers);
    this.#dates.merge(later.#dates);
    this.#lengths.merge(later.#lengths);
    this.#nullTokenLengths.merge(later.#nullTokenLengths);
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

  numberStatistics(): NumberStatistics | null {
    return this.#numbers.statistics();
  }

  dateStatistics(stated: DateOrder | null): DateStatistics | null {
    return this.#dates.statistics(stated);
  }

  /** @param withNullTokens Whether null tokens are values, as in string columns. */
  stringStatistics(withNullTokens: boolean): StringStatistics | null {
    const lengths = new LengthProfile();
    lengths.merge(this.#lengths);
    if (withNullTokens) lengths.merge(this.#nullTokenLengths);
    return lengths.statistics();
  }
}
