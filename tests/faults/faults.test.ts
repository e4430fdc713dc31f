import { expect, test } from "vitest";
import { runUnderFire } from "./fault-run.ts";

test("100 uploads under fire: each object ends in one item that describes its newest version", async () => {
  const { verdict, injected } = await runUnderFire({ seed: 1, uploads: 100, stackKills: 1 });
  expect(verdict.breaches).toEqual([]);
  expect(verdict.endings.size).toBeGreaterThan(70);
  expect(injected.size).toBeGreaterThan(30);
}, 180_000);
