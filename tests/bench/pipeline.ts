/**
 * One large object through the whole pipeline on the embedded stack: `npm run build && npx tsx tests/bench/pipeline.ts
 * [megabytes]`. Generates the mixed table (14 columns, by seed), uploads it in parts with the SDK, waits for its item,
 * and takes duration and memory from the REPORT line that the runtime writes, as CloudWatch would show it. Writes
 * tests/bench/PIPELINE.md; fails above the bound of memory. Needs twice the size in temporary space.
 */
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release, tmpdir, type } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { documentClient, s3Client } from "../../scripts/clients.ts";
import { functionBundle } from "../../scripts/function-bundle.ts";
import { generateCsv } from "../../scripts/generator/generate-csv.ts";
import { startLocalAws } from "../../scripts/local-aws/server.ts";
import { uploadFile, waitForItem } from "../../scripts/pipeline.ts";
import { targetOfStack } from "../../scripts/targets.ts";

/** MiB that the function's process may have at its highest. */
const peakMbMax = 256;
/** Bytes of a row of the mixed table, roughly. */
const rowBytes = 147;
const resultMaxMs = 900_000;

const megabytes = Number(process.argv[2] ?? 1000);
const folder = mkdtempSync(join(tmpdir(), "csvprofile-pipeline-"));

function reported(log: string, field: string): number {
  const [, value] = new RegExp(`\\t${field}: ([\\d.]+)`).exec(log) ?? [];
  if (value === undefined) throw new Error(`no ${field} in the log`);
  return Number(value);
}

try {
  const file = join(folder, "large.csv");
  const rows = Math.ceil((megabytes * 1e6) / rowBytes);
  await pipeline(Readable.from(generateCsv({ kind: "mixed", rows, seed: 1 })), createWriteStream(file));
  const bytes = statSync(file).size;
  const stack = await startLocalAws({
    port: 0,
    dataDir: join(folder, "data"),
    functionBundle: functionBundle(),
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
    const durationMs = reported(log, "Duration");
    const peakMb = reported(log, "Max Memory Used");
    const page = `# One large object through the pipeline

Written by tests/bench/pipeline.ts, which says how it is measured: embedded stack, function of 512 MB, one thread.

${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, ${type()} ${release()}, Node ${process.versions.node}, load average ${loadavg()[0]?.toFixed(1)}; ${new Date().toISOString().slice(0, 10)}.

| | |
| --- | ---: |
| object | ${(bytes / 1e6).toFixed(0)} MB, ${rows.toLocaleString("en-US")} rows × 14 columns |
| upload, in parts of 32 MiB | ${((uploadedMs - startedMs) / 1000).toFixed(1)} s |
| last byte uploaded to item in the table | ${((endedMs - uploadedMs) / 1000).toFixed(1)} s |
| duration of the invocation, start-up not counted | ${(durationMs / 1000).toFixed(1)} s |
| throughput of the invocation | ${(bytes / 1e3 / durationMs).toFixed(0)} MB/s |
| highest memory of the function's process | ${peakMb} MB (bound: ${peakMbMax}) |
`;
    writeFileSync(join(import.meta.dirname, "PIPELINE.md"), page);
    process.stdout.write(page);
    if (peakMb > peakMbMax) throw new Error(`the function had ${peakMb} MB at its highest`);
  } finally {
    s3.destroy();
    documents.destroy();
    await stack.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
