/** The page's script: part of the built command line as text, bundled on the spot when it runs from source. */
import { fileURLToPath } from "node:url";

declare const CLIENT_SCRIPT: string | undefined;

export async function clientScript(): Promise<string> {
  if (typeof CLIENT_SCRIPT === "string") {
    return CLIENT_SCRIPT;
    // In a branch of its own, so that the bundler drops it, and itself with it.
  } else {
    const { bundleClient } = await import("../build/bundles.ts");
    return bundleClient(fileURLToPath(new URL("../..", import.meta.url)));
  }
}
