/** What is measured: each reads one file from beginning to end, in a process of its own, and says what it found. */
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { sniff } from "../../lambda/csv/sniff.ts";
import { TextFile } from "../../lambda/engine/text-file.ts";
import { segmentBytes, sniffBytes } from "../../lambda/limits.ts";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import { profileCsv } from "../../lambda/profile/profile-csv.ts";
import { fileChunks } from "../../scripts/file-chunks.ts";
import { KernelRecords } from "./kernel-records.ts";

/** Of a numeric column, to be compared between contenders. */
export interface NumericFigures {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly avg: number;
}

export interface Answer {
  /** Without the header; null of those who do not look. */
  readonly rows: number | null;
  /** Null of those who count records only. */
  readonly numeric: readonly NumericFigures[] | null;
}

export interface Contender {
  readonly name: string;
  readonly does: string;
  /** Measured once on each file, not in every round. */
  readonly slow?: boolean;
  readonly run: (file: string) => Promise<Answer>;
}

/** Of the streams that others read from. */
const chunkBytes = 1024 * 1024;

async function* chunksOf(file: string): AsyncGenerator<Uint8Array> {
  yield* fileChunks(await open(file));
}

async function readOnly(file: string): Promise<Answer> {
  let bytes = 0;
  for await (const chunk of chunksOf(file)) bytes += chunk.length;
  return { rows: bytes > 0 ? null : 0, numeric: null };
}

async function kernelRecords(file: string): Promise<Answer> {
  const { size } = await stat(file);
  const text = new TextFile({ path: file, sizeBytes: size, textAt: 0 });
  const headBytes = Math.min(size, sniffBytes);
  const reader = new KernelRecords(sniff(text.text(0, headBytes), headBytes === size, {}));
  reader.write(text.piece(0, size));
  text.close();
  return { rows: reader.end(), numeric: null };
}

/** @param isDealt the threads are given the text, as that of an object, instead of reading the file by themselves */
async function profile(file: string, options: ProfileOptions, isDealt = false): Promise<Answer> {
  const { engine = "auto", threads = 1 } = options;
  const { size } = await stat(file);
  const source = { open: () => chunksOf(file), sizeBytes: size, ...(!isDealt && { path: file }) };
  const {
    content,
    engine: ran,
    textBytes,
    threads: read,
  } = await profileCsv(source, { ...options, threads });
  if (textBytes > 2 * segmentBytes && read !== threads) throw new Error(`${read} threads have read the file`);
  if (engine === "auto" && ran !== "kernel") throw new Error("the kernel does not read this dialect");
  if (content.status === "error") throw new Error(content.error_message ?? "no profile");
  const numeric = Object.entries(content.statistics).map(([name, { min, max, avg }]) => ({
    name,
    min,
    max,
    avg: avg ?? Number.NaN,
  }));
  return { rows: content.row_count, numeric };
}

// Each loads its own library only: what all of them bring along would be everybody's start-up.

async function csvParse(file: string): Promise<Answer> {
  const { parse } = await import("csv-parse");
  let rows = -1;
  const parser = createReadStream(file, { highWaterMark: chunkBytes }).pipe(
    parse({
      on_record: () => {
        rows++;
        return null;
      },
    }),
  );
  parser.resume();
  await new Promise((resolve, reject) => parser.on("end", resolve).on("error", reject));
  return { rows, numeric: null };
}

async function papaParse(file: string): Promise<Answer> {
  const { default: Papa } = await import("papaparse");
  let rows = -1;
  const stream = createReadStream(file, { highWaterMark: chunkBytes, encoding: "utf8" });
  await new Promise<void>((resolve, reject) => {
    Papa.parse<string[]>(stream, {
      chunk: ({ data }) => {
        rows += data.length;
      },
      complete: () => resolve(),
      error: reject,
      skipEmptyLines: true,
    });
  });
  return { rows, numeric: null };
}

async function uDsv(file: string): Promise<Answer> {
  const { countRecords } = await import("./udsv-records.ts");
  return {
    rows: await countRecords(createReadStream(file, { highWaterMark: chunkBytes, encoding: "utf8" })),
    numeric: null,
  };
}

/** @param threads of DuckDB */
async function duckDb(file: string, threads: number): Promise<Answer> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", { threads: String(threads) });
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(`SUMMARIZE SELECT * FROM read_csv('${file}')`);
  const columns = reader.getRowObjectsJson();
  const numeric = columns
    .filter(({ column_type: type }) => /INT|DOUBLE|DECIMAL/.test(String(type)))
    .map((column) => ({
      name: String(column.column_name),
      min: Number(column.min),
      max: Number(column.max),
      avg: Number(column.avg),
    }));
  return { rows: Number(columns[0]?.count ?? 0), numeric };
}

export const contenders: readonly Contender[] = [
  { name: "read", does: "read the file, look at nothing", run: readOnly },
  { name: "kernel, records", does: "records and cells, no more", run: kernelRecords },
  { name: "kernel", does: "the whole profile", run: (file) => profile(file, {}) },
  {
    name: "kernel, basic figures",
    does: "types, missing and invalid cells, distinct values, statistics of numbers",
    run: (file) => profile(file, { figures: "basic" }),
  },
  { name: "kernel, 2 threads", does: "the whole profile", run: (file) => profile(file, { threads: 2 }) },
  {
    name: "kernel, 2 threads, dealt",
    does: "the same, the text given to them as an object's is",
    run: (file) => profile(file, { threads: 2 }, true),
  },
  {
    name: "reference",
    does: "the whole profile, by the reference reader",
    slow: true,
    run: (file) => profile(file, { engine: "reference" }),
  },
  { name: "csv-parse", does: "records", run: csvParse },
  { name: "Papa Parse", does: "records", run: papaParse },
  { name: "uDSV", does: "records", run: uDsv },
  { name: "DuckDB, 1 thread", does: "SUMMARIZE", run: (file) => duckDb(file, 1) },
  { name: "DuckDB, 2 threads", does: "SUMMARIZE", run: (file) => duckDb(file, 2) },
];
