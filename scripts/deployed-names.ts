/** What a deployment really is called: what terraform says, else what is found under the convention. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CommandFailure } from "./command-failure.ts";
import { type ResourceNames, resourceNames } from "./resource-names.ts";
import { statedRegion } from "./stated-region.ts";
import type { EnvironmentName } from "./targets.ts";

const run = promisify(execFile);

export interface Deployment extends ResourceNames {
  /** Null when terraform does not tell. */
  readonly region: string | null;
}

/** @throws CommandFailure when neither terraform nor the account knows a deployment of that environment */
export async function findDeployment(
  environment: EnvironmentName,
  endpoint: string | null,
): Promise<Deployment> {
  const outputs = await terraformOutputs(environment);
  if (outputs !== null) return outputs;
  const byConvention = resourceNames(environment);
  const bucket = await findBucket(byConvention.bucket, environment, endpoint);
  return { ...byConvention, bucket, region: null };
}

/** The region that terraform deployed the environment to, null when it does not tell. */
export async function deployedRegion(environment: EnvironmentName): Promise<string | null> {
  return (await terraformOutputs(environment))?.region ?? null;
}

/**
 * The outputs of terraform/outputs.tf; each environment has its state in the workspace of its name. TERRAFORM names
 * another program, as in the Makefile.
 */
async function terraformOutputs(environment: EnvironmentName): Promise<Deployment | null> {
  let outputs: unknown;
  try {
    const { stdout } = await run(
      process.env.TERRAFORM || "terraform",
      ["-chdir=terraform", "output", "-json"],
      {
        env: { ...process.env, TF_WORKSPACE: environment },
        timeout: 20_000,
      },
    );
    outputs = JSON.parse(stdout);
  } catch {
    // No terraform, no state, or a state that cannot be read: the convention is what remains.
    return null;
  }
  const bucket = outputValue(outputs, "bucket");
  const table = outputValue(outputs, "table");
  const functionName = outputValue(outputs, "processor_function");
  if (bucket === null || table === null || functionName === null) return null;
  if (outputValue(outputs, "environment") !== environment) return null;
  return { bucket, table, functionName, region: outputValue(outputs, "region") };
}

function outputValue(outputs: unknown, name: string): string | null {
  if (typeof outputs !== "object" || outputs === null) return null;
  const output: unknown = new Map<string, unknown>(Object.entries(outputs)).get(name);
  if (typeof output !== "object" || output === null || !("value" in output)) return null;
  return typeof output.value === "string" ? output.value : null;
}

/** On AWS the bucket's name ends in the account id, which only the account itself knows. */
async function findBucket(
  prefix: string,
  environment: EnvironmentName,
  endpoint: string | null,
): Promise<string> {
  const { ListBucketsCommand } = await import("@aws-sdk/client-s3");
  const { s3Client } = await import("./clients.ts");
  const s3 = s3Client({ endpoint, region: statedRegion(endpoint) });
  try {
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    const names = Buckets.flatMap(({ Name }) =>
      Name !== undefined && (Name === prefix || Name.startsWith(`${prefix}-`)) ? [Name] : [],
    );
    const [name] = names;
    if (name === undefined) {
      const how = environment === "localstack" ? "make localstack-up" : `make deploy ENV=${environment}`;
      throw new CommandFailure(`There is no bucket ${prefix} here: nothing is deployed yet. Run ${how}.`);
    }
    if (names.length > 1) {
      throw new CommandFailure(`Several buckets could be meant: ${names.join(", ")}. Remove the stale ones.`);
    }
    return name;
  } finally {
    s3.destroy();
  }
}
