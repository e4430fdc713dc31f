/** A run as the table that is printed and kept in RELIABILITY.md. */
import type { FaultRunResult } from "./fault-run.ts";

export function renderFaultRun(result: FaultRunResult): string {
  const { verdict, seed, uploads, deletions, durationMs, redriven, verdictAfterRedrive } = result;
  const failedAfterwards = [...verdictAfterRedrive.endings.values()].filter(
    (ending) => ending === "failed",
  ).length;
  const endings = [...verdict.endings.values()];
  const ended = (ending: string) => endings.filter((found) => found === ending).length;
  const failures = [...verdict.failures].map(([code, count]) => `${count} ${code}`).join(", ");
  const injected = [...result.injected.values()].reduce((sum, files) => sum + files.length, 0);
  return [
    `Seed ${seed}: ${uploads} uploads of ${endings.length} files, ${deletions} deletions, ${injected} faults and lost races, ${Math.round(durationMs / 1000)} s.`,
    `Ended as their content demands: ${ended("profiled")}. Recorded as failed, to be redriven: ${ended("failed")}${failures === "" ? "" : ` (${failures}, deleted ones included)`}. Deleted meanwhile, item there: ${ended("deleted")}.`,
    `Lost, doubled or stale: ${verdict.breaches.length}.`,
    `Redriven afterwards: ${redriven}; then recorded as failed: ${failedAfterwards}; lost, doubled or stale: ${verdictAfterRedrive.breaches.length}.`,
    "",
    ...faultTable(result),
    ...[...verdict.breaches, ...verdictAfterRedrive.breaches].map((breach) => `BREACH ${breach}`),
    "",
  ].join("\n");
}

function faultTable({ injected, verdict }: FaultRunResult): string[] {
  const rows = [...injected]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([fault, struck]) => {
      const files = [...new Set(struck)].filter((name) => name !== "");
      const failed = files.filter((name) => verdict.endings.get(name) === "failed").length;
      const broken = files.filter((name) => !verdict.endings.has(name)).length;
      return [fault, struck.length, files.length === 0 ? "all" : files.length, failed, broken];
    });
  return [
    "| fault | times | files met | of them recorded as failed | lost or stale |",
    "| --- | ---: | ---: | ---: | ---: |",
    ...rows.map((cells) => `| ${cells.join(" | ")} |`),
  ];
}
