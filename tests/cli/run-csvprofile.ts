/** Runs the command line as a user does: the built program, in a process of its own. */
import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { bundleCommandLine, bundleFunction } from "../../scripts/build/bundles.ts";
import { projectDir } from "../project-files.ts";

export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly stdin?: string | Uint8Array;
  readonly cwd?: string;
  /** Added to this process's environment; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Pipes, unless stated. */
  readonly stdio?: StdioOptions;
}

/** One build a test file, once a test runs a command: starting from source costs a second for each. */
let building: Promise<string> | null = null;
afterAll(async () => {
  if (building !== null) rmSync(dirname(await building), { recursive: true, force: true });
});

/** @returns the program's file */
async function build(): Promise<string> {
  const dist = mkdtempSync(join(tmpdir(), "csvprofile-build-"));
  await mkdir(join(dist, "lambda"));
  // What is not bundled is found where npm put it.
  await symlink(join(projectDir, "node_modules"), join(dist, "node_modules"));
  await writeFile(join(dist, "lambda", "handler.mjs"), (await bundleFunction(projectDir)).bytes);
  const { files } = await bundleCommandLine(projectDir);
  await Promise.all(files.map(({ name, bytes }) => writeFile(join(dist, name), bytes)));
  return join(dist, "csvprofile.mjs");
}

export async function startCsvprofile(
  args: readonly string[],
  options: RunOptions = {},
): Promise<ChildProcess> {
  const { ENV: _shellsOwn, AWS_ENDPOINT_URL: _outer, ...inherited } = process.env;
  building ??= build();
  return spawn(process.execPath, [await building, ...args], {
    cwd: options.cwd ?? projectDir,
    env: { ...inherited, ...options.env },
    stdio: options.stdio ?? "pipe",
  });
}

export async function csvprofile(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const child = await startCsvprofile(args, options);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => stderr.push(chunk));
  // A command that does not read its input closes it early.
  child.stdin?.on("error", () => {});
  child.stdin?.end(options.stdin ?? "");
  await once(child, "close");
  return {
    exitCode: child.exitCode,
    stdout: Buffer.concat(stdout).toString(),
    stderr: Buffer.concat(stderr).toString(),
  };
}
