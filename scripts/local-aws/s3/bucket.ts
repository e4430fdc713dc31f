import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { AwsError } from "../aws-error.ts";
import { unfinishedSuffix, writeFileAtomically } from "../files.ts";
import { DataFolder } from "./data-folder.ts";
import {
  parseStoredObject,
  parseStoredUpload,
  type StoredObject,
  type StoredPart,
  type StoredUpload,
} from "./stored-object.ts";

/**
 * One bucket on disk:
 *
 *     objects/<SHA-256 of the key>.json   what the object is, and which data files are its content
 *     data/<uuid>                         contents
 *     uploads/<upload id>.json            multipart uploads under way
 *
 * Keys go up to 1,024 bytes and hold anything, file names do not: hence the hash. Replacing an object is the
 * rename of one JSON file, so a crash leaves either the old or the new one, whole.
 */
export class Bucket {
  readonly name: string;
  readonly created: string;
  readonly data: DataFolder;
  readonly #folder: string;
  readonly #objects: Map<string, StoredObject>;
  readonly #uploads: Map<string, StoredUpload>;
  #sortedKeys: readonly string[] | null = null;
  #lastWrite: Promise<unknown> = Promise.resolve();

  private constructor(
    folder: string,
    name: string,
    created: string,
    objects: readonly StoredObject[],
    uploads: readonly StoredUpload[],
    data: DataFolder,
  ) {
    this.#folder = folder;
    this.name = name;
    this.created = created;
    this.data = data;
    this.#objects = new Map(objects.map((object) => [object.key, object]));
    this.#uploads = new Map(uploads.map((upload) => [upload.uploadId, upload]));
  }

  static async open(folder: string, name: string, created: string): Promise<Bucket> {
    const objects = await readAll(join(folder, "objects"), parseStoredObject);
    const uploads = await readAll(join(folder, "uploads"), parseStoredUpload);
    const referenced = [...objects.flatMap(({ files }) => files), ...uploads.flatMap(({ parts }) => parts)];
    const data = await DataFolder.open(join(folder, "data"), new Set(referenced.map((file) => file.name)));
    return new Bucket(folder, name, created, objects, uploads, data);
  }

  get isEmpty(): boolean {
    return this.#objects.size === 0;
  }

  get objects(): Iterable<StoredObject> {
    return this.#objects.values();
  }

  find(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  /** @throws AwsError NoSuchKey. */
  object(key: string): StoredObject {
    const object = this.#objects.get(key);
    if (object === undefined) throw new AwsError("NoSuchKey", 404, "The specified key does not exist.");
    return object;
  }

  /** In the order of their UTF-8 bytes, as S3 lists them. */
  sortedKeys(): readonly string[] {
    this.#sortedKeys ??= [...this.#objects.keys()]
      .map((key) => ({ key, bytes: Buffer.from(key) }))
      .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
      .map(({ key }) => key);
    return this.#sortedKeys;
  }

  /** Run one change at a time, so that a condition still holds when the change is made. */
  exclusively<T>(change: () => Promise<T>): Promise<T> {
    const result = this.#lastWrite.then(change);
    this.#lastWrite = result.catch(() => undefined);
    return result;
  }

  /** Put the object in place of what its key held. Call within `exclusively`. */
  async replace(object: StoredObject): Promise<void> {
    const previous = this.#objects.get(object.key);
    await writeFileAtomically(this.#objectPath(object.key), JSON.stringify(object));
    this.#objects.set(object.key, object);
    if (previous === undefined) this.#sortedKeys = null;
    else await this.data.remove(previous.files);
  }

  async delete(key: string): Promise<void> {
    await this.exclusively(async () => {
      const object = this.#objects.get(key);
      if (object === undefined) return;
      await rm(this.#objectPath(key), { force: true });
      this.#objects.delete(key);
      this.#sortedKeys = null;
      await this.data.remove(object.files);
    });
  }

  get uploads(): Iterable<StoredUpload> {
    return this.#uploads.values();
  }

  /** @throws AwsError NoSuchUpload. */
  upload(uploadId: string, key: string): StoredUpload {
    const upload = this.#uploads.get(uploadId);
    if (upload?.key === key) return upload;
    throw new AwsError(
      "NoSuchUpload",
      404,
      "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    );
  }

  async createUpload(upload: Omit<StoredUpload, "uploadId" | "parts">): Promise<StoredUpload> {
    const created: StoredUpload = { ...upload, uploadId: randomUUID().replaceAll("-", ""), parts: [] };
    await this.#saveUpload(created);
    return created;
  }

  /** Add a part; one with the same number is replaced. */
  async putPart(uploadId: string, key: string, part: StoredPart): Promise<void> {
    await this.exclusively(async () => {
      const upload = this.upload(uploadId, key);
      const replaced = upload.parts.filter(({ partNumber }) => partNumber === part.partNumber);
      const parts = upload.parts.filter(({ partNumber }) => partNumber !== part.partNumber);
      await this.#saveUpload({
        ...upload,
        parts: [...parts, part].sort((a, b) => a.partNumber - b.partNumber),
      });
      await this.data.remove(replaced);
    });
  }

  /** Forget an upload and remove those of its parts that are not kept. Call within `exclusively`. */
  async endUpload(upload: StoredUpload, keptFiles: readonly { readonly name: string }[]): Promise<void> {
    await rm(this.#uploadPath(upload.uploadId), { force: true });
    this.#uploads.delete(upload.uploadId);
    const kept = new Set(keptFiles.map(({ name }) => name));
    await this.data.remove(upload.parts.filter(({ name }) => !kept.has(name)));
  }

  async #saveUpload(upload: StoredUpload): Promise<void> {
    await writeFileAtomically(this.#uploadPath(upload.uploadId), JSON.stringify(upload));
    this.#uploads.set(upload.uploadId, upload);
  }

  #objectPath(key: string): string {
    return join(this.#folder, "objects", `${createHash("sha256").update(key).digest("hex")}.json`);
  }

  #uploadPath(uploadId: string): string {
    return join(this.#folder, "uploads", `${uploadId}.json`);
  }
}

async function readAll<T>(folder: string, parse: (text: string) => T): Promise<T[]> {
  await mkdir(folder, { recursive: true });
  const values: T[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (name.endsWith(unfinishedSuffix)) {
      await rm(path, { force: true });
      continue;
    }
    try {
      values.push(parse(await readFile(path, "utf8")));
    } catch (cause) {
      throw new Error(`${path} is damaged. Remove it, or the whole data folder, and start again.`, { cause });
    }
  }
  return values;
}
