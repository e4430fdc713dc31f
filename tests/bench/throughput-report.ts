/** What was measured → RESULTS.md. */
import { createRequire } from "node:module";
import { median } from "./figures.ts";
import type { Run } from "./one-run.ts";

export interface Measured {
  readonly name: string;
  readonly does: string;
  /** Of the text that it was given. */
  readonly textBytes: number;
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
  /** Date, machine, Node, load. */
  readonly measuredOn: string;
  readonly rounds: number;
  /** Of the programs that were looked for on the machine, found or not. */
  readonly foreignVersions: readonly string[];
}

/** How much the cores of this machine slow each other down when they share nothing but it. */
export const twiceAtOnce = "kernel, twice at once";

const packages = ["csv-parse", "papaparse", "udsv", "@duckdb/node-api"];

export function resultsPage(
  results: readonly FileResults[],
  { measuredOn, rounds, foreignVersions }: Conditions,
): string {
  const require = createRequire(import.meta.url);
  const versions = packages.map((name) => `${name} ${versionOf(require, name)}`).join(", ");
  return [
    "# Throughput",
    "",
    "Written by `make bench` (tests/bench/throughput.ts), which says how it is measured. MB are 10^6 bytes of text;",
    "whole processes, start-up included, medians. Processor time counts all threads. Where the time goes and what was",
    "tried: [ENGINE-PROFILE.md](ENGINE-PROFILE.md). One gigabyte through the whole pipeline: [PIPELINE.md](PIPELINE.md).",
    "Peak memory of wide, long and endless tables: [MEMORY.md](MEMORY.md). Start-up: [START-UP.md](START-UP.md).",
    "",
    `- ${measuredOn}`,
    `- ${versions}`,
    `- on the machine: ${foreignVersions.join(", ")}`,
    `- ${rounds} rounds; the reference, what has a part of the file, and csv-parse on the long ones, one`,
    "",
    ...ratios(results),
    ...results.flatMap(fileSection),
  ].join("\n");
}

/** Files side by side. */
function ratios(results: readonly FileResults[]): string[] {
  return [
    "## Ratios",
    "",
    "| | kernel × DuckDB, 1 thread | basic × DuckDB, 1 thread | kernel × csv-parse | records × read | 2 threads × kernel | two processes × kernel |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...results.map(({ what, measured }) => {
      const cells = [
        what,
        ratio(measured, "kernel", "DuckDB, 1 thread", 1),
        ratio(measured, "kernel, basic figures", "DuckDB, 1 thread", 1),
        ratio(measured, "kernel", "csv-parse", 1),
        ratio(measured, "kernel, records", "read", 2),
        ratio(measured, "kernel, 2 threads", "kernel", 2),
        ratio(measured, twiceAtOnce, "kernel", 2),
      ];
      return `| ${cells.join(" | ")} |`;
    }),
    "",
  ];
}

function ratio(measured: readonly Measured[], name: string, other: string, digits: number): string {
  return figure(speedOf(measured, name) / speedOf(measured, other), digits);
}

/** MB/s, NaN of who did not take part. */
function speedOf(measured: readonly Measured[], name: string): number {
  const found = measured.find((each) => each.name === name);
  return found === undefined ? Number.NaN : speed(found);
}

function speed({ textBytes, runs }: Measured): number {
  return textBytes / 1e3 / median(runs.map(({ wallMs }) => wallMs));
}

function fileSection({ what, rows, bytes, textBytes, measured }: FileResults): string[] {
  const size = `${(textBytes / 1e6).toFixed(0)} MB${bytes === textBytes ? "" : ` of text in ${(bytes / 1e6).toFixed(0)} MB`}`;
  return [
    `## ${what[0]?.toUpperCase()}${what.slice(1)}`,
    "",
    `${size}, ${rows.toLocaleString("en-US")} rows.`,
    "",
    "| | does | MB/s | × DuckDB, 1 thread | × csv-parse | processor s | peak MB |",
    "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ...measured.map((each) => {
      const cells = [
        each.name,
        each.does,
        figure(speed(each), speed(each) < 10 ? 1 : 0),
        figure(speed(each) / speedOf(measured, "DuckDB, 1 thread"), 1),
        figure(speed(each) / speedOf(measured, "csv-parse"), 1),
        figure(median(each.runs.map(({ cpuMs }) => cpuMs)) / 1000, 2),
        figure(median(each.runs.map(({ peakMemoryMb }) => peakMemoryMb)), 0),
      ];
      return `| ${cells.join(" | ")} |`;
    }),
    "",
  ];
}

/** Nothing where there is none. */
function figure(value: number, digits: number): string {
  return Number.isNaN(value) ? "" : value.toFixed(digits);
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
