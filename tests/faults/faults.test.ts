import { expect, test } from "vitest";
import { runUnderFire } from "./fault-run.ts";

test("100 uploads under fire: each object ends in one item that describes its newest version", async () => {
  const { verdict, verdictAfterRedrive, injected } = await runUnderFire({
    seed: 1,
    uploads: 100,
    stackKills: 1,
  });
  expect(verdict.breaches).toEqual([]);
  expect(verdict.endings.size).toBeGreaterThan(70);
  expect(injected.size).toBeGreaterThan(30);
  // What could not be had under fire is had when it is over.
  expect(verdictAfterRedrive.breaches).toEqual([]);
  expect([...verdictAfterRedrive.endings.values()]).not.toContain("failed");
}, 180_000);
