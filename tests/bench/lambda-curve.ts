/** What a gigabyte takes on Lambda, on paper: from the throughput of one core, by the function's memory. */
import { lambdaCostUsd } from "../../lambda/adapters/lambda-cost.ts";
import { coresFor } from "../../lambda/adapters/lambda-platform.ts";
import { rangeBytes } from "../../lambda/limits.ts";

/** Lambda's processor share grows with the memory: one core for so much. */
const memoryMbPerCore = 1_769;

/** Of the cores of several threads: what RESULTS.md measures for two that are dealt the text, taken as it is for more. */
const threadEfficiency = 0.67;

const memorySizesMb = [256, 512, 1_024, 1_769, 3_538, 5_307, 10_240];
const defaultMemoryMb = 1_024;
const timeoutS = 900;

/** MB/s (10^6 bytes) of one core, rounded as they are published. */
export interface CoreThroughput {
  readonly kernel: number;
  readonly reference: number;
}

/** MB/s at a memory size; the reference has one thread whatever the memory. */
export function throughputAt(memoryMb: number, mbPerSOfCore: number, threadsMax = Number.MAX_VALUE): number {
  const threads = Math.min(coresFor(memoryMb), threadsMax);
  if (threads > 1) return mbPerSOfCore * threads * threadEfficiency;
  return mbPerSOfCore * Math.min(1, memoryMb / memoryMbPerCore);
}

/** A large object is read in ranges, each a GET. */
const getsOfGigabyte = Math.ceil(1e9 / rangeBytes);
const usdOfGet = 0.0004 / 1_000;

export function usdOfGigabyte(memoryMb: number, mbPerS: number, architecture: "arm64" | "x64"): number {
  return (
    lambdaCostUsd({ durationMs: 1_000_000 / mbPerS, memoryMb, architecture }) + getsOfGigabyte * usdOfGet
  );
}

/** `| memory | cores | …`, a row for each memory size. */
export function curveTable({ kernel }: CoreThroughput): string {
  return [
    "| memory, MB | cores | threads | MB/s | s a GB | $ a GB, arm64 | $ a GB, x86 | largest file in 15 minutes, GB |",
    "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...memorySizesMb.map((memoryMb) => {
      const mbPerS = throughputAt(memoryMb, kernel);
      const cells = [
        `${memoryMb.toLocaleString("en-US")}${memoryMb === defaultMemoryMb ? " (default)" : ""}`,
        (memoryMb / memoryMbPerCore).toFixed(2),
        coresFor(memoryMb),
        mbPerS.toFixed(0),
        (1_000 / mbPerS).toFixed(1),
        usdOfGigabyte(memoryMb, mbPerS, "arm64").toFixed(5),
        usdOfGigabyte(memoryMb, mbPerS, "x64").toFixed(5),
        ((mbPerS * timeoutS) / 1_000).toFixed(0),
      ];
      return `| ${cells.join(" | ")} |`;
    }),
  ].join("\n");
}

/** The section of docs/costs.md. */
export function gigabyteSection(throughput: CoreThroughput): string {
  const row = (what: string, mbPerSOfCore: number) => {
    const mbPerS = throughputAt(defaultMemoryMb, mbPerSOfCore, 1);
    const cells = [
      what,
      mbPerSOfCore,
      (1_000 / mbPerSOfCore).toFixed(1),
      usdOfGigabyte(defaultMemoryMb, mbPerS, "arm64").toFixed(5),
      usdOfGigabyte(defaultMemoryMb, mbPerS, "x64").toFixed(5),
      gigabytes((mbPerS * timeoutS) / 1_000),
    ];
    return `| ${cells.join(" | ")} |`;
  };
  return `## A GB to profile

CPU and price both grow with the memory (1,769 MB are one core), so the memory size cancels out up to there:

    dollars a GB = 1,000 MB / (MB/s on one core) × 1.727 GB × 0.0000133334 + 0.0000002 + ${getsOfGigabyte} × 0.0000004

Lambda's GB are 1,024 MB: 1,769 MB are 1.727 of them. The last term, ${(getsOfGigabyte * usdOfGet).toFixed(6)}, is S3's: a large object is read in ranges
of ${rangeBytes / 2 ** 20} MiB, each a GET. At the default of 1,024 MB:

| | MB/s on one core | seconds of a core | $, arm64 | $, x86 | largest file in 15 minutes, GB |
| --- | ---: | ---: | ---: | ---: | ---: |
${row("fast path: common delimiters, UTF-8", throughput.kernel)}
${row("reference reader: any other dialect or encoding", throughput.reference)}

Beyond one core the fast path takes a thread for each whole core, and what lies between is paid for nothing:

${curveTable(throughput)}

*Measured*: MB/s on one core, from the request for the object to its item, by tests/bench/pipeline.ts, which writes this
section; machine and method are in [PIPELINE.md](../tests/bench/PIPELINE.md). *Assumed*: a core of Lambda does the same on
either architecture; S3 and the function's network deliver that fast; ${threadEfficiency} of each further core is of use (two threads
that are dealt the text: [RESULTS.md](../tests/bench/RESULTS.md)). The file that is measured on your own account says more:
\`make insights QUERY=cost-by-file ENV=aws\`.

Uploading a GB is 125 PUT requests with the aws command line (parts of 8 MB), 0.0006; with \`csvprofile upload\` (32 MiB) 30.
`;
}

/** Two digits at least: `4.1`, `102`. */
function gigabytes(figure: number): string {
  return figure < 10 ? figure.toFixed(1) : figure.toFixed(0);
}
