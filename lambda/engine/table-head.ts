/** What stands before the rows of a table: the lines to skip, and the records that name its columns. */
import { type Dialect, headerCells } from "../csv/dialect.ts";
import { nextLine } from "../csv/lines.ts";
import type { TableProfile } from "../profile/table-profile.ts";
import type { JudgedRecord } from "./record-judge.ts";

interface Place {
  readonly line: number;
  readonly byte: number;
}

export class TableHead {
  preambleLines = 0;
  headerLines = 0;
  readonly #dialect: Dialect;
  readonly #table: Pick<TableProfile, "header" | "beginUnnamed">;
  readonly #header: (readonly string[])[] = [];
  #headerPlace: Place = { line: 0, byte: 0 };
  #named = false;

  constructor(dialect: Dialect, table: Pick<TableProfile, "header" | "beginUnnamed">) {
    this.#dialect = dialect;
    this.#table = table;
  }

  get preambleSkipped(): boolean {
    return this.preambleLines === this.#dialect.preambleLines;
  }

  /** Skip the first line of a text. @returns its bytes; 0 when it is not whole */
  skipLine(text: Uint8Array, isLast: boolean): number {
    const next = nextLine(text, 0, isLast);
    if (next < 0 && !isLast) return 0;
    this.preambleLines++;
    return next < 0 ? text.length : next;
  }

  /** The first records, as long as the columns are not known. @returns whether it is one of the header */
  take(record: JudgedRecord, place: Place): boolean {
    if (!this.#dialect.header) {
      this.#table.beginUnnamed(record.cells.length, place);
      return false;
    }
    if (this.#header.length === 0) this.#headerPlace = place;
    this.#header.push(headerCells(record.cells, this.#dialect));
    this.headerLines += record.lines;
    return true;
  }

  get headerIsWhole(): boolean {
    return this.#header.length === this.#dialect.headerLines;
  }

  /** What there is of the header names the columns. @throws ProfilerError TOO_MANY_COLUMNS */
  nameColumns(): void {
    if (this.#header.length === 0 || this.#named) return;
    this.#named = true;
    this.#table.header(this.#header, this.#headerPlace);
  }
}
