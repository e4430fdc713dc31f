/** The option that every command with an endpoint has. */
import { Option } from "commander";
import { CommandFailure } from "../command-failure.ts";
import { onlyDemoDataIsThere, withDemoData } from "../demo-data.ts";
import { explainServiceError } from "../service-errors.ts";
import { statedRegion } from "../stated-region.ts";
import {
  type EnvironmentName,
  endpointOf,
  environmentNames,
  resolveTarget,
  type Target,
} from "../targets.ts";

export interface EnvironmentFlags {
  /** Undefined when not stated as a flag. */
  readonly env?: EnvironmentName;
}

export function environmentOption(): Option {
  return new Option(
    "--env <name>",
    "which pipeline: local (default), localstack, learner-lab or aws; also ENV in the environment",
  ).choices(environmentNames);
}

/**
 * The environment of the flag, else of ENV, else `local`. POSIX shells know an ENV too, the path of a start-up
 * file: that is not meant.
 *
 * @throws CommandFailure when ENV is neither
 */
export function environmentOf(flag: EnvironmentName | undefined): EnvironmentName {
  if (flag !== undefined) return flag;
  const stated = process.env.ENV;
  if (stated === undefined || stated === "" || stated.includes("/")) return "local";
  const name = environmentNames.find((environment) => environment === stated);
  if (name === undefined)
    throw new CommandFailure(`ENV is ${stated}; expected ${environmentNames.join(", ")}.`);
  return name;
}

/** Run a command against its target, turning what an endpoint may answer into a sentence. */
export async function withTarget<Result>(
  flag: EnvironmentName | undefined,
  action: (target: Target) => Promise<Result>,
): Promise<Result> {
  const environment = environmentOf(flag);
  const endpoint = endpointOf(environment);
  try {
    return await action(await resolveTarget(environment));
  } catch (error) {
    const explained = explainServiceError(error, endpoint, environment);
    throw explained === null ? error : new CommandFailure(explained, { cause: error });
  }
}

/** The same for a command that only reads: with no stack running, the data of the last `make demo` will do. */
export async function withStoredTarget<Result>(
  flag: EnvironmentName | undefined,
  action: (target: Target) => Promise<Result>,
): Promise<Result> {
  const local = environmentOf(flag) === "local";
  return local && (await onlyDemoDataIsThere()) ? withDemoData(action) : withTarget(flag, action);
}

/** The same where only the endpoint matters, because the bucket is named. */
export async function withEndpoint<Result>(
  flag: EnvironmentName | undefined,
  action: (where: Pick<Target, "endpoint" | "region">) => Promise<Result>,
): Promise<Result> {
  const environment = environmentOf(flag);
  const endpoint = endpointOf(environment);
  try {
    return await action({ endpoint, region: statedRegion(endpoint) });
  } catch (error) {
    const explained = explainServiceError(error, endpoint, environment);
    if (explained === null) throw error;
    const elsewhere = environment === "local" ? " A bucket on AWS is read with --env aws." : "";
    throw new CommandFailure(`${explained}${elsewhere}`, { cause: error });
  }
}
