/** `make load`: bursts of uploads, measured here, and what a concurrency limit makes of them, simulated. */
import { arch, availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { lambdaCostUsd } from "../../lambda/adapters/lambda-cost.ts";
import { type LoadResult, runLoad } from "../load/load-run.ts";
import { percentile, simulateBurst } from "../load/simulate.ts";
import { measuredOn } from "./figures.ts";

const { values } = parseArgs({
  options: {
    small: { type: "string", default: "10000" },
    large: { type: "string", default: "200" },
    // As many as there are cores: running times that are not those of waiting for a core.
    concurrency: { type: "string", default: String(availableParallelism()) },
  },
});

/** Concurrency limits: a Learner Lab account, a new account, the usual default. */
const limits = [10, 50, 1_000];

/** Bursts of another size: how time and cost grow. */
const multiples = [0.1, 1, 10];
const memoryMb = 512;

const smallRows = 100;
const largeRow = "12345,some text here,3.14159,2026-01-02,another text\n";
const largeRows = Math.ceil(5_000_000 / largeRow.length);

const onProgress = (() => {
  let shownMs = 0;
  return (line: string) => {
    if (performance.now() - shownMs < 10_000) return;
    shownMs = performance.now();
    process.stderr.write(`${line}\n`);
  };
})();

const concurrency = Number(values.concurrency);
const small = await runLoad({
  objects: Number(values.small),
  body: Buffer.from(`id,name,amount,day\n${"17,Ann,3.5,2026-01-02\n".repeat(smallRows)}`),
  rows: smallRows,
  concurrency,
  onProgress,
});
process.stdout.write(report("small objects", small));
const large = await runLoad({
  objects: Number(values.large),
  body: Buffer.from(`id,text,number,day,note\n${largeRow.repeat(largeRows)}`),
  rows: largeRows,
  concurrency,
  onProgress,
});
process.stdout.write(report("objects of 5 MB", large));
process.stdout.write(`${measuredOn()}.\n`);
process.exitCode = small.lost.length + large.lost.length === 0 ? 0 : 1;

function report(what: string, result: LoadResult): string {
  const { objects, objectBytes, durationMs, uploadMs, queueDepthMax, lost, memoryMbMax } = result;
  const megabytes = (objects * objectBytes) / 1e6;
  return [
    `### ${objects} ${what} (${objectBytes} bytes each)`,
    "",
    `Here, ${result.concurrency} function processes: uploaded in ${seconds(uploadMs)}, all ended after ${seconds(durationMs)} (${(objects / (durationMs / 1000)).toFixed(0)} files/s, ${(megabytes / (durationMs / 1000)).toFixed(1)} MB/s), up to ${queueDepthMax} events waiting or running, ${memoryMbMax} MB at most. Lost: ${lost.length}.`,
    `From event to item: ${percentiles(result.latenciesMs)}. Running time: ${percentiles([...result.servicesMs].sort((a, b) => a - b))}.`,
    "",
    "| files (simulated) | concurrency limit | all ended after | from event to item | deepest queue | environments | cost |",
    "| ---: | ---: | ---: | --- | ---: | ---: | ---: |",
    ...multiples.flatMap((multiple) => limits.map((limit) => simulatedRow(result, multiple, limit))),
    "",
    "",
  ].join("\n");
}

/** The whole burst at once, with the running times that were measured. */
function simulatedRow(result: LoadResult, multiple: number, limit: number): string {
  const coldStartMs = percentile(
    [...result.coldStartsMs].sort((a, b) => a - b),
    0.5,
  );
  const files = Math.round(result.servicesMs.length * multiple);
  const servicesMs = Array.from(
    { length: files },
    (_, i) => result.servicesMs[i % result.servicesMs.length] ?? 0,
  );
  const burst = { arrivalsMs: servicesMs.map(() => 0), servicesMs, coldStartMs };
  const { durationMs, latenciesMs, queueDepthMax, environments } = simulateBurst(burst, limit);
  const billedMs = servicesMs.reduce((sum, ms) => sum + Math.ceil(ms), 0) + environments * coldStartMs;
  // The price knows of one request.
  const cost = lambdaCostUsd({ durationMs: billedMs, memoryMb, architecture: arch() }) + (files - 1) * 2e-7;
  const cells = [files, limit, seconds(durationMs), percentiles(latenciesMs), queueDepthMax, environments];
  return `| ${cells.join(" | ")} | USD ${cost.toFixed(4)} |`;
}

function percentiles(sorted: readonly number[]): string {
  const at = (q: number) => seconds(percentile(sorted, q));
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, longest ${at(1)}`;
}

function seconds(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
