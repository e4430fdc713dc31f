/** What the recipes of the Makefile see, whatever make and the shell bring along. */
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { projectDir } from "./project-files.ts";

const names = ["ENV", "AS", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3_CONTROL"] as const;

/** The variables as a recipe sees them, `null` where there is none. */
function seen(variables: Readonly<Record<string, string>>, args: readonly string[] = []): object {
  const recipe = `"$(NODE)" -p 'JSON.stringify(process.env)'`;
  const { PATH = "" } = process.env;
  const { stdout, stderr } = spawnSync(
    "make",
    ["-s", "-f", "-", "seen", `NODE=${process.execPath}`, ...args],
    {
      cwd: projectDir,
      env: { PATH, ...variables },
      input: `include Makefile\nseen:\n\t@${recipe}\n`,
      encoding: "utf8",
    },
  );
  if (stdout === "") throw new Error(stderr);
  const environment: Record<string, string | undefined> = JSON.parse(stdout);
  return Object.fromEntries(names.map((name) => [name, environment[name] || null]));
}

const nothing = { ENV: "local", AS: null, AWS_ENDPOINT_URL: null, AWS_ENDPOINT_URL_S3_CONTROL: null };

test.each<[what: string, variables: Record<string, string>, args: string[], expected: object]>([
  ["nothing is stated", {}, [], {}],
  ["a shell's start-up file is in ENV", { ENV: "/root/.shrc" }, [], {}],
  ["a name is stated", {}, ["AS=q1/sales.csv"], { AS: "q1/sales.csv" }],
  [
    "LocalStack",
    {},
    ["ENV=localstack"],
    {
      ENV: "localstack",
      AWS_ENDPOINT_URL: "http://localhost:4566",
      AWS_ENDPOINT_URL_S3_CONTROL: "http://localhost.localstack.cloud:4566",
    },
  ],
  [
    "LocalStack on another port",
    { AWS_ENDPOINT_URL: "http://127.0.0.1:4600" },
    ["ENV=localstack"],
    {
      ENV: "localstack",
      AWS_ENDPOINT_URL: "http://127.0.0.1:4600",
      AWS_ENDPOINT_URL_S3_CONTROL: "http://localhost.localstack.cloud:4600",
    },
  ],
  [
    "an S3 Control of one's own",
    { AWS_ENDPOINT_URL_S3_CONTROL: "http://aws.test:1" },
    ["ENV=localstack"],
    {
      ENV: "localstack",
      AWS_ENDPOINT_URL: "http://localhost:4566",
      AWS_ENDPOINT_URL_S3_CONTROL: "http://aws.test:1",
    },
  ],
  ["AWS", {}, ["ENV=aws"], { ENV: "aws" }],
])("%s", (_what, variables, args, expected) => {
  expect(seen(variables, args)).toEqual({ ...nothing, ...expected });
});
