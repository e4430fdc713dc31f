/** One contender on one file, as a process of its own: `node one-run.mjs <contender> <file>`. Prints a line of JSON. */
import { performance } from "node:perf_hooks";
import { type Answer, contenders } from "./contenders.ts";

/** Times since the process began, so that start-up counts. */
export interface Run {
  readonly answer: Answer;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMemoryMb: number;
}

const [name, file] = process.argv.slice(2);
const contender = contenders.find((each) => each.name === name);
if (contender === undefined || file === undefined) throw new Error("usage: one-run <contender> <file>");
const answer = await contender.run(file);
const { user, system } = process.cpuUsage();
const run: Run = {
  answer,
  wallMs: performance.now(),
  cpuMs: (user + system) / 1000,
  peakMemoryMb: process.resourceUsage().maxRSS / 1024,
};
process.stdout.write(`${JSON.stringify(run)}\n`, () => process.exit(0));
