/** The queries under terraform/insights, which terraform also saves in the CloudWatch console. */
import { readdirSync, readFileSync } from "node:fs";

/** Beside the sources and beside the built command line alike: both lie one or two levels below the project. */
const directories = ["../../terraform/insights/", "../terraform/insights/"].map(
  (path) => new URL(path, import.meta.url),
);

const extension = ".cwl";

export interface SavedQuery {
  readonly name: string;
  /** What the query answers: the comment lines it begins with. */
  readonly purpose: string;
  readonly text: string;
}

/** All saved queries, by name. */
export function savedQueries(): readonly SavedQuery[] {
  for (const directory of directories) {
    const names = queryNames(directory);
    if (names.length > 0) return names.map((name) => readQuery(name, directory));
  }
  return [];
}

function queryNames(directory: URL): readonly string[] {
  try {
    return readdirSync(directory)
      .filter((file) => file.endsWith(extension))
      .map((file) => file.slice(0, -extension.length))
      .sort();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

function readQuery(name: string, directory: URL): SavedQuery {
  const text = readFileSync(new URL(`${name}${extension}`, directory), "utf8");
  const comments = /^(?:#.*\n)*/.exec(text)?.[0] ?? "";
  const purpose = comments.replace(/^# ?/gm, "").replace(/\n/g, " ").trim();
  return { name, purpose, text };
}
