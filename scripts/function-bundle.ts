/** Where the built function is: the bundle that is deployed is the bundle that runs on the embedded stack. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CommandFailure } from "./command-failure.ts";

const here = dirname(fileURLToPath(import.meta.url));

/** Beside the built command line, or below the project when it runs from source. */
const places = [join(here, "lambda", "handler.mjs"), join(here, "..", "dist", "lambda", "handler.mjs")];

/** @throws CommandFailure when nothing was built yet */
export function functionBundle(): string {
  const bundle = places.find(existsSync);
  if (bundle === undefined) throw new CommandFailure("The function is not built yet: run make build first.");
  return bundle;
}
