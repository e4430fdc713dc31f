/** Names as stated → the inputs they mean. */
import { existsSync } from "node:fs";
import { CommandFailure } from "./command-failure.ts";

/**
 * Expand patterns (`data/**\/*.csv`) that the shell has left alone, in the order of the names. A file that is called
 * like a pattern is that file.
 * @throws CommandFailure when no file fits a pattern, or standard input is named twice
 */
export async function expandInputNames(names: readonly string[]): Promise<string[]> {
  const inputs: string[] = [];
  for (const name of names) inputs.push(...(isPlain(name) ? [name] : await filesFor(name)));
  if (inputs.indexOf("-") !== inputs.lastIndexOf("-"))
    throw new CommandFailure("Standard input can be read once only.");
  return inputs;
}

function isPlain(name: string): boolean {
  return name === "-" || name.startsWith("s3://") || existsSync(name);
}

async function filesFor(pattern: string): Promise<string[]> {
  const { globSync, isDynamicPattern } = await import("tinyglobby");
  if (!isDynamicPattern(pattern)) return [pattern];
  const files = globSync(pattern, { expandDirectories: false });
  if (files.length === 0) throw new CommandFailure(`No file fits the pattern ${pattern}.`);
  return files.sort();
}
