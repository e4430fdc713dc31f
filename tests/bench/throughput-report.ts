/** What was measured → RESULTS.md. */
import { createRequire } from "node:module";
import type { Run } from "./one-run.ts";

export interface Measured {
  readonly name: string;
  readonly does: string;
  readonly runs: readonly Run[];
}

export interface FileResults {
  readonly what: string;
  readonly rows: number;
  /** As stored, and as text. */
  readonly bytes: number;
  readonly textBytes: number;
  readonly measured: readonly Measured[];
}

export interface Conditions {
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  readonly rounds: number;
  /** Of the last minute, at the end: more than the cores in use means that others were at work. */
  readonly loadAverage: number;
}

const versioned = ["csv-parse", "papaparse", "udsv", "@duckdb/node-api"];

export function resultsPage(results: readonly FileResults[], conditions: Conditions): string {
  const require = createRequire(import.meta.url);
  const versions = versioned.map((name) => `${name} ${versionOf(require, name)}`).join(", ");
  return [
    "# Throughput",
    "",
    "Written by `make bench` (tests/bench/throughput.ts), which says how it is measured. MB are 10^6 bytes of text;",
    "whole processes, start-up included, medians. Processor time counts all threads. One gigabyte through the whole",
    "pipeline: PIPELINE.md. Peak memory of wide and long tables: MEMORY.md.",
    "",
    `- ${conditions.date}, ${conditions.machine}`,
    `- Node ${conditions.node}, ${versions}`,
    `- ${conditions.rounds} rounds (slow contenders one), load average at the end ${conditions.loadAverage.toFixed(1)}`,
    "",
    ...results.flatMap(fileSection),
  ].join("\n");
}

function fileSection({ what, rows, bytes, textBytes, measured }: FileResults): string[] {
  const duck = measured.find(({ name }) => name === "DuckDB, 1 thread");
  const duckMs = duck === undefined ? Number.NaN : median(duck.runs, ({ wallMs }) => wallMs);
  const size = `${(textBytes / 1e6).toFixed(0)} MB${bytes === textBytes ? "" : ` of text in ${(bytes / 1e6).toFixed(0)} MB`}`;
  return [
    `## ${what[0]?.toUpperCase()}${what.slice(1)}`,
    "",
    `${size}, ${rows.toLocaleString("en-US")} rows.`,
    "",
    "| | does | MB/s | × DuckDB, 1 thread | processor s | peak MB |",
    "| --- | --- | ---: | ---: | ---: | ---: |",
    ...measured.map(({ name, does, runs }) => {
      const wallMs = median(runs, (run) => run.wallMs);
      const cells = [
        name,
        does,
        (textBytes / 1e3 / wallMs).toFixed(0),
        Number.isNaN(duckMs) ? "" : (duckMs / wallMs).toFixed(1),
        (median(runs, ({ cpuMs }) => cpuMs) / 1000).toFixed(2),
        median(runs, ({ peakMemoryMb }) => peakMemoryMb).toFixed(0),
      ];
      return `| ${cells.join(" | ")} |`;
    }),
    "",
  ];
}

function median(runs: readonly Run[], of: (run: Run) => number): number {
  const sorted = runs.map(of).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2;
}

/** Its package.json may not be among its exports, so it is looked for beside what is. */
function versionOf(require: NodeJS.Require, name: string): string {
  const found = require.resolve.paths(name)?.flatMap((folder) => {
    try {
      const { version }: { version: string } = require(`${folder}/${name}/package.json`);
      return [version];
    } catch {
      return [];
    }
  });
  return found?.[0] ?? "?";
}
