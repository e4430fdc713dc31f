/** What the last `make demo` left, and a stack on it for as long as a command takes. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { runningStack } from "./detached-stack.ts";
import { functionBundle } from "./function-bundle.ts";
import { isPortFree } from "./port-owner.ts";
import { note } from "./render/output.ts";
import { defaultPort, type Target, targetOfStack } from "./targets.ts";

export const demoDir = join(".local-aws", "demo");
export const demoDataDir = join(demoDir, "data");

/** True when no embedded stack runs or is named, but a demo has run in this folder. */
export async function onlyDemoDataIsThere(): Promise<boolean> {
  return (
    !process.env.AWS_ENDPOINT_URL &&
    existsSync(demoDataDir) &&
    runningStack() === null &&
    (await isPortFree(defaultPort))
  );
}

/** Run a command that only reads on the data of the last demo. */
export async function withDemoData<Result>(action: (target: Target) => Promise<Result>): Promise<Result> {
  const { startLocalAws } = await import("./local-aws/server.ts");
  const stack = await startLocalAws({ port: 0, dataDir: demoDataDir, functionBundle: functionBundle() });
  try {
    note(`No embedded stack runs: this is what the last make demo left in ${demoDataDir}.`);
    return await action(targetOfStack(stack.url, stack.names));
  } finally {
    await stack.close();
  }
}
