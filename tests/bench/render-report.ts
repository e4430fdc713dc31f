/**
 * How long a report takes to render, and how large it gets: `npx tsx tests/bench/render-report.ts`. At most 300 KB for
 * 50 columns (tests/report holds that) and 1 s for 1,000.
 */
import { performance } from "node:perf_hooks";
import { renderReport } from "../../lambda/report/render-report.ts";
import { summaryOfText, wideTable } from "../report/sample-summaries.ts";

/** The first of them is what a cold function pays. */
const runs = 5;

for (const columns of [4, 50, 1_000]) {
  const summary = await summaryOfText(wideTable(columns, 300));
  const timesMs: number[] = [];
  let sizeBytes = 0;
  for (let run = 0; run < runs; run++) {
    const startedMs = performance.now();
    sizeBytes = Buffer.byteLength(renderReport(summary));
    timesMs.push(performance.now() - startedMs);
  }
  const [first = 0] = timesMs;
  const best = Math.min(...timesMs);
  process.stdout.write(
    `${columns} columns: ${Math.round(sizeBytes / 1024)} KB, first ${first.toFixed(0)} ms, best of ${runs} ${best.toFixed(0)} ms\n`,
  );
}
