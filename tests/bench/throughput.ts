/**
 * Measures the engine beside what else reads CSV, and writes tests/bench/RESULTS.md: `make bench [MB=125] [ROUNDS=5]`.
 *
 * Every run is a process of its own, start-up included, on a file in the page cache. The contenders take turns, so that
 * a slow minute of the machine hits all of them; medians are shown. Nothing is measured before the answers agree: rows,
 * and minimum, maximum and mean of each column that both call numeric. Programs that are on the machine (qsv, pandas,
 * Miller, csvkit) take part; the slow ones once, on a shorter file of the same kind. FILES=mixed,wide names the kinds.
 */
import { spawn } from "node:child_process";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createGzip } from "node:zlib";
import { build } from "esbuild";
import { bundleSegmentWorker } from "../../scripts/build/bundles.ts";
import { type GeneratedKind, generateCsv } from "../../scripts/generator/generate-csv.ts";
import { type Answer, type Contender, contenders } from "./contenders.ts";
import { measuredOn } from "./figures.ts";
import { type ForeignProgram, findPrograms } from "./foreign-programs.ts";
import { runForeign } from "./foreign-run.ts";
import type { Run } from "./one-run.ts";
import { type FileResults, type Measured, resultsPage, twiceAtOnce } from "./throughput-report.ts";

const here = path.dirname(fileURLToPath(import.meta.url));

/** The length of file for which the aims were set. */
const megabytes = Number(process.env.MB ?? 125);
const rounds = Number(process.env.ROUNDS ?? 5);
const wanted = process.env.FILES?.split(",");

interface BenchFile {
  readonly kind: GeneratedKind;
  readonly what: string;
  /** Of the mixed file's size: others say as much with less. */
  readonly share: number;
  readonly gzip?: boolean;
  /** Who takes part, where a round of all would take an hour; csv-parse does so once. */
  readonly only?: readonly string[];
}

/** The engine, and those whom it is compared with. */
const onLongFiles: readonly string[] = [
  "read",
  "kernel, records",
  "kernel",
  "kernel, basic figures",
  "kernel, 2 threads",
  "kernel, 2 threads, dealt",
  twiceAtOnce,
  "csv-parse",
  "DuckDB, 1 thread",
  "DuckDB, 2 threads",
  "qsv, 1 job",
];
const onVeryLongFiles: readonly string[] = [
  "kernel",
  "kernel, basic figures",
  "kernel, 2 threads",
  twiceAtOnce,
  "csv-parse",
  "DuckDB, 1 thread",
];

const files: readonly BenchFile[] = [
  {
    kind: "mixed",
    what: "14 columns: ints, decimals, date-times, text, quoted text, empty cells, N/A",
    share: 1,
  },
  { kind: "mixed", what: "the mixed file, eight times as long", share: 8, only: onLongFiles },
  { kind: "mixed", what: "the mixed file, 24 times as long", share: 24, only: onVeryLongFiles },
  { kind: "ints", what: "4 columns of ints", share: 0.5 },
  { kind: "decimals", what: "3 columns of decimals", share: 0.5 },
  { kind: "text", what: "words and quoted sentences", share: 0.5 },
  { kind: "dates", what: "4 columns of dates in 4 formats", share: 0.5 },
  { kind: "distinct", what: "4 columns of unique values", share: 0.5 },
  { kind: "wide", what: "1,000 columns", share: 0.5 },
  { kind: "wide", what: "1,000 columns, eight times as long", share: 4, only: ["kernel", "csv-parse"] },
  { kind: "mixed", what: "the mixed file, gzip", share: 0.5, gzip: true },
];

/** Wide enough for a mean that was printed with fewer digits. */
const avgRelativeErrorMax = 1e-9;

interface WrittenFile {
  readonly file: string;
  readonly textBytes: number;
}

async function writeBenchFile(
  folder: string,
  { kind, gzip = false }: BenchFile,
  wantedBytes: number,
): Promise<WrittenFile> {
  const file = path.join(folder, `${kind}-${wantedBytes}.csv${gzip ? ".gz" : ""}`);
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
  // From here on it is in the page cache. Not read as a whole: a process begins with the peak memory of the one it is forked from.
  for await (const _ of createReadStream(file));
  return { file, textBytes };
}

/** @throws Error when the two disagree */
function assertAgreement(ours: Answer, name: string, theirs: Answer): void {
  if (theirs.rows !== null && theirs.rows !== ours.rows)
    throw new Error(`${name} found ${theirs.rows} rows, the kernel ${ours.rows}`);
  for (const column of theirs.numeric ?? []) {
    const own = ours.numeric?.find((each) => each.name === column.name);
    if (own === undefined) continue;
    const avgError = Math.abs(own.avg - column.avg) / Math.max(Math.abs(own.avg), Number.MIN_VALUE);
    if (own.min !== column.min || own.max !== column.max || avgError > avgRelativeErrorMax)
      throw new Error(`${column.name}: ${JSON.stringify(own)} here, ${JSON.stringify(column)} by ${name}`);
  }
}

/** One of those who take turns on a file. */
interface Entrant {
  readonly name: string;
  readonly does: string;
  readonly rounds: number;
  readonly on: WrittenFile;
  readonly run: (file: string) => Promise<Run>;
}

/** Without certificates: Node parses those that this names before it does anything else, some 40 ms. */
const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;

/**
 * As the Makefile starts the command line, and for all alike: with its four threads for compilers and collectors, V8 takes the
 * cores away from what they are to help, where there are two. csv-parse and DuckDB take the same time with it and without.
 */
const nodeFlags = ["--v8-pool-size=1"];

