/** The embedded stack has no real authentication: it must not be reachable from elsewhere, nor reach elsewhere. */
import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
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

/** Whether somebody answers at an address of this machine. */
async function isReached(host: string, port: number): Promise<boolean> {
  const socket = connect({ port, host, timeout: 2_000 });
  try {
    return await new Promise((resolve) => {
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
      socket.once("timeout", () => resolve(false));
    });
  } finally {
    socket.destroy();
  }
}

/** Listens at an address for a moment. @returns its port, or the code of the error */
async function bound(host: string, port: number): Promise<number | string> {
  const server = createServer();
  try {
    return await new Promise((resolve) => {
      server.once("error", (error) => resolve("code" in error ? String(error.code) : error.name));
      server.listen({ host, port, ipv6Only: true, exclusive: true }, () => {
        const address = server.address();
        resolve(typeof address === "object" ? (address?.port ?? 0) : 0);
      });
    });
  } finally {
    server.close();
  }
}

describe("it listens at 127.0.0.1 only", () => {
  test("which is the address that it tells", async () => {
    expect(stack.aws.url).toBe(`http://127.0.0.1:${stack.aws.port}`);
    expect(await isReached("127.0.0.1", stack.aws.port)).toBe(true);
  });

  // All of 127.0.0.0/8 is this machine: an address that a server at 0.0.0.0 would answer at, whatever the interfaces.
  test.runIf(process.platform === "linux")("and so at no other IPv4 address", async () => {
    const witness = createServer().listen(0, "0.0.0.0");
    await once(witness, "listening");
    const address = witness.address();
    const witnessPort = typeof address === "object" ? (address?.port ?? 0) : 0;
    try {
      for (const host of ["127.0.0.2", "127.255.255.254", ...own("IPv4")]) {
        expect(await isReached(host, witnessPort), `the witness at ${host}`).toBe(true);
        expect(await isReached(host, stack.aws.port), host).toBe(false);
      }
    } finally {
      witness.close();
    }
  });

  test("nor at an IPv6 address", async () => {
    for (const host of ["::1", "::ffff:127.0.0.2", ...own("IPv6")])
      expect(await isReached(host, stack.aws.port), host).toBe(false);
  });

  test("its port is free everywhere else", async () => {
    expect(await bound("127.0.0.1", stack.aws.port)).toBe("EADDRINUSE");
    // Were it bound to all addresses, these would be taken.
    if (process.platform === "linux") expect(await bound("127.0.0.2", stack.aws.port)).toBe(stack.aws.port);
    const hasIpv6 = typeof (await bound("::1", 0)) === "number";
    if (hasIpv6) expect(await bound("::1", stack.aws.port)).toBe(stack.aws.port);
    if (hasIpv6) expect(await bound("::", stack.aws.port)).toBe(stack.aws.port);
  });
});

/** Addresses at which others may reach this machine. */
function own(family: "IPv4" | "IPv6"): readonly string[] {
  return Object.entries(networkInterfaces()).flatMap(([name, found = []]) =>
    found
      .filter((each) => !each.internal && each.family === family)
      // An address of the link is none without its interface.
      .map(({ address }) => (address.startsWith("fe80:") ? `${address}%${name}` : address)),
  );
}

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
