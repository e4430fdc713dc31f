/** ministack from PyPI, in a virtual environment of its own: an emulator that needs no Docker. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, open, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { type Emulator, EmulatorUnavailable } from "./emulator.ts";

const run = promisify(execFile);

/** As in docker-compose.yml. */
const version = "1.5.33";
const startMaxMs = 60_000;
const stopMaxMs = 10_000;

/**
 * @param cacheDir where the virtual environment is kept from run to run
 * @throws EmulatorUnavailable without Python 3.10 or PyPI
 */
export async function startMinistack(cacheDir: string): Promise<Emulator> {
  const python = await install(resolve(cacheDir));
  const folder = await mkdtemp(join(tmpdir(), "ministack-"));
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const logFile = join(folder, "ministack.log");
  const log = await open(logFile, "a");
  const child = spawn(python, ["-m", "ministack"], {
    cwd: folder,
    // A process group, so that the functions' processes end with it.
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
    // Made from nothing: functions inherit it.
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      TMPDIR: folder,
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: String(port),
      LAMBDA_EXECUTOR: "local",
      LAMBDA_ASYNC_RETRY_BASE_SECONDS: "1",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    },
  });
  await log.close();
  const stop = async () => {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await ready(child, `${endpoint}/_ministack/ready`);
  } catch (cause) {
    const lastLines = (await readFile(logFile, "utf8")).trim().split("\n").slice(-5).join("\n");
    await stop();
    throw new Error(`ministack did not start; it said:\n${lastLines}`, { cause });
  }
  return { name: `ministack ${version}`, endpoint, stop };
}

/** @returns the Python that has it */
async function install(cacheDir: string): Promise<string> {
  const folder = join(cacheDir, `ministack-${version}`);
  const python = join(folder, "bin", "python");
  // pip writes the program last.
  if (existsSync(join(folder, "bin", "ministack"))) return python;
  await mkdir(cacheDir, { recursive: true });
  try {
    await run("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 10))"]);
  } catch (cause) {
    throw new EmulatorUnavailable("there is no python3 of version 3.10 or newer", { cause });
  }
  try {
    await run("python3", ["-m", "venv", "--clear", folder]);
    await run(python, ["-m", "pip", "install", "--quiet", `ministack==${version}`]);
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    throw new EmulatorUnavailable(`pip cannot install ministack ${version}: ${lastLineOf(cause)}`, { cause });
  }
  return python;
}

function lastLineOf(error: unknown): string {
  const stderr = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
  return stderr.trim().split("\n").at(-1) || String(error);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("The probe has no port.");
  return address.port;
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  const deadlineMs = performance.now() + startMaxMs;
  for (;;) {
    if (hasEnded(child)) throw new Error("The process ended.");
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    if (performance.now() > deadlineMs) throw new Error(`No answer within ${startMaxMs / 1000} s.`);
    await sleep(100);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  if (!hasEnded(child)) {
    child.kill("SIGTERM");
    const deadline = AbortSignal.timeout(stopMaxMs);
    await once(child, "exit", { signal: deadline }).catch(() => undefined);
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // Nobody is left of the group.
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
