/**
 * `make hostile`: the full run over generated hostile inputs. Exit code 1 when one breaks something. Interrupted, it
 * reports what it has.
 */
import { parseArgs } from "node:util";
import { fuzz } from "../hostile/fuzz-run.ts";
import { measuredOn } from "./figures.ts";

const { values } = parseArgs({
  options: { seed: { type: "string", default: "1" }, inputs: { type: "string", default: "1000000" } },
});
const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort());
const result = await fuzz({
  signal: interrupted.signal,
  firstSeed: Number(values.seed),
  inputs: Number(values.inputs),
  onProgress: (done) => process.stderr.write(`${done} inputs\n`),
});
const seconds = (ms: number): number => Math.round(ms / 1000);
process.stdout.write(
  [
    `Seeds ${values.seed} to ${Number(values.seed) + result.inputs - 1}: ${result.inputs} inputs, ${Math.round(result.bytes / 1e6)} MB, ${seconds(result.durationMs)} s (${seconds(result.cpuMs)} s of CPU).`,
    `Slowest ${result.slowestMs.toFixed(0)} ms; at most ${result.peakResidentMb} MiB resident. Breaches: ${result.breaches.length}.`,
    "",
    "| ended as | inputs |",
    "| --- | ---: |",
    ...[...result.endings].sort(([, a], [, b]) => b - a).map(([name, count]) => `| ${name} | ${count} |`),
    ...result.breaches.map((breach) => `BREACH ${breach}`),
    "",
    `${measuredOn()}.`,
    "",
  ].join("\n"),
);
process.exitCode = result.breaches.length === 0 ? 0 : 1;
