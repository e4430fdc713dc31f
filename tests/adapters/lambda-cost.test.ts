import { describe, expect, it } from "vitest";
import { lambdaCostUsd } from "../../lambda/adapters/lambda-cost.ts";
import { memorySizeMb } from "../../lambda/adapters/lambda-platform.ts";

describe("what a run costs", () => {
  it.each([
    // GB-seconds × price + one request at $0.20 a million.
    [{ durationMs: 1_000, memoryMb: 1024, architecture: "x64" }, 0.0000168667],
    [{ durationMs: 1_000, memoryMb: 1024, architecture: "arm64" }, 0.0000135334],
    [{ durationMs: 0, memoryMb: 10_240, architecture: "arm64" }, 0.0000002],
    [{ durationMs: 60_000, memoryMb: 1769, architecture: "x64" }, 0.0017277425],
    [{ durationMs: 0.2, memoryMb: 1024, architecture: "x64" }, 0.0000002167],
  ])("%j costs $%d", (run, usd) => expect(lambdaCostUsd(run)).toBeCloseTo(usd, 10));

  it.each([
    ["512", 512],
    [undefined, null],
    ["", null],
    ["many", null],
  ])("a memory size of %j is %j", (text, memoryMb) => expect(memorySizeMb(text)).toBe(memoryMb));
});
