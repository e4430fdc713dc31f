/**
 * Peak resident memory of the whole process on wide and long tables: `npm run build && npx tsx tests/bench/memory.ts`.
 * Writes its section of MEMORY.md, and fails above the bound. Needs 1 GB of temporary space and a minute.
 */
import { spawnSync } from "node:child_process";
import { createWriteStream, mkdtempSync, openSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type GenerateOptions, generateCsv } from "../../scripts/generator/generate-csv.ts";
import { measuredOn } from "./figures.ts";
import { writeSection } from "./page-section.ts";

/** The smallest function that is to take every table below, in MiB. */
const boundMb = 512;

const program = join(import.meta.dirname, "..", "..", "dist", "csvprofile.mjs");
const folder = mkdtempSync(join(tmpdir(), "csvprofile-memory-"));
/** Node's own count of its highest resident set, in KiB, told when all output is written. */
const telling =
  "data:text/javascript,process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS+'\\n'))";

interface Case {
  readonly name: string;
  readonly table: GenerateOptions;
}

const cases: readonly Case[] = [
  { name: "10,000 columns × 1,000 rows", table: { kind: "wide", columns: 10_000, rows: 1_000, seed: 1 } },
  { name: "1,000 columns × 10,000 rows", table: { kind: "wide", columns: 1_000, rows: 10_000, seed: 1 } },
  { name: "10 columns × 10,000,000 rows", table: { kind: "mixed", columns: 10, rows: 10_000_000, seed: 1 } },
];

const commands: readonly (readonly string[])[] = [["profile", "--json"], ["convert"], ["sniff", "--json"]];

function peakMb(command: readonly string[], file: string): number {
  const [name = "", ...flags] = command;
  const sink = openSync("/dev/null", "w");
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", telling, program, name, file, ...flags],
    {
      stdio: ["ignore", sink, "pipe"],
    },
  );
  const [, peak] = /peak (\d+)/.exec(stderr.toString()) ?? [];
  if (status !== 0 || peak === undefined) throw new Error(`${name} ${file}: ${stderr}`);
  return Math.round(Number(peak) / 1024);
}

const lines: string[] = [];
let highest = 0;
try {
  for (const { name, table } of cases) {
    const file = join(folder, "table.csv");
    await pipeline(Readable.from(generateCsv(table)), createWriteStream(file));
    const peaks = commands.map((command) => peakMb(command, file));
    highest = Math.max(highest, ...peaks);
    lines.push(`| ${name} | ${Math.round(statSync(file).size / 1e6)} | ${peaks.join(" | ")} |`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

writeSection(
  join(import.meta.dirname, "MEMORY.md"),
  `## Wide and long tables

The built command line, as Node reports it when all output is written, no flags to limit the heap. Bound: ${boundMb} MiB.
\`npm run build && npx tsx tests/bench/memory.ts\` measures again.

${measuredOn()}.

| table | MB | profile --json | convert | sniff |
| --- | ---: | ---: | ---: | ---: |
${lines.join("\n")}

The bounds behind it are in lambda/limits.ts: \`columnStatisticsBytesMax\` for all columns together, \`distinctRowsExactMax\`
for the rows, \`recordBytesMax\` for one record. The summary of 10,000 columns is 35 MB of JSON and written in pieces.
The function holds it as a whole to upload it: with the SDK, the summary's text and the report it stays below the bound
as well (444 MiB on the first table, measured by hand).
`,
);
process.stdout.write(`${lines.join("\n")}\n`);
if (highest > boundMb) throw new Error(`${highest} MiB is above the bound of ${boundMb}`);
