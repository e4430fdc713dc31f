import { expect, test } from "vitest";
import { percentile, simulateBurst } from "./simulate.ts";

const burst = (events: number, serviceMs: number, coldStartMs = 0, everyMs = 0) => ({
  arrivalsMs: Array.from({ length: events }, (_, i) => i * everyMs),
  servicesMs: Array.from({ length: events }, () => serviceMs),
  coldStartMs,
});

test.each([
  [1, 1_000],
  [3, 400],
  [10, 100],
  [1_000, 100],
])("ten events of 100 ms at once, concurrency %i: %i ms", (concurrency, durationMs) => {
  expect(simulateBurst(burst(10, 100), concurrency).durationMs).toBe(durationMs);
});

test("each environment's first event waits for its start", () => {
  const { latenciesMs, environments } = simulateBurst(burst(4, 100, 50), 2);
  expect(latenciesMs).toEqual([150, 150, 250, 250]);
  expect(environments).toBe(2);
});

test("events that come slower than they are served never wait, and keep one environment busy", () => {
  const outcome = simulateBurst(burst(50, 10, 0, 20), 100);
  expect(outcome).toMatchObject({ queueDepthMax: 0, environments: 1 });
  expect(new Set(outcome.latenciesMs)).toEqual(new Set([10]));
});

test("the queue is as deep as what arrives beyond the concurrency", () => {
  expect(simulateBurst(burst(10, 100), 4).queueDepthMax).toBe(6);
});

test.each([
  [0.5, 5],
  [0.95, 10],
  [0.1, 1],
  [1, 10],
])("percentile %f of 1 to 10 is %i", (q, expected) => {
  expect(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], q)).toBe(expected);
});
