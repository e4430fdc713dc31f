import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface ResidentMemory {
  readonly nowBytes: number;
  /** The greatest since the process began; equal to `nowBytes` where the system does not keep it. */
  readonly peakBytes: number;
}

/** The resident memory of another process, or null if it is gone or the system does not tell. */
export async function residentMemory(pid: number): Promise<ResidentMemory | null> {
  return process.platform === "linux" ? fromProcStatus(pid) : fromPs(pid);
}

async function fromProcStatus(pid: number): Promise<ResidentMemory | null> {
  let status: string;
  try {
    status = await readFile(`/proc/${pid}/status`, "latin1");
  } catch {
    return null;
  }
  const now = /^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1];
  const peak = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1];
  if (now === undefined || peak === undefined) return null;
  return { nowBytes: Number(now) * 1024, peakBytes: Number(peak) * 1024 };
}

async function fromPs(pid: number): Promise<ResidentMemory | null> {
  try {
    const { stdout } = await run("ps", ["-o", "rss=", "-p", String(pid)]);
    const bytes = Number(stdout.trim()) * 1024;
    return Number.isFinite(bytes) && bytes > 0 ? { nowBytes: bytes, peakBytes: bytes } : null;
  } catch {
    return null;
  }
}
