/** The embedded stack that runs in the background: where its record and log are, whether it lives. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Relative to the working directory, which for `make` is the project. */
const stateDir = ".local-aws";

export const defaultDataDir = join(stateDir, "data");
export const stackLogFile = join(stateDir, "stack.log");
const recordFile = join(stateDir, "stack.json");

export interface StackRecord {
  readonly pid: number;
  readonly port: number;
  readonly dataDir: string;
}

/** The recorded stack if its process lives, else null. A record that outlived its process is removed. */
export function runningStack(): StackRecord | null {
  const record = readRecord();
  if (record === null) return null;
  if (isStackProcess(record.pid)) return record;
  forgetStack(record.pid);
  return null;
}

export function recordStack(record: StackRecord): void {
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(recordFile, `${JSON.stringify({ ...record, dataDir: resolve(record.dataDir) }, null, 2)}\n`);
}

/** Remove the record of this process; another one's stays. */
export function forgetStack(pid: number): void {
  if (readRecord()?.pid === pid) rmSync(recordFile, { force: true });
}

/** True while the process lives and is a stack: after a reboot its number may be anybody's. */
export function isStackProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    const command = execFileSync("ps", ["-p", String(pid), "-o", "args="], { encoding: "utf8" });
    return command.includes("csvprofile") && command.includes("local up");
  } catch {
    // No ps on this machine: the process lives, which is as much as can be known.
    return true;
  }
}

function readRecord(): StackRecord | null {
  let text: string;
  try {
    text = readFileSync(recordFile, "utf8");
  } catch {
    return null;
  }
  try {
    const record: unknown = JSON.parse(text);
    if (typeof record !== "object" || record === null) return null;
    if (!("pid" in record && "port" in record && "dataDir" in record)) return null;
    const { pid, port, dataDir } = record;
    if (typeof pid !== "number" || typeof port !== "number" || typeof dataDir !== "string") return null;
    return { pid, port, dataDir };
  } catch {
    return null;
  }
}
