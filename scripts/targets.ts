/**
 * Which endpoint, bucket, table and function a command speaks to. Four environments, alike for every command:
 *
 * - `local`: the embedded stack; `localstack`: LocalStack or another emulator. Both on AWS_ENDPOINT_URL, else on
 *   http://127.0.0.1:4566, with test credentials.
 * - `learner-lab`, `aws`: AWS itself, with the SDK's own chain of credentials, in the region that terraform deployed to;
 *   where terraform does not tell, in that of AWS_REGION or AWS_DEFAULT_REGION, else by the SDK's own chain again.
 */
import { CommandFailure } from "./command-failure.ts";
import { findDeployment } from "./deployed-names.ts";
import { runningStack } from "./detached-stack.ts";
import { type ResourceNames, resourceNames } from "./resource-names.ts";
import { statedRegion } from "./stated-region.ts";

export const environmentNames = ["local", "localstack", "learner-lab", "aws"] as const;
export type EnvironmentName = (typeof environmentNames)[number];

/** The port of the embedded stack and of LocalStack, unless told otherwise. */
export const defaultPort = 4566;

export interface Target extends ResourceNames {
  readonly environment: EnvironmentName;
  /** Null for AWS itself. */
  readonly endpoint: string | null;
  /** Null where the SDK's own chain decides. */
  readonly region: string | null;
  readonly logGroup: string;
}

/** @throws CommandFailure when nothing is deployed under that environment's names */
export async function resolveTarget(environment: EnvironmentName): Promise<Target> {
  const endpoint = endpointOf(environment);
  const { bucket, table, functionName, region } =
    environment === "local"
      ? { ...resourceNames(environment), region: null }
      : await findDeployment(environment, endpoint);
  const logGroup = `/aws/lambda/${functionName}`;
  return {
    environment,
    endpoint,
    bucket,
    table,
    functionName,
    region: region ?? statedRegion(endpoint),
    logGroup,
  };
}

/** An embedded stack that was started by whoever asks. */
export function targetOfStack(url: string, { bucket, table, functionName }: ResourceNames): Target {
  const logGroup = `/aws/lambda/${functionName}`;
  return { environment: "local", endpoint: url, region: null, bucket, table, functionName, logGroup };
}

/** Where the environment answers; null for AWS itself. @throws CommandFailure when AWS_ENDPOINT_URL is no URL */
export function endpointOf(environment: EnvironmentName): string | null {
  const url = stated("AWS_ENDPOINT_URL");
  if (url !== null && !URL.canParse(url)) throw new CommandFailure(`AWS_ENDPOINT_URL is no URL: ${url}`);
  if (environment === "learner-lab" || environment === "aws") {
    if (url !== null) {
      throw new CommandFailure(
        `ENV=${environment} is AWS itself, but AWS_ENDPOINT_URL is set (${url}): unset it.`,
      );
    }
    return null;
  }
  if (url !== null) return url.replace(/\/+$/, "");
  const port = environment === "local" ? (runningStack()?.port ?? defaultPort) : defaultPort;
  return `http://127.0.0.1:${port}`;
}

/** A variable of the environment, null when it is unset or empty. */
function stated(name: string): string | null {
  return process.env[name] || null;
}
