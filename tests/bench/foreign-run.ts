/** A program of others on one file: wall clock around the whole process, the rest as the system accounts for it. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { ForeignProgram } from "./foreign-programs.ts";
import type { Run } from "./one-run.ts";

const run = promisify(execFile);

/** GNU time, which waits for its child and asks for its resource usage: Node has no way to. */
const gnuTime = "/usr/bin/time";

export const accountsForForeigners = process.platform === "linux" && existsSync(gnuTime);

/** Memory and processor time are NaN on machines without GNU time. */
export async function runForeign(program: ForeignProgram, file: string): Promise<Run> {
  const folder = await mkdtemp(path.join(tmpdir(), "csvprofile-bench-"));
  const usageFile = path.join(folder, "usage");
  const command = [program.command, ...program.args(file)];
  const wrapped = accountsForForeigners ? [gnuTime, "-o", usageFile, "-f", "%U %S %M", ...command] : command;
  try {
    const [head = "", ...args] = wrapped;
    const startedMs = performance.now();
    const { stdout } = await run(head, args, { maxBuffer: 1 << 28 });
    const wallMs = performance.now() - startedMs;
    const usage = accountsForForeigners ? await readFile(usageFile, "utf8") : "";
    const [userS = Number.NaN, systemS = Number.NaN, peakKb = Number.NaN] =
      usage.match(/[\d.]+/g)?.map(Number) ?? [];
    return {
      answer: program.answer(stdout),
      wallMs,
      cpuMs: (userS + systemS) * 1000,
      peakMemoryMb: peakKb / 1024,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
