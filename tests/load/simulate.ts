/**
 * A queue of events in front of so many function environments: what a concurrency limit does to a burst. Service times
 * are measured ones; only the number of servers is made up.
 */

export interface Burst {
  /** Milliseconds after the first event at which each event arrives, ascending. */
  readonly arrivalsMs: readonly number[];
  /** Running time of each, in the same order. */
  readonly servicesMs: readonly number[];
  /** What an environment's first event waits for besides. */
  readonly coldStartMs: number;
}

export interface BurstOutcome {
  /** From the first arrival to the last end. */
  readonly durationMs: number;
  /** From its arrival to its end, for each event, ascending. */
  readonly latenciesMs: readonly number[];
  /** Most events that waited at the same time. */
  readonly queueDepthMax: number;
  /** Environments that were started. */
  readonly environments: number;
}

/** First come, first served; an environment is started only when none is free. */
export function simulateBurst(burst: Burst, concurrency: number): BurstOutcome {
  const freeAtMs: number[] = [];
  const latenciesMs: number[] = [];
  const startsMs: number[] = [];
  let durationMs = 0;
  for (const [i, arrivalMs] of burst.arrivalsMs.entries()) {
    let place = freeAtMs.findIndex((free) => free <= arrivalMs);
    const isNew = place === -1 && freeAtMs.length < concurrency;
    if (isNew) place = freeAtMs.push(arrivalMs + burst.coldStartMs) - 1;
    else if (place === -1) place = freeAtMs.indexOf(freeAtMs.reduce((a, b) => Math.min(a, b)));
    const startMs = Math.max(arrivalMs, freeAtMs[place] ?? 0);
    const endMs = startMs + (burst.servicesMs[i] ?? 0);
    freeAtMs[place] = endMs;
    startsMs.push(startMs);
    latenciesMs.push(endMs - arrivalMs);
    durationMs = Math.max(durationMs, endMs - (burst.arrivalsMs[0] ?? 0));
  }
  return {
    durationMs,
    latenciesMs: latenciesMs.sort((a, b) => a - b),
    queueDepthMax: depthMax(burst.arrivalsMs, startsMs),
    environments: freeAtMs.length,
  };
}

function depthMax(arrivalsMs: readonly number[], startsMs: readonly number[]): number {
  const changes = [
    ...arrivalsMs.map((at) => ({ at, by: 1 })),
    ...startsMs.map((at) => ({ at, by: -1 })),
  ].sort((a, b) => a.at - b.at || a.by - b.by);
  let depth = 0;
  let max = 0;
  for (const { by } of changes) {
    depth += by;
    max = Math.max(max, depth);
  }
  return max;
}

/** @param sorted ascending @param q 0 to 1 */
export function percentile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? 0;
}
