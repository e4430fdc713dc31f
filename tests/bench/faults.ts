/** `make faults`: the full run under fire. Prints the table; exit code 1 when the claim does not hold. */
import { parseArgs } from "node:util";
import { runUnderFire } from "../faults/fault-run.ts";
import { renderFaultRun } from "../faults/report.ts";
import { measuredOn } from "./figures.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    uploads: { type: "string", default: "2000" },
    "stack-kills": { type: "string", default: "20" },
  },
});
const result = await runUnderFire({
  seed: Number(values.seed),
  uploads: Number(values.uploads),
  stackKills: Number(values["stack-kills"]),
  onProgress: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(`${renderFaultRun(result)}\n${measuredOn()}.\n`);
const breaches = result.verdict.breaches.length + result.verdictAfterRedrive.breaches.length;
process.exitCode = breaches === 0 ? 0 : 1;
