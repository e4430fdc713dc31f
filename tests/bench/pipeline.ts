/**
 * One large object through the whole pipeline on the embedded stack: `npm run build && npx tsx tests/bench/pipeline.ts
 * [megabytes]`. Generates the mixed table (14 columns, by seed), uploads it in parts with the SDK, waits for its item,
 * and takes duration and memory from the REPORT line that the runtime writes, as CloudWatch would show it. Then the same
 * with the reference reader and a twentieth of the size. Writes PIPELINE.md and the section of docs/costs.md that follows
 * from it; fails above the bound of memory. Needs twice the size in temporary space.
 */
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { lambdaCostUsd } from "../../lambda/adapters/lambda-cost.ts";
import type { EngineChoice } from "../../lambda/profile/options.ts";
import { documentClient, s3Client } from "../../scripts/clients.ts";
import { functionBundle } from "../../scripts/function-bundle.ts";
import { generateCsv } from "../../scripts/generator/generate-csv.ts";
import { startLocalAws } from "../../scripts/local-aws/server.ts";
import { uploadFile, waitForItem } from "../../scripts/pipeline.ts";
import { targetOfStack } from "../../scripts/targets.ts";
import { measuredOn } from "./figures.ts";
import { type CoreThroughput, curveTable, gigabyteSection } from "./lambda-curve.ts";
import { writeSection } from "./page-section.ts";

/** MiB that the function's process may have at its highest. */
const peakMbMax = 256;
/** Of the function, in MB: below one core's, so one thread. */
const memoryMb = 512;
/** Bytes of a row of the mixed table, roughly. */
const rowBytes = 147;
const resultMaxMs = 900_000;
const referenceShare = 1 / 20;

interface Passage {
  readonly bytes: number;
  readonly rows: number;
  readonly uploadMs: number;
  /** From the last byte uploaded to the item. */
  readonly resultMs: number;
  /** Of the invocation, start-up not counted. */
  readonly durationMs: number;
  readonly peakMb: number;
}

const megabytes = Number(process.argv[2] ?? 1000);

function reported(log: string, field: string): number {
  const [, value] = new RegExp(`\\t${field}: ([\\d.]+)`).exec(log) ?? [];
  if (value === undefined) throw new Error(`no ${field} in the log`);
  return Number(value);
}

async function passThrough(sizeMb: number, engine: EngineChoice): Promise<Passage> {
  const folder = mkdtempSync(join(tmpdir(), "csvprofile-pipeline-"));
  try {
    const file = join(folder, "large.csv");
    const rows = Math.ceil((sizeMb * 1e6) / rowBytes);
    await pipeline(Readable.from(generateCsv({ kind: "mixed", rows, seed: 1 })), createWriteStream(file));
    const stack = await startLocalAws({
      port: 0,
      dataDir: join(folder, "data"),
      functionBundle: functionBundle(),
      memoryMb,
      functionEnvironment: { CSV_ENGINE: engine },
    });
    const target = targetOfStack(stack.url, stack.names);
    const s3 = s3Client(target);
    const documents = documentClient(target);
    try {
      const startedMs = performance.now();
      const uploaded = await uploadFile(s3, target, { path: file, fileName: "large.csv" });
      const uploadedMs = performance.now();
      const item = await waitForItem(documents, target, uploaded, resultMaxMs);
      const endedMs = performance.now();
      await stack.idle();
      if (item.status !== "success" || item.rowCount !== rows)
        throw new Error(`${item.status}, ${item.rowCount} rows of ${rows}`);
      const log = readFileSync(stack.logFile, "utf8");
      return {
        bytes: statSync(file).size,
        rows,
        uploadMs: uploadedMs - startedMs,
        resultMs: endedMs - uploadedMs,
        durationMs: reported(log, "Duration"),
        peakMb: reported(log, "Max Memory Used"),
      };
    } finally {
      s3.destroy();
      documents.destroy();
      await stack.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const mbPerS = ({ bytes, durationMs }: Passage): number => bytes / 1e3 / durationMs;

/** Of the invocation as it was, had it been on Lambda with this memory. */
function usd({ durationMs }: Passage, architecture: "arm64" | "x64"): string {
  return lambdaCostUsd({ durationMs, memoryMb, architecture }).toFixed(6);
}

function page(kernel: Passage, reference: Passage, throughput: CoreThroughput): string {
  const row = (what: string, of: (passage: Passage) => string) =>
    `| ${what} | ${of(kernel)} | ${of(reference)} |`;
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  return `# One large object through the pipeline

Written by tests/bench/pipeline.ts, which says how it is measured: embedded stack, function of ${memoryMb} MB, one thread. The
function has a whole core here, and the stack that serves the object the other one.

${measuredOn()}.

| | fast path | reference reader |
| --- | ---: | ---: |
${row("object, MB", ({ bytes }) => (bytes / 1e6).toFixed(0))}
${row("rows, of 14 columns", ({ rows }) => rows.toLocaleString("en-US"))}
${row("upload, in parts of 32 MiB", ({ uploadMs }) => seconds(uploadMs))}
${row("last byte uploaded to item in the table", ({ resultMs }) => seconds(resultMs))}
${row("duration of the invocation, start-up not counted", ({ durationMs }) => seconds(durationMs))}
| **throughput of the invocation, MB/s** | **${throughput.kernel}** | **${throughput.reference}** |
${row("highest memory of the function's process, MB", ({ peakMb }) => String(peakMb))}
${row(`so long at ${memoryMb} MB on Lambda, arm64, $`, (passage) => usd(passage, "arm64"))}
${row(`so long at ${memoryMb} MB on Lambda, x86, $`, (passage) => usd(passage, "x64"))}

Bound of memory: ${peakMbMax} MB. The last two rows are the price of this duration at list prices, request included; with ${memoryMb} MB a
function has ${(memoryMb / 1_769).toFixed(2)} of a core, so on Lambda it takes longer:

## The curve over memory sizes, on paper

From the throughput of one core above and Lambda's processor share; what is assumed is in [docs/costs.md](../../docs/costs.md).

${curveTable(throughput)}
`;
}

const kernel = await passThrough(megabytes, "auto");
const reference = await passThrough(megabytes * referenceShare, "reference");
const throughput = {
  kernel: Math.round(mbPerS(kernel)),
  reference: Number(mbPerS(reference).toFixed(1)),
};
const text = page(kernel, reference, throughput);
writeFileSync(join(import.meta.dirname, "PIPELINE.md"), text);
writeSection(join(import.meta.dirname, "../../docs/costs.md"), gigabyteSection(throughput));
process.stdout.write(text);
const highest = Math.max(kernel.peakMb, reference.peakMb);
if (highest > peakMbMax) throw new Error(`the function had ${highest} MB at its highest`);
