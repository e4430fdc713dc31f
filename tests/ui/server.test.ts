/** Who may ask the dashboard's server for what; over an embedded stack whose function does nothing. */
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { Readable } from "node:stream";
import { ListMultipartUploadsCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { documentClient, lambdaClient, s3Client } from "../../scripts/clients.ts";
import { S3Clock } from "../../scripts/recovery/s3-clock.ts";
import type { Target } from "../../scripts/targets.ts";
import { Dashboard } from "../../scripts/ui/dashboard.ts";
import { type DashboardServer, startDashboard } from "../../scripts/ui/server.ts";
import { startStack, type TestStack } from "../local-aws/stack.ts";

let stack: TestStack;
let server: DashboardServer;
let close: () => Promise<void>;

beforeAll(async () => {
  stack = await startStack();
  const { bucket, table, functionName } = stack.aws.names;
  const endpoint = stack.aws.url;
  const target: Target = {
    ...{ environment: "local", endpoint, region: null, bucket, table, functionName },
    logGroup: "",
  };
  const clients = { s3: s3Client(target), documents: documentClient(target), lambda: lambdaClient(target) };
  const dashboard = new Dashboard({ ...clients, clock: new S3Clock(clients.s3) }, target);
  server = await startDashboard(dashboard, 0, "/* script */");
  close = async () => {
    await server.close();
    for (const client of Object.values(clients)) client.destroy();
    await stack.dispose();
  };
});
afterAll(() => close());

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** `fetch` sets Host and Sec-Fetch-Site itself; this one sends what it is told. */
async function ask(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body = "",
): Promise<Answer> {
  const request = httpRequest({ host: "127.0.0.1", port: server.port, method, path, headers });
  request.end(body);
  const [response] = await once(request, "response");
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() };
}

const bearer = () => ({ authorization: `Bearer ${server.token}` });
const endpoints = [
  ["GET", "/api/files"],
  ["GET", "/api/file?name=a.csv"],
  ["PUT", "/api/uploads?name=a.csv"],
  ["POST", "/api/redrives?name=a.csv"],
] as const;

describe("without the token of this start nothing is told or done", () => {
  test.each(endpoints)("%s %s", async (method, path) => {
    for (const headers of [{}, { authorization: "Bearer " }, { authorization: `Bearer ${"A".repeat(43)}` }]) {
      expect(await ask(method, path, headers)).toMatchObject({ status: 401 });
    }
  });

  test("the page and its parts tell nothing, so that they need none", async () => {
    for (const path of ["/", "/dashboard.css", "/dashboard.js"]) {
      const { status, body } = await ask("GET", path);
      expect(status).toBe(200);
      expect(body).not.toContain(server.token);
    }
  });

  test("the token is in no answer, and behind # in the address only", async () => {
    expect(new URL(server.url).pathname + new URL(server.url).search).toBe("/");
    expect((await ask("GET", "/api/files", bearer())).body).not.toContain(server.token);
  });
});

describe("other pages are refused, even with the token", () => {
  test.each<[what: string, headers: Record<string, string>]>([
    ["a name that was pointed here (DNS rebinding)", { host: "evil.example" }],
    ["the right name with another port", { host: "127.0.0.1:1" }],
    ["another origin", { origin: "http://evil.example" }],
    ["another port's origin", { origin: "http://127.0.0.1:1" }],
    ["no origin (a sandboxed frame)", { origin: "null" }],
    ["a request across sites", { "sec-fetch-site": "cross-site" }],
    ["a request from another port", { "sec-fetch-site": "same-site" }],
  ])("%s", async (_what, headers) => {
    for (const [method, path] of endpoints) {
      expect(await ask(method, path, { ...bearer(), ...headers })).toMatchObject({ status: 403 });
    }
  });

  test("the page's own requests pass", async () => {
    const own = { ...bearer(), origin: `http://127.0.0.1:${server.port}`, "sec-fetch-site": "same-origin" };
    expect((await ask("GET", "/api/files", own)).status).toBe(200);
    expect((await ask("GET", "/api/files", { ...bearer(), host: `localhost:${server.port}` })).status).toBe(
      200,
    );
  });
});

