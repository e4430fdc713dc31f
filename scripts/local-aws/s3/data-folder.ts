import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { DataFile } from "./stored-object.ts";

/**
 * The contents of a bucket's objects, one file for each body that was received. Files are written once and
 * never changed; one that is being read stays until its last reader is through.
 */
export class DataFolder {
  readonly #folder: string;
  readonly #readers = new Map<string, number>();
  readonly #doomed = new Set<string>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Open the folder and remove what no object refers to: bodies that were being received at a crash. */
  static async open(folder: string, referenced: ReadonlySet<string>): Promise<DataFolder> {
    await mkdir(folder, { recursive: true });
    const orphans = (await readdir(folder)).filter((name) => !referenced.has(name));
    await Promise.all(orphans.map((name) => rm(join(folder, name), { force: true })));
    return new DataFolder(folder);
  }

  newName(): string {
    return randomUUID();
  }

  path(name: string): string {
    return join(this.#folder, name);
  }

  /** Keep the files until the returned function is called (once). */
  hold(files: readonly DataFile[]): () => Promise<void> {
    for (const { name } of files) this.#readers.set(name, (this.#readers.get(name) ?? 0) + 1);
    return async () => {
      for (const { name } of files) {
        const readers = (this.#readers.get(name) ?? 1) - 1;
        if (readers > 0) this.#readers.set(name, readers);
        else this.#readers.delete(name);
      }
      await this.remove(files.filter(({ name }) => this.#doomed.has(name)));
    };
  }

  /** Remove the files, those being read as soon as they are not. */
  async remove(files: readonly DataFile[]): Promise<void> {
    for (const { name } of files) {
      if (this.#readers.has(name)) {
        this.#doomed.add(name);
      } else {
        this.#doomed.delete(name);
        await rm(this.path(name), { force: true });
      }
    }
  }
}
