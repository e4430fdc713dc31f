/**
 * The fast path in several threads. This one cuts the text into segments, guesses where the records of each begin, and
 * deals them out; it reads segments itself as well while nothing else is to be done. Each report then says where the
 * segment before really ended: when that is not what was guessed, nothing is kept, and the text is to be read anew.
 */
import type { Dialect } from "../../csv/dialect.ts";
import { terminatorOf } from "../../csv/lines.ts";
import type { LineCounts } from "../../csv/record-reader.ts";
import type { Terminator } from "../../profile/summary.ts";
import { newOddities, type TableProfile, type TableRules } from "../../profile/table-profile.ts";
import type { TableReader } from "../../profile/table-reader.ts";
import { ColumnTotals } from "../column-segment.ts";
import { kernelModule } from "../kernel-module.ts";
import { KernelTable } from "../kernel-table.ts";
import { TableHead } from "../table-head.ts";
import { TextFile, type TextFileFacts } from "../text-file.ts";
import { Crew, type CrewOptions, SegmentsDisagreeError } from "./crew.ts";
import { adoptParts, type Before } from "./merge-parts.ts";
import type { Part, SegmentReport } from "./messages.ts";
import { PartReader } from "./part-reader.ts";

/** Of a long file: enough to know the table and its texts. */
const beginningBytes = 256 * 1024;

export interface ParallelReaderOptions extends CrewOptions {
  /** Text that is read here and now before others read; default one segment, or the beginning of a long file. */
  readonly aloneBytes?: number;
  /** That is the text as it stands, if there is one. */
  readonly file: TextFileFacts | null;
}

export class ParallelReader implements TableReader {
  readonly #dialect: Dialect;
  readonly #rules: TableRules;
  readonly #table: TableProfile;
  readonly #options: ParallelReaderOptions;
  readonly #head: TableHead;
  readonly #kernel: KernelTable;
  readonly #own: PartReader;
  readonly #ownOddities = newOddities();
  #crew: Crew | null = null;
  /** What comes now is dealt. */
  #isShared = false;
  #file: TextFile | null = null;
  #totals: readonly ColumnTotals[] = [];
  /** Reports of segments before which others are missing. */
  readonly #early = new Map<number, SegmentReport>();
  readonly #before: Before[] = [{ rows: 0, lines: 0 }];
  #last: SegmentReport | null = null;
  #parts: readonly Part[] = [];
  #unreadLines = 0;

