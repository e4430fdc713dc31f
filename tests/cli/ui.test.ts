import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startStack, type TestStack } from "../local-aws/stack.ts";
import { csvprofile, startCsvprofile } from "./run-csvprofile.ts";

let stack: TestStack;
let dashboard: ChildProcess;
let url: URL;
const env = () => ({ AWS_ENDPOINT_URL: stack.aws.url });

beforeAll(async () => {
  stack = await startStack();
  dashboard = await startCsvprofile(["ui", "--port", "0"], { env: env() });
  if (dashboard.stdout === null) throw new Error("no output");
  const [line] = await once(dashboard.stdout, "data");
  url = new URL(String(line).trim());
});
afterAll(async () => {
  dashboard.kill("SIGTERM");
  await once(dashboard, "exit");
  await stack.dispose();
});

const bearer = () => ({ authorization: `Bearer ${new URLSearchParams(url.hash.slice(1)).get("token")}` });

describe("csvprofile ui", () => {
  test("prints the address with the token and serves the page and its script", async () => {
    expect(url.href).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
    const page = await (await fetch(url)).text();
    expect(page).toContain("data-ingestion-pipeline-data-local");
    const script = await (await fetch(new URL("/dashboard.js", url))).text();
    expect(script).toContain("/api/files");
    const files = await fetch(new URL("/api/files", url), { headers: bearer() });
    expect(await files.json()).toEqual({ rows: [], next: null });
  });

  test.runIf(process.platform === "linux")("256 MB pass through it in a few parts' memory", async () => {
    const blockBytes = 1024 * 1024;
    const block = Buffer.alloc(blockBytes, "12345,6789.5,somebody\n");
    const blocks = 256;
    const before = peakMemoryMb(dashboard.pid);
    const response = await fetch(new URL("/api/uploads?name=large.csv", url), {
      method: "PUT",
      headers: bearer(),
      body: Readable.toWeb(
        Readable.from(
          (function* () {
            for (let i = 0; i < blocks; i++) yield block;
          })(),
        ),
      ),
      duplex: "half",
    });
    expect(response.status).toBe(200);
    expect(peakMemoryMb(dashboard.pid) - before).toBeLessThan(160);
    const files = await fetch(new URL("/api/files", url), { headers: bearer() });
    expect(await files.json()).toMatchObject({ rows: [{ fileName: "large.csv", status: "waiting" }] });
  });

  test("a port that is taken is bad usage", async () => {
    const { exitCode, stderr } = await csvprofile(["ui", "--port", url.port], { env: env() });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`Port ${url.port} is taken: choose another with --port`);
  });
});

/** Highest resident set so far, in 2^20 bytes. */
function peakMemoryMb(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}
