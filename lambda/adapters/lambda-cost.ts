/**
 * What an invocation costs: list prices of us-east-1, first tier, without free tier, November 2026.
 * Source: https://aws.amazon.com/lambda/pricing/
 */
const usdPerGbSecond = { x64: 0.0000166667, arm64: 0.0000133334 } as const;
const usdPerRequest = 0.2 / 1_000_000;

export interface BilledRun {
  readonly durationMs: number;
  readonly memoryMb: number;
  /** `process.arch`; anything but arm64 is billed as x86. */
  readonly architecture: string;
}

/** US dollars to 10 decimals: duration, billed by the whole millisecond, plus one request. */
export function lambdaCostUsd(run: BilledRun): number {
  const gbSeconds = (run.memoryMb / 1024) * (Math.ceil(run.durationMs) / 1000);
  const price = run.architecture === "arm64" ? usdPerGbSecond.arm64 : usdPerGbSecond.x64;
  return Number((gbSeconds * price + usdPerRequest).toFixed(10));
}
