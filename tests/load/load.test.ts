import { expect, test } from "vitest";
import { runLoad } from "./load-run.ts";

test("a burst of 100 files: each has its item", async () => {
  const body = Buffer.from(`a,b\n${"1,2\n".repeat(50)}`);
  const result = await runLoad({ objects: 100, body, rows: 50, concurrency: 2 });
  expect(result.lost).toEqual([]);
  expect(result.latenciesMs).toHaveLength(100);
  expect(result.servicesMs).toHaveLength(100);
  expect(result.queueDepthMax).toBeGreaterThan(0);
}, 60_000);
