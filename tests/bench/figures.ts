/** What the benchmarks' pages have in common. */
import { cpus, loadavg, release, totalmem, type } from "node:os";

/** NaN of nothing. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2;
}

/** Date, machine and how busy it is: a load beyond its cores means that others were at work. */
export function measuredOn(): string {
  const cores = cpus();
  return [
    new Date().toISOString().slice(0, 10),
    cores[0]?.model.trim() ?? "unknown processor",
    `${cores.length} logical cores`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
    `${type()} ${release()}`,
    `Node ${process.versions.node}`,
    `load average ${(loadavg()[0] ?? 0).toFixed(1)}`,
  ].join(", ");
}
