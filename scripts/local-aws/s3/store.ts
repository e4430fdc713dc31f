import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { AwsError } from "../aws-error.ts";
import { readFileIfPresent, writeFileAtomically } from "../files.ts";
import { isJsonObject, stringOf } from "../json.ts";
import { Bucket } from "./bucket.ts";
import { Sequencer } from "./sequencer.ts";
import type { StoredObject } from "./stored-object.ts";

/** What made an object, as event notifications name it. */
export type Creation = "Put" | "Copy" | "CompleteMultipartUpload";

/**
 * Told of every object shortly before it is put in place, so that the notification is on disk first and a crash
 * cannot lose it. `commit` follows when the object is there, `cancel` when it could not be written.
 */
export interface CreationListener {
  creating(
    bucket: string,
    object: StoredObject,
    creation: Creation,
  ): Promise<{ commit(): void; cancel(): Promise<void> }>;
}

/** All buckets, each in a folder of its own name. */
export class ObjectStore {
  readonly #folder: string;
  readonly #buckets: Map<string, Bucket>;
  readonly #sequencer: Sequencer;
  readonly #listener: CreationListener;

  private constructor(
    folder: string,
    buckets: readonly Bucket[],
    sequencer: Sequencer,
    listener: CreationListener,
  ) {
    this.#folder = folder;
    this.#buckets = new Map(buckets.map((bucket) => [bucket.name, bucket]));
    this.#sequencer = sequencer;
    this.#listener = listener;
  }

  static async open(folder: string, listener: CreationListener): Promise<ObjectStore> {
    const bucketsFolder = join(folder, "buckets");
    await mkdir(bucketsFolder, { recursive: true });
    const buckets: Bucket[] = [];
    for (const name of await readdir(bucketsFolder)) {
      const description = await readFileIfPresent(join(bucketsFolder, name, "bucket.json"));
      // No description: its creation or deletion was cut short, so it holds nothing.
      if (description === null) continue;
      buckets.push(await Bucket.open(join(bucketsFolder, name), name, createdOf(description)));
    }
    const sequencer = await Sequencer.open(join(folder, "sequencer"));
    return new ObjectStore(bucketsFolder, buckets, sequencer, listener);
  }

  /** In the order of their names. */
  buckets(): Bucket[] {
    return [...this.#buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): Bucket | undefined {
    return this.#buckets.get(name);
  }

  /** @throws AwsError NoSuchBucket. */
  bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) throw new AwsError("NoSuchBucket", 404, "The specified bucket does not exist");
    return bucket;
  }

  /** @throws AwsError InvalidBucketName (which keeps names from leaving the folder), BucketAlreadyOwnedByYou. */
  async createBucket(name: string): Promise<Bucket> {
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) || name.includes("..")) {
      throw new AwsError("InvalidBucketName", 400, "The specified bucket is not valid.");
    }
    if (this.#buckets.has(name)) {
      throw new AwsError(
        "BucketAlreadyOwnedByYou",
        409,
        "Your previous request to create the named bucket succeeded and you already own it.",
      );
    }
    const folder = join(this.#folder, name);
    const created = new Date().toISOString();
    await mkdir(folder, { recursive: true });
    const bucket = await Bucket.open(folder, name, created);
    await writeFileAtomically(join(folder, "bucket.json"), JSON.stringify({ created }));
    this.#buckets.set(name, bucket);
    return bucket;
  }

  /** @throws AwsError NoSuchBucket, BucketNotEmpty. */
  async deleteBucket(name: string): Promise<void> {
    const bucket = this.bucket(name);
    await bucket.exclusively(async () => {
      if (!bucket.isEmpty) {
        throw new AwsError("BucketNotEmpty", 409, "The bucket you tried to delete is not empty");
      }
      this.#buckets.delete(name);
      await rm(join(this.#folder, name, "bucket.json"), { force: true });
      await rm(join(this.#folder, name), { recursive: true, force: true });
    });
  }

  /**
   * Put an object in place, if `mayReplace` does not throw at what is there now. Its data files exist already;
   * they are removed if anything fails.
   */
  async create(
    bucket: Bucket,
    draft: Omit<StoredObject, "sequencer" | "lastModified">,
    creation: Creation,
    mayReplace: (current: StoredObject | undefined) => void,
  ): Promise<StoredObject> {
    mayReplace(bucket.find(draft.key));
    const object: StoredObject = {
      ...draft,
      // S3 keeps whole seconds.
      lastModified: new Date(Math.floor(Date.now() / 1000) * 1000).toISOString(),
      sequencer: await this.#sequencer.next(),
    };
    const notification = await this.#listener.creating(bucket.name, object, creation);
    try {
      await bucket.replace(object);
    } catch (cause) {
      await notification.cancel();
      throw cause;
    }
    notification.commit();
    return object;
  }
}

function createdOf(description: string): string {
  const value: unknown = JSON.parse(description);
  return (isJsonObject(value) ? stringOf(value, "created") : undefined) ?? new Date(0).toISOString();
}
