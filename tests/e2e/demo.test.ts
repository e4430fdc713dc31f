import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isPortFree } from "../../scripts/port-owner.ts";
import { sampleFiles } from "../../scripts/sample-files.ts";
import { defaultPort } from "../../scripts/targets.ts";
import { csvprofile } from "../cli/run-csvprofile.ts";
import { projectDir, sample } from "../project-files.ts";
import { contractBreaches } from "../summary-contract.ts";

const tsx = ["--import", import.meta.resolve("tsx")];
let folder = "";

beforeAll(async () => {
  if (!existsSync(join(projectDir, "dist", "lambda", "handler.mjs"))) {
    execFileSync(process.execPath, [...tsx, join(projectDir, "scripts", "build.ts")]);
  }
  folder = await mkdtemp(join(tmpdir(), "csvprofile-demo-"));
  await symlink(sample(""), join(folder, "sample-data"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function startDemo(): { readonly child: ChildProcess; readonly output: { stdout: string; stderr: string } } {
  const child = spawn(process.execPath, [...tsx, join(projectDir, "scripts", "demo.ts")], { cwd: folder });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    output.stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    output.stderr += chunk.toString();
  });
  return { child, output };
}

function urlIn(text: string): string {
  return /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0] ?? expect.unreachable(`no address in: ${text}`);
}

test("the demo shows how each file ended, keeps the summaries and leaves nothing running; twice", async () => {
  for (let run = 0; run < 2; run++) {
    const { child, output } = startDemo();
    const [exitCode] = await once(child, "close");
    expect(output.stderr).toContain(`All ${sampleFiles.length} files ended as they must`);
    expect(exitCode).toBe(0);
    const address = /^A report to look at: (file:.+)$/m.exec(output.stderr)?.[1] ?? "";
    expect(readFileSync(new URL(address), "utf8")).toContain("<h1>invalid_values.csv</h1>");
    for (const { name, errorCode, rows } of sampleFiles) {
      const line = output.stdout.split("\n").find((text) => text.startsWith(`${name} `));
      expect(line).toMatch(new RegExp(`${errorCode === null ? "success" : "error.*"} +${rows} `));
    }
    await expect(fetch(urlIn(output.stderr))).rejects.toThrow();
  }
  const summaries = readdirSync(join(folder, ".local-aws/demo/processed"), { withFileTypes: true });
  const files = summaries.filter((entry) => entry.name.endsWith("summary.json"));
  expect(files).toHaveLength(sampleFiles.length);
  for (const { parentPath, name } of files) {
    expect(contractBreaches(JSON.parse(readFileSync(join(parentPath, name), "utf8")))).toEqual([]);
  }
}, 120_000);

test("what the demo left answers questions without a stack", async ({ skip }) => {
  if (!(await isPortFree(defaultPort))) return skip("another stack is there to answer");
  const query = "filter message = 'file.failed' | stats count(*) as files by error_code";
  const { stdout, stderr } = await csvprofile(["insights", query, "--json"], { cwd: folder });
  expect(stderr).toContain("No embedded stack runs: this is what the last make demo left");
  const codes = sampleFiles.flatMap(({ errorCode }) => errorCode ?? []);
  const rows: { error_code: string }[] = JSON.parse(stdout);
  expect(rows.map(({ error_code }) => error_code).sort()).toEqual([...new Set(codes)].sort());
}, 60_000);

test("interrupted, the demo ends its stack and says nothing of errors", async () => {
  const { child, output } = startDemo();
  while (!output.stderr.includes("uploading")) await once(child.stderr ?? child, "data");
  child.kill("SIGINT");
  const [exitCode] = await once(child, "close");
  expect(exitCode).toBe(130);
  expect(output.stderr).not.toMatch(/^\s+at /m);
  await expect(fetch(urlIn(output.stderr))).rejects.toThrow();
}, 60_000);
