/** What the command prints, and with which exit code, for the machine that the tests run on. */
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { expect, it } from "vitest";

interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

function csvprofile(args: readonly string[], variables: Readonly<Record<string, string>>): Promise<Run> {
  const environment = { ...process.env, NO_COLOR: "1", ENV: "", ...variables };
  return new Promise((settle) => {
    const child = execFile(
      process.execPath,
      ["--import", "tsx", "scripts/csvprofile.ts", ...args],
      { env: environment },
      (_error, stdout, stderr) => settle({ exitCode: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

it("names a port that is taken by something else, and ends with 1", async () => {
  const server = createServer((_, response) => response.end("hello"));
  await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const url = `http://127.0.0.1:${address.port}`;
  const { exitCode, stdout, stderr } = await csvprofile(["doctor"], { AWS_ENDPOINT_URL: url });
  server.close();
  expect(stdout).toMatch(
    new RegExp(`^✗ endpoint +${url}: taken.*that is no AWS endpoint\\n +→ End that program`, "m"),
  );
  expect(stdout).toMatch(/^✓ Node\.js /m);
  expect(stderr).toContain("ENV=local is not ready");
  expect(exitCode).toBe(1);
});

it("names missing credentials", async () => {
  const nothing = "/dev/null";
  const { exitCode, stdout, stderr } = await csvprofile(["doctor", "--env", "aws", "--json"], {
    AWS_ACCESS_KEY_ID: "",
    AWS_SECRET_ACCESS_KEY: "",
    AWS_PROFILE: "",
    AWS_CONFIG_FILE: nothing,
    AWS_SHARED_CREDENTIALS_FILE: nothing,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ENDPOINT_URL: "",
    AWS_REGION: "",
    AWS_DEFAULT_REGION: "eu-west-1",
  });
  // Nothing of the SDK's own about the Node version.
  expect(stderr).toBe("");
  const findings: unknown = JSON.parse(stdout);
  expect(findings).toContainEqual({ subject: "region", verdict: "ok", detail: "eu-west-1" });
  expect(findings).toContainEqual(
    expect.objectContaining({ subject: "credentials", verdict: "wrong", detail: "none" }),
  );
  expect(exitCode).toBe(1);
});
