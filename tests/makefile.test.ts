/** What the recipes of the Makefile see, whatever make and the shell bring along. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { projectDir } from "./project-files.ts";

const names = ["ENV", "AS", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3_CONTROL"] as const;

/** The variables as a recipe sees them, `null` where there is none. */
function seen(
  variables: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  wanted: readonly string[] = names,
): object {
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
  return Object.fromEntries(wanted.map((name) => [name, environment[name] || null]));
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

describe("what is stated arrives as it stands", () => {
  const values = {
    FILE: `a "b" 'c' $HOME $(shell echo made) \`echo shell\` $$.csv`,
    NAME: "cost in $.csv",
    QUERY: "filter @message like /end$/ | limit 1",
    AS: "q1/$(AS).csv",
  };
  const args = Object.entries(values).map(([name, value]) => `${name}=${value}`);

  test.each<[how: string, variables: Record<string, string>, args: string[]]>([
    ["behind make", {}, args],
    ["in the environment", values, []],
  ])("%s", (_how, variables, args) => {
    expect(seen(variables, args, Object.keys(values))).toEqual(values);
  });
});

describe("make destroy", () => {
  /** With a terraform whose output `protect_data` is the one given, null for none; what terraform was asked to do. */
  function destroy(protectData: boolean | null) {
    const folder = mkdtempSync(join(tmpdir(), "makefile-"));
    try {
      const asked = join(folder, "asked");
      const output = protectData === null ? "exit 1" : `printf ${protectData}`;
      const program = `#!/bin/sh\necho "$2" >> '${asked}'\ncase "$2" in output) ${output};; esac\n`;
      writeFileSync(join(folder, "terraform"), program, { mode: 0o755 });
      writeFileSync(join(folder, "npm"), "#!/bin/sh\n", { mode: 0o755 });
      const { PATH = "" } = process.env;
      const { status, stderr } = spawnSync("make", ["-o", "dist/csvprofile.mjs", "destroy", "ENV=aws"], {
        cwd: projectDir,
        env: { PATH: `${folder}:${PATH}` },
        encoding: "utf8",
      });
      return { status, stderr, asked: readFileSync(asked, "utf8").trim().split("\n") };
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  test("is refused while the data is protected, before anything is touched", () => {
    const { status, stderr, asked } = destroy(true);
    expect(status).toBe(2);
    expect(asked).toEqual(["init", "workspace", "output"]);
    expect(stderr).toContain("apply -var-file=environments/aws.tfvars -var protect_data=false\nthen: make");
  });

  test.each([false, null])("goes ahead where protect_data is %s", (protectData) => {
    expect(destroy(protectData)).toMatchObject({
      status: 0,
      asked: ["init", "workspace", "output", "destroy"],
    });
  });
});
