/** Where a command goes, by what terraform and the environment's variables say. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { resolveTarget } from "../scripts/targets.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "targets-"));
  vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
  vi.stubEnv("AWS_ENDPOINT_URL", "");
  vi.stubEnv("TERRAFORM", "");
  vi.stubEnv("AWS_REGION", "eu-west-1");
  vi.stubEnv("AWS_DEFAULT_REGION", "ap-south-1");
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A terraform that answers with these outputs. */
function terraformSays(outputs: Readonly<Record<string, string>>, program = "terraform"): void {
  const values = Object.entries(outputs).map(([name, value]) => [name, { value }]);
  const text = `#!/bin/sh\ncat <<'END'\n${JSON.stringify(Object.fromEntries(values))}\nEND\n`;
  writeFileSync(join(folder, program), text, { mode: 0o755 });
}

const names = { environment: "aws", bucket: "data", table: "metadata", processor_function: "processor" };

test.each<[what: string, outputs: Record<string, string>, region: string]>([
  ["the region of the deployment wins over AWS_REGION", { ...names, region: "us-west-2" }, "us-west-2"],
  ["AWS_REGION, where terraform does not tell", names, "eu-west-1"],
])("%s", async (_what, outputs, region) => {
  terraformSays(outputs);
  expect(await resolveTarget("aws")).toMatchObject({ bucket: "data", functionName: "processor", region });
});

test("AWS_DEFAULT_REGION counts for AWS, where AWS_REGION is not set", async () => {
  vi.stubEnv("AWS_REGION", "");
  terraformSays(names);
  expect((await resolveTarget("aws")).region).toBe("ap-south-1");
  expect((await resolveTarget("local")).region).toBeNull();
});

test("TERRAFORM names the program that is asked, as it does for make", async () => {
  vi.stubEnv("TERRAFORM", "tofu");
  terraformSays({ ...names, bucket: "of-another-state" });
  terraformSays({ ...names, region: "us-west-2" }, "tofu");
  expect(await resolveTarget("aws")).toMatchObject({ bucket: "data", region: "us-west-2" });
});
