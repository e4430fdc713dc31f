/** What the kernel's memory costs V8: each time it grows counts as so much new garbage to come. */
import { constants, PerformanceObserver } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { profileCsv } from "../../lambda/profile/profile-csv.ts";
import { generateCsv } from "../../scripts/generator/generate-csv.ts";

function isMajor(entry: object): boolean {
  const detail = "detail" in entry ? entry.detail : null;
  return (
    typeof detail === "object" &&
    detail !== null &&
    "kind" in detail &&
    detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR
  );
}

/** Collections of the whole heap while something is done. */
async function majorCollections(run: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const observer = new PerformanceObserver((list) => {
    count += list.getEntries().filter(isMajor).length;
  });
  observer.observe({ entryTypes: ["gc"] });
  await run();
  // The observer is told behind the present turn.
  await sleep(10);
  observer.disconnect();
  return count;
}

// Page by page these 10 MB take 43 collections, 16,000 columns of 300 rows 686 and seven times as long.
it("a wide table's states grow without a garbage collection for each page", async () => {
  const source = (async function* () {
    yield* generateCsv({ kind: "wide", rows: 1500 });
  })();
  expect(await majorCollections(() => profileCsv(source, { engine: "auto" }))).toBeLessThan(10);
});
