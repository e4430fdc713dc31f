/** The state of one table while its records pass: its columns, and what is odd about its rows. */
import { columnNames, joinHeader } from "../csv/column-names.ts";
import type { RecordFacts, RecordSink } from "../csv/record-reader.ts";
import { ProfilerError } from "../errors.ts";
import { columnsMax, segmentBytes } from "../limits.ts";
import { type ColumnBudget, columnBudget, type Figures } from "../statistics/column-budget.ts";
import { type DuplicateRowCount, DuplicateRows } from "../statistics/duplicate-rows.ts";
import { Hash64 } from "../statistics/hash64.ts";
import { CellParser, type CellRules } from "../types/cell.ts";
import { ColumnProfile, type ColumnState } from "./column-profile.ts";
import { Examples } from "./examples.ts";
import type { RenamedColumn, RowExample, RowPlace } from "./summary.ts";

type Place = Pick<RecordFacts, "line" | "byte">;

/** Rows that are odd as rows. */
export interface RowOddities {
  readonly short: Examples<RowExample>;
  readonly long: Examples<RowExample>;
  readonly strayQuotes: Examples<RowPlace>;
  readonly textAfterQuotes: Examples<RowPlace>;
  readonly runawayQuotes: Examples<RowPlace>;
}

/** How cells are read, and what is asked of them. */
export interface TableRules extends CellRules {
  /** Default `all`. */
  readonly figures?: Figures;
}

export function newOddities(): RowOddities {
  return {
    short: new Examples(),
    long: new Examples(),
    strayQuotes: new Examples(),
    textAfterQuotes: new Examples(),
    runawayQuotes: new Examples(),
  };
}

export class TableProfile implements RecordSink {
  readonly #parser: CellParser;
  readonly #hash = new Hash64();
  #budget: ColumnBudget;
  /** [high, low] of each cell of the present row. */
  #cellHashes = new Uint32Array(0);
  readonly #duplicates = new DuplicateRows();
  #adoptedDuplicates: DuplicateRowCount | null = null;
  rows = 0;
  #columns: readonly ColumnProfile[] = [];
  /** What others have read of each column, in place of `#columns`. */
  #adopted: ((index: number) => Iterable<ColumnState>) | null = null;
  readonly segmentBytes: number;
  /** Where the present segment ends: a record that was known by then belongs to it. */
  #segmentEnd: number;
  names: readonly string[] = [];
  renamed: readonly RenamedColumn[] = [];
  readonly oddities: RowOddities = newOddities();

  /** @param bytes of a segment */
  constructor(rules: TableRules = {}, bytes = segmentBytes) {
    this.#budget = columnBudget(0, rules.figures);
    this.#parser = new CellParser(rules);
    this.segmentBytes = bytes;
    this.#segmentEnd = bytes;
  }

  /** Several header records are joined column by column with a space. */
  header(records: readonly (readonly string[])[], place: Place): void {
    this.#begin(joinHeader(records), place);
  }

  record(cells: readonly string[], facts: RecordFacts): void {
    if (this.#columns.length === 0) this.beginUnnamed(cells.length, facts);
    if (facts.knownAt > this.#segmentEnd) this.#beginSegment(facts.knownAt);
    const row = ++this.rows;
    const { line } = facts;
    const width = this.#columns.length;
    if (cells.length !== width) {
      const ragged = cells.length < width ? this.oddities.short : this.oddities.long;
      ragged.add({ row, line, fields: cells.length });
    }
    if (facts.strayQuotes > 0) this.oddities.strayQuotes.add({ row, line });
    if (facts.textAfterQuotes > 0) this.oddities.textAfterQuotes.add({ row, line });
    if (facts.runawayQuote) this.oddities.runawayQuotes.add({ row, line });
    this.#addCells(cells, row, line);
  }

  /** The bounds of each column's state, once the columns are known. */
  get budget(): ColumnBudget {
    return this.#budget;
  }

  /** The columns are known without a header: as many as the first record has fields. */
  beginUnnamed(columns: number, place: Place): void {
    this.#begin(
      Array.from({ length: columns }, (_, i) => `column_${i + 1}`),
      place,
    );
  }

