/** Files on this machine → their names in the bucket, below `uploads/`. */
import { basename } from "node:path";
import { fileNameOf } from "../lambda/output-keys.ts";
import { CommandFailure } from "./command-failure.ts";

/**
 * @param as the name of a single file, or a folder for any number of them when it ends in `/`; undefined: their own names
 * @returns a name for each path, in their order
 * @throws CommandFailure when standard input (`-`) is given no name, or when two files would have one name, so that one
 * of them would be lost
 */
export function uploadNames(paths: readonly string[], as: string | undefined): string[] {
  if (as === "") throw new CommandFailure("--as is empty: it is a name, or a folder that ends in /.");
  const isFolder = as?.endsWith("/") === true;
  if (as !== undefined && !isFolder && paths.length > 1)
    throw new CommandFailure("--as names one file, but several are given. A folder for them ends in /.");
  if (paths.includes("-") && (as === undefined || isFolder))
    throw new CommandFailure(
      `Standard input has no name: upload it by itself, with one such as --as ${isFolder ? as : ""}data.csv.`,
    );
  const taken = new Map<string, string>();
  return paths.map((path) => {
    const name = as === undefined || isFolder ? `${as ?? ""}${basename(path)}` : as;
    const other = taken.get(name);
    if (other !== undefined)
      throw new CommandFailure(
        `${other} and ${path} would both be uploads/${name}: upload them one by one, with --as.`,
      );
    taken.set(name, path);
    return name;
  });
}

/** What to do about a name that nothing has, as the end of a sentence. */
export function adviceOnName(name: string): string {
  const below = fileNameOf(name.replace(/^s3:\/\/[^/]*\//, ""));
  return below === name || below === ""
    ? "csvprofile status lists the files there are."
    : `a file's name is what follows uploads/, here ${below}.`;
}
