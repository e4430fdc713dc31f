/** The probes, against real ports and folders. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { machineProbes } from "../scripts/doctor-probes.ts";

let projectDir: string;
let server: Server | undefined;

beforeEach(() => {
  projectDir = mkdtempSync(join(tmpdir(), "doctor-"));
  const manifest = {
    engines: { node: ">=20" },
    dependencies: { here: "1" },
    devDependencies: { missing: "1" },
  };
  writeFileSync(join(projectDir, "package.json"), JSON.stringify(manifest));
  mkdirSync(join(projectDir, "node_modules/here"), { recursive: true });
  writeFileSync(join(projectDir, "node_modules/here/package.json"), "{}");
});

afterEach(() => {
  rmSync(projectDir, { recursive: true });
  server?.close();
  server = undefined;
});

/** An HTTP server on a free port. @returns its endpoint */
async function listen(handler: RequestListener): Promise<string> {
  const listening = createServer(handler);
  server = listening;
  await new Promise<void>((settle) => listening.listen(0, "127.0.0.1", settle));
  const address = listening.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}

function healthAt(...paths: string[]): RequestListener {
  return (request, response) => {
    const known = paths.includes(request.url ?? "");
    response
      .writeHead(known ? 200 : 404)
      .end(known ? '{"services":{"s3":"running"},"version":"4.14.0"}' : "{}");
  };
}

describe("the listener", () => {
  const servers: [what: string, handler: RequestListener, expected: object][] = [
    ["LocalStack", healthAt("/_localstack/health"), { kind: "localstack", version: "4.14.0" }],
    [
      "ministack, which answers for LocalStack too",
      healthAt("/_localstack/health", "/_ministack/health"),
      { kind: "ministack", version: "4.14.0" },
    ],
    [
      "the embedded stack",
      (request, response) => {
        const known = request.url === "/_local-aws/health";
        response
          .writeHead(known ? 200 : 403)
          .end(known ? '{"status":"running","functionName":"f"}' : "<Error/>");
      },
      { kind: "embedded" },
    ],
    ["some web server", healthAt("/"), { kind: "other" }],
    ["a web server that answers everything", (_, response) => response.end("<html>"), { kind: "other" }],
  ];

  it.each(servers)("is %s", async (_what, handler, expected) => {
    const endpoint = await listen(handler);
    expect(await machineProbes(projectDir, endpoint).listener()).toMatchObject(expected);
  });

  it("is nothing where the port is free", async () => {
    const endpoint = await listen(healthAt());
    await new Promise((settle) => server?.close(settle));
    expect(await machineProbes(projectDir, endpoint).listener()).toEqual({ kind: "nothing" });
  });
});

it("a name leads to an address, or nowhere", async () => {
  const { addressOf } = machineProbes(projectDir, "");
  expect(await addressOf("localhost")).toMatch(/^(127\.0\.0\.1|::1)$/);
  expect(await addressOf("nowhere.invalid")).toBeNull();
});

describe("the project's folder", () => {
  it("tells missing packages and the wanted Node.js", () => {
    const probes = machineProbes(projectDir, "");
    expect(probes.missingPackages()).toEqual(["missing"]);
    expect(probes.nodeMin).toBe("20");
  });

  it("tells what is built, and when", () => {
    const probes = machineProbes(projectDir, "");
    expect(probes.buildTimes()).toEqual({ bundleMs: null, zipMs: null, newestSourceMs: 0 });
    mkdirSync(join(projectDir, "lambda/csv"), { recursive: true });
    mkdirSync(join(projectDir, "dist/lambda"), { recursive: true });
    for (const [file, seconds] of [
      ["lambda/handler.ts", 10],
      ["lambda/csv/sniff.ts", 30],
      ["dist/lambda/handler.mjs", 20],
      ["dist/lambda.zip", 40],
    ] as const) {
      writeFileSync(join(projectDir, file), "");
      utimesSync(join(projectDir, file), seconds, seconds);
    }
    expect(probes.buildTimes()).toEqual({ bundleMs: 20_000, zipMs: 40_000, newestSourceMs: 30_000 });
  });

  it("must be one", () => {
    expect(() => machineProbes(join(projectDir, "node_modules"), "")).toThrow(
      /run doctor in the project's folder/,
    );
  });
});

describe("a command", () => {
  const probes = () => machineProbes(projectDir, "");

  it("that is there answers", async () => {
    expect(await probes().run("node", ["--version"])).toEqual({ kind: "ok", stdout: `${process.version}\n` });
  });

  it("that is not there is told from one that fails", async () => {
    expect(await probes().run("no-such-command-here", [])).toEqual({ kind: "not_found" });
    expect(await probes().run("node", ["-e", "console.error('why'); process.exit(3)"])).toEqual({
      kind: "failed",
      message: "why\n",
    });
  });
});
