/**
 * Measures the engine beside what else reads CSV, and writes tests/bench/RESULTS.md: `make bench [MB=100] [ROUNDS=5]`.
 *
 * Every run is a process of its own, start-up included, on a file in the page cache. The contenders take turns, so that
 * a slow minute of the machine hits all of them; medians are shown. Nothing is measured before the answers agree.
 */
import { execFile } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createGzip } from "node:zlib";
import { build } from "esbuild";
import { type GeneratedKind, generateCsv } from "../../scripts/generator/generate-csv.ts";
import { type Answer, contenders } from "./contenders.ts";
import type { Run } from "./one-run.ts";
import { type FileResults, type Measured, resultsPage } from "./throughput-report.ts";

const run = promisify(execFile);
const here = path.dirname(fileURLToPath(import.meta.url));

const megabytes = Number(process.env.MB ?? 100);
const rounds = Number(process.env.ROUNDS ?? 5);

interface BenchFile {
  readonly kind: GeneratedKind;
  readonly what: string;
  /** Of the mixed file's size: others say as much with less. */
  readonly share: number;
  readonly gzip?: boolean;
}

const files: readonly BenchFile[] = [
  {
    kind: "mixed",
    what: "14 columns: ints, decimals, date-times, text, quoted text, empty cells, N/A",
    share: 1,
  },
  { kind: "ints", what: "4 columns of ints", share: 0.5 },
  { kind: "decimals", what: "3 columns of decimals", share: 0.5 },
  { kind: "text", what: "words and quoted sentences", share: 0.5 },
  { kind: "dates", what: "4 columns of dates in 4 formats", share: 0.5 },
  { kind: "distinct", what: "4 columns of unique values", share: 0.5 },
  { kind: "wide", what: "1,000 columns", share: 0.5 },
  { kind: "mixed", what: "the mixed file, gzip", share: 0.5, gzip: true },
];

/** Wide enough for a mean that was printed with fewer digits. */
const avgRelativeErrorMax = 1e-9;

async function writeBenchFile(folder: string, { kind, share, gzip = false }: BenchFile) {
  const wantedBytes = megabytes * 1e6 * share;
  const file = path.join(folder, `${kind}.csv${gzip ? ".gz" : ""}`);
  let textBytes = 0;
  function* chunks() {
    for (const chunk of generateCsv({ kind, rows: Number.MAX_SAFE_INTEGER })) {
      textBytes += chunk.length;
      yield chunk;
      if (textBytes >= wantedBytes) return;
    }
  }
  const source = Readable.from(chunks(), { highWaterMark: 1 });
  if (gzip) await pipeline(source, createGzip({ level: 6 }), createWriteStream(file));
  else await pipeline(source, createWriteStream(file));
  return { file, textBytes };
}

async function measure(script: string, contender: string, file: string): Promise<Run> {
  const { stdout } = await run(process.execPath, [script, contender, file], { maxBuffer: 1 << 26 });
  const parsed: Run = JSON.parse(stdout);
  return parsed;
}

/** @throws Error when two contenders disagree */
function assertAgreement(answers: ReadonlyMap<string, Answer>): void {
  const rows = [...answers].filter(([, answer]) => answer.rows !== null);
  const [first] = rows;
  for (const [name, answer] of rows)
    if (answer.rows !== first?.[1].rows)
      throw new Error(`${name} found ${answer.rows} rows, ${first?.[0]} ${first?.[1].rows}`);
  const ours = answers.get("kernel")?.numeric;
  const theirs = answers.get("DuckDB, 1 thread")?.numeric;
  for (const column of ours ?? []) {
    const other = theirs?.find(({ name }) => name === column.name);
    if (other === undefined) continue;
    const avgError = Math.abs(other.avg - column.avg) / Math.max(Math.abs(column.avg), Number.MIN_VALUE);
    if (other.min !== column.min || other.max !== column.max || avgError > avgRelativeErrorMax)
      throw new Error(`${column.name}: ${JSON.stringify(column)} here, ${JSON.stringify(other)} by DuckDB`);
  }
}

/** gzip is decompressed by those who take it; the others would measure another program. */
function takesGzip(contender: string): boolean {
  return contender === "read" || contender === "kernel" || contender.startsWith("DuckDB");
}

async function measureFile(script: string, folder: string, bench: BenchFile): Promise<FileResults> {
  const { file, textBytes } = await writeBenchFile(folder, bench);
  await readFile(file);
  const { size } = await stat(file);
  const taking = contenders.filter(({ name }) => !bench.gzip || takesGzip(name));
  const runs = new Map<string, Run[]>(taking.map(({ name }) => [name, []]));
  const answers = new Map<string, Answer>();
  for (let round = 0; round < rounds; round++) {
    for (const { name, slow = false } of taking) {
      if (slow && round > 0) continue;
      const result = await measure(script, name, file);
      runs.get(name)?.push(result);
      answers.set(name, result.answer);
      process.stderr.write(`${bench.what}, ${name}: ${Math.round(textBytes / 1e3 / result.wallMs)} MB/s\n`);
    }
    if (round === 0) assertAgreement(answers);
  }
  await rm(file);
  const measured: Measured[] = taking.map(({ name, does }) => ({ name, does, runs: runs.get(name) ?? [] }));
  return { what: bench.what, rows: answers.get("kernel")?.rows ?? 0, bytes: size, textBytes, measured };
}

async function bundleOneRun(folder: string): Promise<string> {
  const script = path.join(folder, "one-run.mjs");
  await build({
    entryPoints: [path.join(here, "one-run.ts")],
    outfile: script,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["@duckdb/node-api"],
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  return script;
}

const folder = await mkdtemp(path.join(process.env.BENCH_DIR ?? path.join(here, "../../dist"), "bench-"));
try {
  await mkdir(folder, { recursive: true });
  const script = await bundleOneRun(folder);
  const results: FileResults[] = [];
  for (const bench of files) results.push(await measureFile(script, folder, bench));
  const page = resultsPage(results, {
    date: new Date().toISOString().slice(0, 10),
    machine: `${os.cpus()[0]?.model ?? "unknown processor"}, ${os.cpus().length} logical cores, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()}`,
    node: process.version,
    rounds,
    loadAverage: os.loadavg()[0] ?? 0,
  });
  await writeFile(path.join(here, "RESULTS.md"), page);
} finally {
  await rm(folder, { recursive: true, force: true });
}
