/** The embedded stack has no real authentication: it must not be reachable from elsewhere, nor reach elsewhere. */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startStack, type TestStack } from "../local-aws/stack.ts";

let stack: TestStack;
beforeAll(async () => {
  stack = await startStack();
  // What must not be read, nor overwritten.
  await writeFile(join(stack.folder, "outside"), "secret");
  await mkdir(join(stack.dataDir, "s3/buckets/planted"), { recursive: true });
});
afterAll(() => stack?.dispose());

/** Send a request as it is, without a client that would tidy up the path. @returns the whole answer */
async function raw(method: string, path: string, body = ""): Promise<string> {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    "host: 127.0.0.1",
    "authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  const socket = connect(stack.aws.port, "127.0.0.1");
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test("it listens on the loopback interface only", async () => {
  const addresses = Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");
  for (const { address } of addresses) {
    const reached = new Promise((resolve) => {
      const socket = connect({ port: stack.aws.port, host: address, timeout: 2_000 });
      socket.once("connect", () => resolve("connected")).once("error", () => resolve("refused"));
      socket.once("timeout", () => resolve("refused"));
      socket.once("close", () => socket.destroy());
    });
    expect(await reached, address).toBe("refused");
  }
  expect(stack.aws.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
});

describe("no path leads out of its folder", () => {
  const outs = [
    "../outside",
    "..%2Foutside",
    "%2e%2e/%2e%2e/outside",
    "..%2F..%2F..%2F..%2F..%2Fetc%2Fpasswd",
    "..%5C..%5Coutside",
    "%00outside",
    "a/../../outside",
  ];

  test.each(outs)("reading %s", async (path) => {
    const bucket = stack.aws.names.bucket;
    for (const url of [`/${bucket}/${path}`, `/${path}`, `/planted/${path}`]) {
      const answer = await raw("GET", url);
      expect(answer).toMatch(/^HTTP\/1\.1 (400|403|404|405|501) /);
      expect(answer).not.toMatch(/secret|root:/);
    }
  });

  test.each(outs)("writing %s", async (path) => {
    const bucket = stack.aws.names.bucket;
    const before = await readdir(stack.folder);
    await raw("PUT", `/${bucket}/${path}`, "overwritten");
    await raw("PUT", `/${path}`, "");
    expect(await readdir(stack.folder)).toEqual(before);
    expect(await readFile(join(stack.folder, "outside"), "utf8")).toBe("secret");
  });

  test("a bucket is never called like a folder above", async () => {
    for (const name of ["..", "%2e%2e", ".", "a..b", "-", "UPPER", "%2Fetc"]) {
      expect(await raw("PUT", `/${name}`)).toMatch(/^HTTP\/1\.1 4\d\d /);
    }
  });
});

test("the function sees none of the credentials of whoever runs the stack", async () => {
  const environment = Object.keys(process.env).filter((name) => /^AWS_|TOKEN|SECRET|PASSWORD/i.test(name));
  const probe = await startStack(
    `export const handler = async () => { process.stdout.write("env " + Object.entries(process.env).map(String).join(" ") + "\\n"); };
     export const recordFailure = async () => {};`,
  );
  try {
    process.env.MARKED_SECRET = "marked-secret";
    await fetch(`${probe.aws.url}/${probe.aws.names.bucket}/uploads/x`, {
      method: "PUT",
      body: "x",
      headers: { authorization: "AWS4-HMAC-SHA256 Credential=test/x" },
    });
    await probe.aws.idle();
    const log = await readFile(probe.aws.logFile, "utf8");
    expect(log).toContain("env ");
    expect(log).not.toContain("marked-secret");
    for (const name of environment) {
      const value = process.env[name] ?? "";
      if (value.length > 8) expect(log).not.toContain(value);
    }
  } finally {
    delete process.env.MARKED_SECRET;
    await probe.dispose();
  }
});
