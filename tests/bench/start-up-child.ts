/** A process that starts: `node start-up-child.mjs <URL of a bundle> <events as JSON>`. Prints a line of JSON. */
import { performance } from "node:perf_hooks";

export interface Taken {
  readonly wallMs: number;
  /** User and system, all threads. */
  readonly cpuMs: number;
}

export interface Started {
  readonly imported: Taken;
  /** Each event's, in their order. */
  readonly invocations: readonly Taken[];
}

async function take(work: () => Promise<unknown>): Promise<Taken> {
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(startedCpu);
  return { wallMs: performance.now() - startedMs, cpuMs: (user + system) / 1000 };
}

const [bundle = "", eventsText = "[]"] = process.argv.slice(2);
const events: readonly unknown[] = JSON.parse(eventsText);

let handler: ((event: unknown, context: unknown) => Promise<void>) | undefined;
const imported = await take(async () => {
  handler = (await import(bundle)).handler;
});
const invocations: Taken[] = [];
for (const event of events) {
  const endsAtMs = performance.now() + 60_000;
  const context = {
    awsRequestId: "bench",
    functionName: "bench",
    getRemainingTimeInMillis: () => endsAtMs - performance.now(),
  };
  invocations.push(await take(async () => handler?.({ Records: [event] }, context)));
}
const started: Started = { imported, invocations };
process.stdout.write(`\n${JSON.stringify(started)}\n`, () => process.exit(0));
