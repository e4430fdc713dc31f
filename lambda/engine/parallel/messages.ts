/** What the threads tell each other: plain data. Text is handed over, not copied. */
import type { Dialect } from "../../csv/dialect.ts";
import type { LineEnd } from "../../csv/lines.ts";
import type { ColumnState } from "../../profile/column-profile.ts";
import type { ExamplesState } from "../../profile/examples.ts";
import type { RowExample, RowPlace } from "../../profile/summary.ts";
import type { TableRules } from "../../profile/table-profile.ts";
import type { ColumnSegment } from "../column-segment.ts";
import type { RowHashes } from "../kernel-rows.ts";
import type { TextFileFacts } from "../text-file.ts";

/** What a thread has to know of the table before its first segment. */
export interface TableFacts {
  readonly module: WebAssembly.Module;
  readonly dialect: Dialect;
  readonly rules: TableRules;
  readonly columnCount: number;
  /** See `KernelTable`. */
  readonly sampleThresholds: readonly number[];
  readonly segmentBytes: number;
  /** Where the text of tasks is that bring none. */
  readonly file: TextFileFacts | null;
}

/** A piece of the text to read, up to the end of a segment or of the text. Offsets are those of the whole text. */
export interface SegmentTask {
  /** Of the segment. */
  readonly index: number;
  readonly position: number;
  readonly end: number;
  /**
   * Where the record begins that the segment begins with, at or before `position`; null for whoever has read the segment
   * before, and goes on.
   */
  readonly startAt: number | null;
  /** The text is not read further than `end`: it ends there, or the reader gives up. */
  readonly last: "end" | "abandoned" | null;
  /** Null: whoever reads it takes it from the file. */
  readonly text: HeldText | null;
}

/** The text of a segment, and what is known before it; `position` of the whole text is `at` in `memory`. */
export interface HeldText {
  readonly memory: ArrayBuffer;
  readonly at: number;
}

/** What was found in a segment. Offsets are those of the whole text. */
export interface SegmentReport {
  readonly index: number;
  /** Where its first record begins, and the one behind its last. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly rows: number;
  readonly lines: number;
  /** Lines behind its last record. */
  readonly unfinishedLines: number;
  readonly endsLine: boolean;
  readonly columns: readonly ColumnSegment[];
}

/** Where a thread began a segment, in the rows and lines that it has counted. */
export interface SegmentPlace {
  readonly index: number;
  readonly row: number;
  readonly line: number;
}

export interface OddityStates {
  readonly short: ExamplesState<RowExample>;
  readonly long: ExamplesState<RowExample>;
  readonly strayQuotes: ExamplesState<RowPlace>;
  readonly textAfterQuotes: ExamplesState<RowPlace>;
  readonly runawayQuotes: ExamplesState<RowPlace>;
}

/** What one thread has found in all its segments and does not depend on their order. */
export interface Part {
  readonly places: readonly SegmentPlace[];
  readonly columns: (index: number) => ColumnState;
  readonly oddities: OddityStates;
  /** Copies. */
  readonly rowHashes: () => RowHashes;
  readonly records: number;
  readonly recordLines: number;
  readonly blankLines: number;
  readonly lineEnds: number;
  readonly lineEndKinds: readonly LineEnd[];
}

/** A part as it is sent. */
export interface SentPart extends Omit<Part, "columns" | "rowHashes"> {
  readonly columns: readonly ColumnState[];
  readonly rowHashes: RowHashes;
}

export type ToThread = { readonly kind: "read"; readonly task: SegmentTask } | { readonly kind: "finish" };

export type FromThread =
  /** With the memory of the task, for the next one. */
  | { readonly kind: "report"; readonly report: SegmentReport; readonly memory: ArrayBuffer | null }
  | { readonly kind: "part"; readonly part: SentPart }
  /** @see UnfitFileError */
  | { readonly kind: "failed"; readonly reason: string; readonly isUnfitFile: boolean };
