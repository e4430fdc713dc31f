/**
 * `make e2e`: the end-to-end tests against one endpoint after the other.
 *
 * With AWS_ENDPOINT_URL, or ENV other than local, against what is deployed there. Else ENDPOINT chooses: `embedded`,
 * `localstack` (a container), `ministack` (from PyPI); by default the first two. An emulator is started for the run,
 * deployed to with terraform (TERRAFORM names another program), or with the SDK where terraform cannot be used, and
 * ended. One that this machine cannot have is skipped, and a line says so. Exit code 1 when a test fails.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { type Emulator, EmulatorUnavailable } from "./emulators/emulator.ts";
import { startLocalStack } from "./emulators/localstack.ts";
import { startMinistack } from "./emulators/ministack.ts";
import { remainsOf } from "./emulators/remains.ts";
import { deployWithSdk } from "./emulators/sdk-deployment.ts";
import { deployWithTerraform, TerraformUnavailable } from "./emulators/terraform-deployment.ts";
import { note } from "./render/output.ts";

const endpoints = ["embedded", "localstack", "ministack"] as const;
type Endpoint = (typeof endpoints)[number];

/** @returns whether all went well */
async function main(): Promise<boolean> {
  const { AWS_ENDPOINT_URL, ENV = "local", ENDPOINT = "" } = process.env;
  if (AWS_ENDPOINT_URL || ENV !== "local") {
    note(`End-to-end tests on ${AWS_ENDPOINT_URL || "AWS"}, ENV=${ENV}`);
    return runTests({ E2E_ENV: ENV });
  }
  const chosen = endpoints.find((name) => name === ENDPOINT);
  if (chosen === undefined && ENDPOINT !== "") {
    note(
      `There is no ENDPOINT=${ENDPOINT}: it is ${endpoints.join(", ")}. For any other, set AWS_ENDPOINT_URL.`,
    );
    return false;
  }
  const results: boolean[] = [];
  for (const endpoint of chosen === undefined ? (["embedded", "localstack"] as const) : [chosen]) {
    results.push(await testOn(endpoint));
  }
  return results.every(Boolean);
}

async function testOn(endpoint: Endpoint): Promise<boolean> {
  if (endpoint === "embedded") {
    note("End-to-end tests on the embedded stack");
    return runTests({});
  }
  let emulator: Emulator;
  try {
    emulator = await (endpoint === "ministack" ? startMinistack(".local-aws") : startLocalStack());
  } catch (error) {
    if (!(error instanceof EmulatorUnavailable)) throw error;
    note(`End-to-end tests on ${endpoint}: SKIPPED, ${error.message}.`);
    return true;
  }
  try {
    note(`End-to-end tests on ${emulator.name} at ${emulator.endpoint}`);
    return await deployAndTest(emulator.endpoint);
  } finally {
    await emulator.stop();
  }
}

async function deployAndTest(endpoint: string): Promise<boolean> {
  const terraform = process.env.TERRAFORM || "terraform";
  const deployment = await deployWithTerraform(terraform, endpoint).catch((error: unknown) => {
    if (!(error instanceof TerraformUnavailable)) throw error;
    note(`  ${error.message}; deploying with the SDK instead.`);
    return null;
  });
  const runThere = () =>
    // The demo is on the embedded stack wherever the others are.
    runTests({ AWS_ENDPOINT_URL: endpoint, E2E_ENV: "localstack" }, ["--exclude", "tests/e2e/demo.test.ts"]);
  if (deployment === null) {
    const zip = await readFile("dist/lambda.zip");
    const { destroy } = await deployWithSdk({ endpoint, environment: "localstack", zip });
    const passed = await runThere();
    await destroy();
    return (await isEmpty(endpoint)) && passed;
  }
  note(`  terraform apply: ${deployment.summary}`);
  const drift = await deployment.drift();
  note(drift === null ? "  terraform plan: no changes." : `  terraform plan is not empty:\n${drift}`);
  const passed = await runThere();
  note(`  terraform destroy: ${await deployment.destroy()}`);
  return (await isEmpty(endpoint)) && drift === null && passed;
}

async function isEmpty(endpoint: string): Promise<boolean> {
  const remains = await remainsOf(endpoint);
  note(remains.length === 0 ? "  Nothing is left." : `  Left behind:\n    ${remains.join("\n    ")}`);
  return remains.length === 0;
}

async function runTests(
  variables: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): Promise<boolean> {
  const child = spawn(
    "npx",
    ["--no-install", "vitest", "run", "--project", "kernel", "tests/e2e", ...flags],
    {
      stdio: "inherit",
      env: { ...process.env, ...variables },
    },
  );
  const [exitCode] = await once(child, "exit");
  return exitCode === 0;
}

// Ctrl-C reaches the tests and terraform too: they end, and then what was started here is ended as always.
process.on("SIGINT", () => undefined);
process.exitCode = (await main()) ? 0 : 1;