describe("paths", () => {
  test.each([
    "/../package.json",
    "/%2e%2e/package.json",
    "/..%2fpackage.json",
    "//etc/passwd",
    "/report/../../package.json",
    "/report/nope",
    "/summary/nope",
    "/api",
    "/dashboard.js.map",
  ])("%s leads nowhere", async (path) => {
    const { status, body } = await ask("GET", path, bearer());
    expect(status).toBe(404);
    expect(body).not.toContain("csv-profiling");
  });

  test.each([
    ["", "it is empty"],
    ["../a.csv", "it has an empty folder, . or .. in it"],
    ["a/../../b.csv", "it has an empty folder"],
    ["/a.csv", "it has an empty folder"],
    ["a/", "it has an empty folder"],
    ["a\nb.csv", "it has control characters"],
    ["x".repeat(1024), "it is too long"],
  ])("the name %j is refused", async (name, reason) => {
    const path = `/api/uploads?${new URLSearchParams({ name })}`;
    const { status, body } = await ask("PUT", path, bearer(), "a\n1\n");
    expect(status).toBe(400);
    expect(JSON.parse(body).error).toContain(reason);
  });
});

test("every answer states what browsers may do with it", async () => {
  for (const path of ["/", "/dashboard.js", "/api/files", "/nope"]) {
    const { headers } = await ask("GET", path, bearer());
    expect(headers["content-security-policy"]).toContain("default-src 'none'; script-src 'self'");
    expect(headers["content-security-policy"]).not.toContain("unsafe");
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
    });
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  }
});

describe("uploads", () => {
  const { stringify } = JSON;

  test("are listed as waiting until there is an item", async () => {
    const upload = await ask("PUT", "/api/uploads?name=sub%2Fa%20b.csv", bearer(), "a\n1\n");
    expect(upload).toMatchObject({ status: 200, body: stringify({ fileName: "sub/a b.csv" }) });
    const { body } = await ask("GET", "/api/files?status=waiting", bearer());
    expect(JSON.parse(body).rows).toMatchObject([
      { fileName: "sub/a b.csv", status: "waiting", sizeBytes: 4 },
    ]);
  });

  test("in parts, when they are large; the content is what was sent", async () => {
    const block = Buffer.alloc(1024 * 1024, "x,y\n");
    const body = Readable.from(
      (function* () {
        for (let i = 0; i < 21; i++) yield block;
      })(),
    );
    const response = await fetch(`http://127.0.0.1:${server.port}/api/uploads?name=large.csv`, {
      method: "PUT",
      headers: bearer(),
      body: Readable.toWeb(body),
      duplex: "half",
    });
    expect(response.status).toBe(200);
    const { Contents = [] } = await stack.s3.send(
      new ListObjectsV2Command({ Bucket: stack.aws.names.bucket, Prefix: "uploads/large.csv" }),
    );
    expect(Contents).toMatchObject([{ Size: 21 * 1024 * 1024, ETag: expect.stringMatching(/-3"$/) }]);
  });

  test("that break off leave neither an object nor parts", async () => {
    const request = httpRequest({
      ...{ host: "127.0.0.1", port: server.port, method: "PUT", path: "/api/uploads?name=broken.csv" },
      headers: { ...bearer(), "content-length": String(64 * 1024 * 1024) },
    });
    request.on("error", () => {});
    for (let i = 0; i < 20; i++) request.write(Buffer.alloc(1024 * 1024, "x,y\n"));
    const bucket = stack.aws.names.bucket;
    const uploadsBegun = async () =>
      (await stack.s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads?.length ?? 0;
    await expect.poll(uploadsBegun, { timeout: 60_000 }).toBe(1);
    request.destroy();
    await expect.poll(uploadsBegun, { timeout: 60_000 }).toBe(0);
    const { Contents = [] } = await stack.s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: "uploads/broken.csv" }),
    );
    expect(Contents).toEqual([]);
  });
});

test.each([
  ["GET", "/api/file?name=nope.csv", "There is no file nope.csv"],
  ["POST", "/api/redrives?name=nope.csv", "nope.csv is no longer in the bucket: upload it again."],
  ["GET", "/api/files?token=%7B", "This page of the list is no longer there"],
])("%s %s says what is wrong", async (method, path, message) => {
  const { status, body } = await ask(method, path, bearer());
  expect(status).toBe(400);
  expect(JSON.parse(body).error).toContain(message);
});
