/** What a Lambda execution environment says of itself. */
import { availableParallelism } from "node:os";
import type { Clock, Platform } from "../ports.ts";
import { lambdaCostUsd } from "./lambda-cost.ts";

/** Lambda gives a function one core for so much memory. It shows two to the smallest one: counting them says nothing. */
const memoryMbPerCore = 1_769;

/** @param memoryMb the function's memory size; null outside of Lambda, where nothing is billed */
export function lambdaPlatform(coldStart: boolean, memoryMb: number | null): Platform {
  return {
    coldStart,
    coreShare: memoryMb === null ? 1 : Math.min(1, memoryMb / memoryMbPerCore),
    // maxRSS is in KiB on every system that Node runs on.
    peakMemoryMb: () => Math.round((process.resourceUsage().maxRSS / 1024) * 10) / 10,
    costUsd: (durationMs) =>
      memoryMb === null ? null : lambdaCostUsd({ durationMs, memoryMb, architecture: process.arch }),
  };
}

/** The memory size from AWS_LAMBDA_FUNCTION_MEMORY_SIZE. */
export function memorySizeMb(text: string | undefined): number | null {
  const memoryMb = Number(text);
  return Number.isInteger(memoryMb) && memoryMb > 0 ? memoryMb : null;
}

/** Threads that have a core of their own. @param memoryMb the function's memory size; null outside of Lambda */
export function coresFor(memoryMb: number | null): number {
  if (memoryMb === null) return availableParallelism();
  return Math.max(1, Math.floor(memoryMb / memoryMbPerCore));
}

/** @param remainingMs the invocation context's own count */
export function invocationClock(remainingMs: () => number): Clock {
  return { now: () => new Date(), elapsedMs: () => performance.now(), remainingMs };
}
