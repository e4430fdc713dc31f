import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Command, InvalidArgumentError } from "commander";
import { CommandFailure } from "../command-failure.ts";
import {
  defaultDataDir,
  forgetStack,
  isStackProcess,
  recordStack,
  runningStack,
  stackLogFile,
} from "../detached-stack.ts";
import { functionBundle } from "../function-bundle.ts";
import { describePortOwner, isPortFree } from "../port-owner.ts";
import { note, printData } from "../render/output.ts";
import { defaultPort } from "../targets.ts";

interface UpFlags {
  readonly port: number;
  readonly dataDir: string;
  readonly detach?: boolean;
}

const startMaxMs = 20_000;
const stopMaxMs = 15_000;
const logLinesShown = 15;

export function configureLocal(local: Command): void {
  local.description(
    "The embedded stack: S3, DynamoDB and Lambda in one process on one port, without Docker.",
  );
  local
    .command("up")
    .description("Start the embedded stack. Its data survives a restart.")
    .option("--port <number>", "port on the loopback address; 0 takes any free one", parsePort, defaultPort)
    .option("--data-dir <folder>", "where objects, items and logs are kept", defaultDataDir)
    .option("--detach", "run in the background; csvprofile local down ends it")
    .action(up);
  local.command("down").description("Stop the stack that runs in the background.").action(down);
  local
    .command("status")
    .description("Say whether the stack runs; exit code 1 when it does not.")
    .action(status);
}

async function up(flags: UpFlags): Promise<void> {
  const running = runningStack();
  if (running !== null) {
    note(
      `The embedded stack runs already: ${endpoint(running.port)} (process ${running.pid}), data in ${running.dataDir}.`,
    );
    return;
  }
  const bundle = functionBundle();
  if (flags.port !== 0 && !(await isPortFree(flags.port))) {
    const owner = await describePortOwner(flags.port);
    throw new CommandFailure(`Port ${flags.port} is taken${owner}: end that, or choose another with --port.`);
  }
  await (flags.detach ? upDetached(flags) : upInForeground(flags, bundle));
}

async function upInForeground(flags: UpFlags, bundle: string): Promise<void> {
  const { startLocalAws } = await import("../local-aws/server.ts");
  const stack = await startLocalAws({
    port: flags.port,
    dataDir: flags.dataDir,
    functionBundle: bundle,
  });
  recordStack({ pid: process.pid, port: stack.port, dataDir: flags.dataDir });
  note(
    `The embedded stack listens on ${endpoint(stack.port)}; its data is in ${flags.dataDir}. Ctrl-C ends it.`,
  );
  await new Promise<void>((settle) => {
    process.once("SIGINT", settle);
    process.once("SIGTERM", settle);
  });
  forgetStack(process.pid);
  await stack.close();
}

async function upDetached(flags: UpFlags): Promise<void> {
  mkdirSync(dirname(stackLogFile), { recursive: true });
  const log = openSync(stackLogFile, "w");
  const [program = ""] = process.argv.slice(1);
  const child = spawn(
    process.execPath,
    [...process.execArgv, program, "local", "up", "--port", String(flags.port), "--data-dir", flags.dataDir],
    { detached: true, stdio: ["ignore", log, log] },
  );
  closeSync(log);
  child.unref();
  const startedMs = performance.now();
  while (performance.now() - startedMs < startMaxMs) {
    const running = runningStack();
    if (running !== null && (await isHealthy(running.port))) {
      note(`The embedded stack listens on ${endpoint(running.port)} (process ${running.pid}).`);
      note(`Its log is ${stackLogFile}, its data in ${flags.dataDir}; make local-down ends it.`);
      return;
    }
    if (child.exitCode !== null) break;
    await sleep(50);
  }
  if (child.exitCode === null) child.kill();
  throw new CommandFailure(`The embedded stack did not start. The end of ${stackLogFile}:\n${logEnd()}`);
}

/** Any answer shows that it serves requests. */
async function isHealthy(port: number): Promise<boolean> {
  try {
    await fetch(endpoint(port), { signal: AbortSignal.timeout(1_000) });
    return true;
  } catch {
    return false;
  }
}

function logEnd(): string {
  return readFileSync(stackLogFile, "utf8").trimEnd().split("\n").slice(-logLinesShown).join("\n");
}

async function down(): Promise<void> {
  const running = runningStack();
  if (running === null) {
    note("The embedded stack does not run.");
    return;
  }
  process.kill(running.pid, "SIGTERM");
  const startedMs = performance.now();
  while (isStackProcess(running.pid)) {
    if (performance.now() - startedMs > stopMaxMs) {
      process.kill(running.pid, "SIGKILL");
      throw new CommandFailure(
        `The embedded stack (process ${running.pid}) did not end by itself and was killed.`,
      );
    }
    await sleep(50);
  }
  forgetStack(running.pid);
  note(`The embedded stack is down; its data stays in ${running.dataDir}.`);
}

async function status(): Promise<void> {
  const running = runningStack();
  if (running === null) {
    note("The embedded stack does not run: make local-up starts it.");
    process.exitCode = 1;
    return;
  }
  await printData(`${endpoint(running.port)}\n`);
  note(`Process ${running.pid}, data in ${running.dataDir}.`);
}

function endpoint(port: number): string {
  return `http://127.0.0.1:${port}`;
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new InvalidArgumentError("Expected a port number from 0 to 65535.");
  return port;
}
