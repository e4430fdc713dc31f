/** What the dashboard's page and its server say to each other, as JSON. Types only: both sides are built from them. */

export type FileStatus = "waiting" | "success" | "error";

/** An uploaded file as the list shows it. */
export interface FileRow {
  readonly fileName: string;
  readonly status: FileStatus;
  /** The figures cover only what lies before the error. */
  readonly partial: boolean;
  readonly rows: number | null;
  readonly columns: number | null;
  readonly sizeBytes: number | null;
  /** Share of the cells that have a value, in percent. */
  readonly completeness: number | null;
  readonly missing: number;
  readonly invalid: number;
  readonly errors: number;
  readonly warnings: number;
  /** ISO 8601; of a waiting file when it was uploaded. */
  readonly timestamp: string;
  readonly durationMs: number | null;
  readonly costUsd: number | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  /** The attempt failed, not the file: another one may do better. */
  readonly attemptFailed: boolean;
  readonly hasReport: boolean;
}

export interface FilePage {
  /** Newest first; waiting files before all others. */
  readonly rows: readonly FileRow[];
  /** Where the next page begins; null at the end. */
  readonly next: string | null;
}

/** One thing that is different from the upload before. */
export interface ChangeRow {
  readonly column: string | null;
  readonly verdict: "better" | "worse" | null;
  readonly message: string;
}

export interface FileDetail {
  readonly row: FileRow;
  /** Paths that need no token, to be framed or downloaded; null without a summary. */
  readonly reportPath: string | null;
  readonly summaryPath: string | null;
  /** Since the upload that this page replaced; null when there was none. */
  readonly changes: readonly ChangeRow[] | null;
}

export interface Uploaded {
  readonly fileName: string;
}

export interface Failure {
  /** What is wrong and what to do. */
  readonly error: string;
}