  /**
   * Take over what others have found in all records, instead of being told each one.
   *
   * @param statesOf The states of a column, by its index: what each of those found who have read a part. They are asked
   * for when the column is: all states at once would double the memory of a wide table. The first one of a column is
   * added to, so it is a new one each time.
   */
  adopt(
    statesOf: (index: number) => Iterable<ColumnState>,
    rows: number,
    duplicates: DuplicateRowCount,
  ): void {
    this.rows = rows;
    this.#adoptedDuplicates = duplicates;
    this.#adopted = statesOf;
  }

  /** The column with all its cells. One that was adopted is made anew each time. */
  column(index: number): ColumnProfile {
    const own = this.#columns[index];
    if (own === undefined) throw new RangeError(`no column ${index} of ${this.#columns.length}`);
    if (this.#adopted === null) return own;
    let whole: ColumnProfile | null = null;
    for (const state of this.#adopted(index)) {
      const part = ColumnProfile.from(state, this.#parser, this.#hash, this.#budget);
      if (whole === null) whole = part;
      else whole.merge(part, 0, 0);
    }
    return whole ?? own;
  }

  /** Null where only the basic figures are asked for. */
  get duplicates(): DuplicateRowCount | null {
    if (this.#budget.figures === "basic") return null;
    return this.#adoptedDuplicates ?? this.#duplicates.result();
  }

  get columnCount(): number {
    return this.#columns.length;
  }

  /**
   * Append the later part of the same table, read by a profile of its own that was given the same header.
   *
   * @param linesBefore Physical lines before the first line of the later part.
   */
  merge(later: TableProfile, linesBefore: number): void {
    const rowsBefore = this.rows;
    this.rows += later.rows;
    this.#duplicates.merge(later.#duplicates);
    if (this.#adopted !== null) this.#columns = this.#columns.map((_, i) => this.column(i));
    this.#adopted = null;
    for (const [i, column] of this.#columns.entries())
      if (i < later.columnCount) column.merge(later.column(i), rowsBefore, linesBefore);
    this.oddities.short.merge(later.oddities.short, rowsBefore, linesBefore);
    this.oddities.long.merge(later.oddities.long, rowsBefore, linesBefore);
    this.oddities.strayQuotes.merge(later.oddities.strayQuotes, rowsBefore, linesBefore);
    this.oddities.textAfterQuotes.merge(later.oddities.textAfterQuotes, rowsBefore, linesBefore);
    this.oddities.runawayQuotes.merge(later.oddities.runawayQuotes, rowsBefore, linesBefore);
  }

  #beginSegment(at: number): void {
    this.#segmentEnd = Math.ceil(at / this.segmentBytes) * this.segmentBytes;
    for (const column of this.#columns) column.beginSegment();
  }

  #addCells(cells: readonly string[], row: number, line: number): void {
    const hash = this.#hash;
    for (const [i, column] of this.#columns.entries()) {
      const cell = cells[i];
      if (cell === undefined) {
        column.addMissing(1);
        hash.hashText("");
      } else {
        column.add(cell, row, line);
      }
      this.#cellHashes[2 * i] = hash.high;
      this.#cellHashes[2 * i + 1] = hash.low;
    }
    if (this.#budget.figures === "basic") return;
    hash.hashRow(this.#cellHashes, this.#columns.length);
    this.#duplicates.add(hash.high, hash.low);
  }

  #begin(cells: readonly string[], { line, byte }: Place): void {
    if (cells.length > columnsMax)
      throw new ProfilerError("TOO_MANY_COLUMNS", { line, byte, columns: cells.length, columnsMax });
    const { names, renamed } = columnNames(cells);
    this.names = names;
    this.renamed = renamed;
    const budget = columnBudget(names.length, this.#budget.figures);
    this.#budget = budget;
    this.#cellHashes = new Uint32Array(2 * names.length);
    this.#columns = names.map(() => new ColumnProfile(this.#parser, this.#hash, budget));
  }
}
