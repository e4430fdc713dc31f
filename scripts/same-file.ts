/** What must not happen to a file that is read: being written over. */
import { stat } from "node:fs/promises";
import { CommandFailure } from "./command-failure.ts";

/**
 * Before anything is written.
 * @param inputs what is read: names of files, and others (`-`, `s3://…`), which no output can be
 * @throws CommandFailure when an output is one of the inputs, under whichever name
 */
export async function refuseToOverwrite(
  inputs: readonly string[],
  outputs: readonly string[],
): Promise<void> {
  const read = new Map<string, string>();
  for (const input of inputs) {
    const file = await identityOf(input);
    if (file !== null) read.set(file, input);
  }
  for (const output of outputs) {
    const file = await identityOf(output);
    const input = file === null ? undefined : read.get(file);
    if (input !== undefined)
      throw new CommandFailure(
        `${output} is ${input === output ? "read" : `${input}, which is read`}: writing it would destroy it.`,
      );
  }
}

/** The same for all names of one file, links followed; null where no file is. */
async function identityOf(path: string): Promise<string | null> {
  try {
    const entry = await stat(path, { bigint: true });
    return entry.isFile() ? `${entry.dev}:${entry.ino}` : null;
  } catch {
    // Nothing is there, or nothing that can be looked at: opening it says so.
    return null;
  }
}
