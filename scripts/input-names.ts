/** Names as stated → the inputs they mean. */
import { existsSync } from "node:fs";
import { globSync, isDynamicPattern } from "tinyglobby";
import { CommandFailure } from "./command-failure.ts";

/**
 * Expand patterns (`data/**\/*.csv`) that the shell has left alone, in the order of the names. A file that is called
 * like a pattern is that file.
 * @throws CommandFailure when no file fits a pattern
 */
export function expandInputNames(names: readonly string[]): string[] {
  return names.flatMap((name) => {
    if (name === "-" || name.startsWith("s3://") || existsSync(name) || !isDynamicPattern(name))
      return [name];
    const files = globSync(name, { expandDirectories: false });
    if (files.length === 0) throw new CommandFailure(`No file fits the pattern ${name}.`);
    return files.sort();
  });
}
