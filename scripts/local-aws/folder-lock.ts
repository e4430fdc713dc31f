import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readFileIfPresent } from "./files.ts";
import { healthPath } from "./gateway.ts";
import { isJsonObject, stringOf } from "./json.ts";

/** Milliseconds after which a stack that should answer counts as dead. */
const answerTimeoutMs = 2_000;

/**
 * Note in the data folder which stack uses it. A note whose stack does not answer for this folder any more was
 * left by a crash and is replaced.
 * @returns a function that gives the folder free.
 * @throws Error when another stack uses the folder.
 */
export async function lockFolder(dataDir: string, url: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, "used-by");
  const user = (await readFileIfPresent(path))?.trim();
  // A crashed stack had the port that is ours now: it would be ourselves who answer.
  const isOther = user !== undefined && user !== url;
  if (isOther && (await folderServedBy(user)) === dataDir) {
    throw new Error(
      `The data folder ${dataDir} is used by another stack, at ${user}. Stop that one, or choose another folder.`,
    );
  }
  await writeFile(path, `${url}\n`);
  return () => rm(path, { force: true });
}

async function folderServedBy(url: string): Promise<string | null> {
  try {
    const answer = await fetch(`${url}${healthPath}`, { signal: AbortSignal.timeout(answerTimeoutMs) });
    const health: unknown = await answer.json();
    return isJsonObject(health) ? (stringOf(health, "dataDir") ?? null) : null;
  } catch {
    return null;
  }
}