/** Ended as soon as it has answered: by itself, a process of Node may wait for its own compiler (nodejs/node#54918). */
async function runOwn(script: string, contender: string, file: string): Promise<Run> {
  const child = spawn(process.execPath, [...nodeFlags, script, contender, file], {
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface(child.stdout)) {
    child.kill("SIGKILL");
    const parsed: Run = JSON.parse(line);
    return parsed;
  }
  throw new Error(`${contender} gave no answer`);
}

/** Two processes on the same file, one thread each. @returns the time of both for a file, their memory together */
async function runTwice(script: string, file: string): Promise<Run> {
  const [one, other] = await Promise.all([runOwn(script, "kernel", file), runOwn(script, "kernel", file)]);
  return {
    answer: one.answer,
    wallMs: Math.max(one.wallMs, other.wallMs) / 2,
    cpuMs: (one.cpuMs + other.cpuMs) / 2,
    peakMemoryMb: one.peakMemoryMb + other.peakMemoryMb,
  };
}

/** gzip is decompressed by those who take it; the others would measure another program. Its text is dealt in any case. */
function takesGzip({ name }: Contender): boolean {
  return name === "read" || name.startsWith("DuckDB") || name === "kernel" || name === "kernel, 2 threads";
}

async function entrantsOf(
  script: string,
  folder: string,
  bench: BenchFile,
  programs: readonly ForeignProgram[],
): Promise<Entrant[]> {
  const wantedBytes = megabytes * 1e6 * bench.share;
  const whole = await writeBenchFile(folder, bench, wantedBytes);
  const entrants: Entrant[] = contenders
    .filter((contender) => !bench.gzip || takesGzip(contender))
    .filter(({ name }) => bench.only?.includes(name) ?? true)
    .map(({ name, does, slow = false }) => ({
      name,
      does,
      rounds: slow || (bench.only !== undefined && name === "csv-parse") ? 1 : rounds,
      on: whole,
      run: (file) => runOwn(script, name, file),
    }));
  if (bench.only?.includes(twiceAtOnce) === true) {
    const does = "two processes at once, one thread each: what these two cores can do";
    entrants.push({ name: twiceAtOnce, does, rounds, on: whole, run: (file) => runTwice(script, file) });
  }
  for (const program of programs.filter((each) => !bench.gzip || each.takesGzip)) {
    const { name, does, onceBytesMax } = program;
    if (bench.only?.includes(name) === false) continue;
    const on =
      onceBytesMax !== undefined && onceBytesMax < wantedBytes
        ? await writeBenchFile(folder, bench, onceBytesMax)
        : whole;
    const part = on === whole ? "" : `, ${(on.textBytes / 1e6).toFixed(0)} MB of it`;
    entrants.push({
      name,
      does: `${does}${part}`,
      rounds: onceBytesMax === undefined ? rounds : 1,
      on,
      run: (file) => runForeign(program, file),
    });
  }
  return entrants;
}

async function measureFile(
  script: string,
  folder: string,
  bench: BenchFile,
  programs: readonly ForeignProgram[],
): Promise<FileResults> {
  const entrants = await entrantsOf(script, folder, bench, programs);
  const files = new Set(entrants.map(({ on }) => on));
  const ours = new Map<WrittenFile, Answer>();
  for (const on of files) ours.set(on, (await runOwn(script, "kernel", on.file)).answer);
  const runs = new Map<Entrant, Run[]>(entrants.map((entrant) => [entrant, []]));
  for (let round = 0; round < rounds; round++) {
    for (const entrant of entrants) {
      if (round >= entrant.rounds) continue;
      const { name, on } = entrant;
      const result = await entrant.run(on.file);
      const own = ours.get(on);
      if (own !== undefined) assertAgreement(own, name, result.answer);
      runs.get(entrant)?.push(result);
      process.stderr.write(
        `${bench.what}, ${name}: ${Math.round(on.textBytes / 1e3 / result.wallMs)} MB/s\n`,
      );
    }
  }
  const [whole] = files;
  if (whole === undefined) throw new Error("nobody took part");
  const { size } = await stat(whole.file);
  for (const { file } of files) await rm(file);
  const measured: Measured[] = entrants.map((entrant) => ({
    name: entrant.name,
    does: entrant.does,
    textBytes: entrant.on.textBytes,
    runs: runs.get(entrant) ?? [],
  }));
  return {
    what: bench.what,
    rows: ours.get(whole)?.rows ?? 0,
    bytes: size,
    textBytes: whole.textBytes,
    measured,
  };
}

/** Minified, as what is deployed; each library in a file of its own. */
async function bundleOneRun(folder: string): Promise<string> {
  await build({
    entryPoints: [path.join(here, "one-run.ts")],
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    splitting: true,
    minify: true,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["@duckdb/node-api"],
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  const worker = await bundleSegmentWorker(path.join(here, "../.."));
  await writeFile(path.join(folder, "segment-worker.mjs"), worker.bytes);
  return path.join(folder, "one-run.mjs");
}

const folder = await mkdtemp(path.join(process.env.BENCH_DIR ?? path.join(here, "../../dist"), "bench-"));
try {
  await mkdir(folder, { recursive: true });
  const script = await bundleOneRun(folder);
  const { programs, versions } = findPrograms();
  const results: FileResults[] = [];
  for (const bench of files) {
    if (wanted?.includes(bench.kind) === false) continue;
    results.push(await measureFile(script, folder, bench, programs));
  }
  const page = resultsPage(results, { measuredOn: measuredOn(), rounds, foreignVersions: versions });
  await writeFile(path.join(here, "RESULTS.md"), page);
} finally {
  await rm(folder, { recursive: true, force: true });
}