  constructor(dialect: Dialect, table: TableProfile, rules: TableRules, options: ParallelReaderOptions) {
    this.#dialect = dialect;
    this.#rules = rules;
    this.#table = table;
    this.#options = options;
    this.#head = new TableHead(dialect, table);
    const module = kernelModule();
    this.#kernel = new KernelTable(
      module,
      dialect,
      rules,
      this.#ownOddities,
      this.#head,
      () => table.columnCount,
    );
    this.#own = new PartReader(this.#kernel, this.#ownOddities, table.segmentBytes, options.file, (report) =>
      this.#take(report),
    );
  }

  /** Threads that have read some of the text. */
  get threads(): number {
    return Math.max(1, this.#crew?.threads ?? 1);
  }

  get lines(): LineCounts {
    return {
      preamble: this.#head.preambleLines,
      header: this.#head.headerLines,
      blank: this.#sum((part) => part.blankLines),
      record: this.#sum((part) => part.recordLines),
      unread: this.#unreadLines,
    };
  }

  get records(): number {
    return this.#sum((part) => part.records);
  }

  get line(): number {
    return (this.#before.at(-1)?.lines ?? 0) + 1;
  }

  get byte(): number {
    return this.#last?.endedAt ?? 0;
  }

  get physicalLines(): number {
    return this.#sum((part) => part.lineEnds) + (this.#last?.endsLine === false ? 1 : 0);
  }

  get terminator(): Terminator {
    return terminatorOf(this.#parts.flatMap((part) => part.lineEndKinds));
  }

  write(chunk: Uint8Array): void | Promise<void> {
    if (this.#isShared) return this.#crew?.write(chunk);
    this.#own.write(chunk);
    const { position } = this.#kernel;
    // With half a segment read, more than one is to be expected: threads take some 30 ms to start.
    if (this.#crew === null && position >= this.#aloneBytes / 2) this.#engage();
    if (this.#crew === null || position < this.#aloneBytes) return;
    this.#isShared = true;
    this.#crew.begin(position);
  }

  rest(): AsyncIterable<number> | null {
    const { file } = this.#options;
    return this.#isShared && this.#crew !== null && file !== null ? this.#readFile(this.#crew, file) : null;
  }

  async end(): Promise<void> {
    if (this.#isShared) await this.#crew?.end("end");
    else this.#own.end();
    this.#head.nameColumns();
    await this.#handOver();
  }

  async abandon(): Promise<void> {
    if (this.#isShared) await this.#crew?.end("abandoned");
    else this.#own.abandon();
    this.#unreadLines += this.#last?.unfinishedLines ?? 0;
    await this.#handOver();
  }

  close(): void {
    this.#crew?.stop();
    this.#file?.close();
    this.#own.close();
  }

  /** Of a file it is known that more than a segment will come. */
  get #aloneBytes(): number {
    const { aloneBytes, file } = this.#options;
    const { segmentBytes } = this.#table;
    const isLong = file !== null && file.sizeBytes > 2 * segmentBytes;
    return aloneBytes ?? (isLong ? Math.min(beginningBytes, segmentBytes) : segmentBytes);
  }

  async *#readFile(crew: Crew, facts: TextFileFacts): AsyncGenerator<number> {
    this.#file = new TextFile(facts);
    yield* crew.readFile(this.#file);
  }

  /** Others are to read as well, unless the quotes so far are such that nobody could guess. */
  #engage(): void {
    if (!this.#kernel.begun || this.#kernel.hasOddQuotes) return;
    const { segmentBytes, columnCount } = this.#table;
    const facts = {
      module: kernelModule(),
      dialect: this.#dialect,
      rules: this.#rules,
      columnCount,
      sampleThresholds: this.#kernel.columns?.sampleThresholds ?? [],
      segmentBytes,
      file: this.#options.file,
    };
    this.#crew = new Crew(facts, this.#own, this.#options, (report) => this.#take(report));
  }

  /** Add the reports up in the order of the segments. */
  #take(report: SegmentReport): void {
    this.#early.set(report.index, report);
    for (;;) {
      const next = this.#early.get(this.#before.length - 1);
      if (next === undefined) return;
      this.#early.delete(next.index);
      this.#add(next);
    }
  }

  #add(report: SegmentReport): void {
    const { rows, lines } = this.#before.at(-1) ?? { rows: 0, lines: 0 };
    if (this.#last !== null && this.#last.endedAt !== report.startedAt) throw new SegmentsDisagreeError();
    this.#before.push({ rows: rows + report.rows, lines: lines + report.lines });
    this.#last = report;
    if (this.#totals.length === 0) {
      const { budget } = this.#table;
      this.#totals = report.columns.map(() => new ColumnTotals(budget));
    }
    for (const [index, totals] of this.#totals.entries()) {
      const column = report.columns[index];
      if (column !== undefined) totals.add(column);
    }
  }

  async #handOver(): Promise<void> {
    this.#parts = this.#isShared && this.#crew !== null ? await this.#crew.parts() : [this.#own.part()];
    if (!this.#kernel.begun) return;
    // The first part is this thread's.
    const others = this.#parts.slice(1).map((part) => part.rowHashes());
    adoptParts(this.#table, this.#totals, this.#parts, this.#before, this.#own.adoptRows(others));
  }

  #sum(figure: (part: Part) => number): number {
    return this.#parts.reduce((sum, part) => sum + figure(part), 0);
  }
}
