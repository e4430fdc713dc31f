import { devNull } from "node:os";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { accountId, region } from "../identity.ts";
import { logGroupOf } from "../names.ts";

export interface FunctionConfiguration {
  readonly name: string;
  /** Path of the built module. */
  readonly bundle: string;
  /** The export that is called with (event, context). */
  readonly exportName: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  /** Invocations at the same time, a process each. */
  readonly concurrency: number;
  /** The function's own variables. */
  readonly environment: Readonly<Record<string, string>>;
}

export function functionArn(name: string): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${name}`;
}

/**
 * The environment of a function's process: made from nothing, so that neither credentials nor settings of the
 * person who runs the stack reach the function. The SDK finds test credentials and no configuration files.
 */
export function processEnvironment(
  { name, bundle, exportName, memoryMb, environment }: FunctionConfiguration,
  logStream: string,
  endpoint: string,
): NodeJS.ProcessEnv {
  const fromSystem: NodeJS.ProcessEnv = {};
  for (const variable of ["PATH", "TMPDIR", "TEMP", "SystemRoot"]) {
    const value = process.env[variable];
    if (value !== undefined) fromSystem[variable] = value;
  }
  return {
    ...fromSystem,
    TZ: ":UTC",
    LANG: "en_US.UTF-8",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_SESSION_TOKEN: "test",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    // The SDK wants a newer Node.js than this machine may have; its advice is for whoever deploys, not for each log.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split(".", 1)[0]}.x`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupOf(name),
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    LAMBDA_TASK_ROOT: dirname(bundle),
    _HANDLER: `handler.${exportName}`,
    ...environment,
    LOCAL_BUNDLE_URL: pathToFileURL(bundle).href,
    LOCAL_EXPORT_NAME: exportName,
  };
}

/** The heap sizes that Lambda's Node.js runtime derives from the function's memory. */
export function heapFlags(memoryMb: number): string[] {
  const youngMb = Math.floor(memoryMb / 10);
  return [`--max-semi-space-size=${Math.floor(youngMb / 2)}`, `--max-old-space-size=${memoryMb - youngMb}`];
}
