/**
 * Peak resident memory while a text of any length streams through the profiler: `make stream-memory [SIZES=100,1000]`,
 * in megabytes. Writes the section of MEMORY.md, and fails above the bound.
 *
 * Method: each size is a process of its own, bundled and minified like the function, with one thread and no flags to
 * limit the heap. It makes the mixed table of 14 columns on the fly and gives it to `profileCsv` in chunks of 1 MiB; what
 * is left of the memory is the profiler's, Node's and a block of 15 MB of rows.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleForLambda } from "../../scripts/build/bundles.ts";
import { measuredOn } from "./figures.ts";
import { writeSection } from "./page-section.ts";
import type { Streamed } from "./stream-memory-child.ts";

/** MiB of the whole process. */
const peakMbMax = 256;
/** Between the smallest and the largest size: at 100 MB the table of rows' hashes and Node's heap have not their full size yet. */
const growthMbMax = 48;

const root = join(import.meta.dirname, "../..");
const sizesMb = (process.env.SIZES ?? "100,1000").split(",").map(Number);
const folder = mkdtempSync(join(tmpdir(), "csvprofile-stream-"));

try {
  const program = join(folder, "stream.mjs");
  const entryPoints = ["tests/bench/stream-memory-child.ts"];
  writeFileSync(program, (await bundleForLambda(root, { entryPoints })).bytes);
  const streamed = sizesMb.map((sizeMb): Streamed => {
    const output = execFileSync(process.execPath, [program, String(sizeMb)], { encoding: "utf8" });
    process.stderr.write(output);
    return JSON.parse(output);
  });
  const rows = streamed.map(({ textBytes, rows: count, wallMs, peakMb }) => {
    const mbPerS = textBytes / 1e3 / wallMs;
    return `| ${(textBytes / 1e6).toFixed(0)} | ${count.toLocaleString("en-US")} | ${mbPerS.toFixed(0)} | ${peakMb.toFixed(0)} |`;
  });
  const section = `## A text without end

Written by \`make stream-memory\` (tests/bench/stream-memory.ts), which says how it is measured: the mixed table of 14 columns,
made on the fly, one thread. MiB of the whole process at its highest; bound: ${peakMbMax}, and ${growthMbMax} between the sizes.

${measuredOn()}.

| MB | rows | MB/s, with the making | peak MiB |
| ---: | ---: | ---: | ---: |
${rows.join("\n")}
`;
  writeSection(join(import.meta.dirname, "MEMORY.md"), section);
  process.stdout.write(section);
  const peaks = streamed.map(({ peakMb }) => peakMb);
  const highest = Math.max(...peaks);
  if (highest > peakMbMax || highest - Math.min(...peaks) > growthMbMax) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
