import { mkdtemp, rm } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sample } from "../project-files.ts";
import { csvprofile } from "./run-csvprofile.ts";

let closedPort = 0;
let emptyDir = "";
beforeAll(async () => {
  closedPort = await freePort();
  emptyDir = await mkdtemp(join(tmpdir(), "csvprofile-"));
});
afterAll(() => rm(emptyDir, { recursive: true, force: true }));

function freePort(): Promise<number> {
  return new Promise((settle, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => settle(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

describe("commands that need an endpoint", () => {
  test.each([[["status"]], [["summary", "x.csv"]], [["logs"]], [["upload", sample("sales_data.csv")]]])(
    "%j says what to do when nothing listens",
    async (args) => {
      const url = `http://127.0.0.1:${closedPort}`;
      const outcome = await csvprofile(args, { env: { AWS_ENDPOINT_URL: url } });
      expect(outcome).toMatchObject({ exitCode: 2, stdout: "" });
      expect(outcome.stderr).toBe(
        `csvprofile: Nothing listens on ${url}: run make local-up, or state another endpoint in AWS_ENDPOINT_URL.\n`,
      );
    },
  );

  test("an object that is asked for here may be on AWS: profile says how to read it there", async () => {
    const env = { AWS_ENDPOINT_URL: `http://127.0.0.1:${closedPort}` };
    const outcome = await csvprofile(["profile", "s3://data/sales.csv"], { env });
    expect(outcome).toMatchObject({ exitCode: 2, stdout: "" });
    expect(outcome.stderr).toMatch(
      /^csvprofile: Nothing listens on .+ A bucket on AWS is read with --env aws\.\n$/,
    );
  });

  test.each([
    [200, "text/html", "<!doctype html><p>hello<br></p>"],
    [200, "text/plain", "hello"],
    [200, "application/json", "{}"],
    [404, "text/html", "<html><body>Not found</body></html>"],
  ])("an answer of another program is told from the stack's: %i %s", async (status, type, body) => {
    const server = createHttpServer((_request, response) => {
      response.writeHead(status, { "content-type": type }).end(body);
    });
    await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
    try {
      const outcome = await csvprofile(["status"], { env: { AWS_ENDPOINT_URL: url } });
      expect(outcome).toMatchObject({ exitCode: 2, stdout: "" });
      expect(outcome.stderr).toBe(
        `csvprofile: What listens on ${url} does not answer as AWS does: end that and run make local-up, or state another endpoint in AWS_ENDPOINT_URL.\n`,
      );
    } finally {
      server.close();
    }
  });

  test.each<[env: Record<string, string>, message: string]>([
    [{ ENV: "production" }, "ENV is production; expected local, localstack, learner-lab, aws."],
    [{ AWS_ENDPOINT_URL: "4566" }, "AWS_ENDPOINT_URL is no URL: 4566"],
    [
      { ENV: "aws", AWS_ENDPOINT_URL: "http://127.0.0.1:1" },
      "ENV=aws is AWS itself, but AWS_ENDPOINT_URL is set (http://127.0.0.1:1): unset it.",
    ],
  ])("%j is refused", async (env, message) => {
    const outcome = await csvprofile(["status"], { env, cwd: emptyDir });
    expect(outcome).toMatchObject({ exitCode: 2, stdout: "", stderr: `csvprofile: ${message}\n` });
  });

  test("the start-up file of a POSIX shell in ENV is not taken for an environment", async () => {
    const env = { ENV: "/root/.shrc", AWS_ENDPOINT_URL: `http://127.0.0.1:${closedPort}` };
    const { stderr } = await csvprofile(["status"], { env });
    expect(stderr).toContain("Nothing listens on");
  });

  test("--env is preferred to ENV", async () => {
    const env = { ENV: "nonsense", AWS_ENDPOINT_URL: `http://127.0.0.1:${closedPort}` };
    const { stderr } = await csvprofile(["status", "--env", "local"], { env });
    expect(stderr).toContain("Nothing listens on");
  });

  test.each<[args: string[], message: string]>([
    [["status", "--env", "prod"], "Allowed choices are local, localstack, learner-lab, aws"],
    [["upload", "a", "b", "--as", "c"], "--as names one file, but several are given."],
    [["upload", "a", "--meta", "tab"], "Expected name=value."],
    [["upload", "a", "--timeout", "soon"], "Expected seconds"],
    [["logs", "--since", "yesterday"], "Expected 45m, 3h, 7d, 2w or an ISO 8601 time in the past."],
    [["local", "up", "--port", "99999"], "Expected a port number from 0 to 65535."],
  ])("%j is bad usage", async (args, message) => {
    const { exitCode, stdout, stderr } = await csvprofile(args, { cwd: emptyDir });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  test("a stack that does not run is said, not failed on", async () => {
    expect(await csvprofile(["local", "down"], { cwd: emptyDir })).toMatchObject({
      exitCode: 0,
      stderr: "The embedded stack does not run.\n",
    });
    expect(await csvprofile(["local", "status"], { cwd: emptyDir })).toMatchObject({
      exitCode: 1,
      stdout: "",
    });
  });
});
