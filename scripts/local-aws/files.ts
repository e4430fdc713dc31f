import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";

/** Suffix of a file that is still being written; such files are removed when the stack starts. */
export const unfinishedSuffix = ".unfinished";

/**
 * Write a file so that a reader, or a process started after `kill -9`, sees all of it or none. Not synced to
 * the disk: a power cut may lose the last writes, which a development stack can bear.
 */
export async function writeFileAtomically(path: string, content: string): Promise<void> {
  const unfinished = `${path}.${randomUUID()}${unfinishedSuffix}`;
  try {
    await writeFile(unfinished, content);
    await rename(unfinished, path);
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw cause;
  }
}

/** The file's text, or null when there is no such file. */
export async function readFileIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    if (isErrnoException(cause) && cause.code === "ENOENT") return null;
    throw cause;
  }
}

export function isErrnoException(value: unknown): value is NodeJS.ErrnoException {
  return value instanceof Error && "code" in value;
}
