/** A bucket in memory. */
import { createHash } from "node:crypto";
import {
  ObjectChangedError,
  type ObjectSource,
  type OpenObject,
  type UploadEvent,
} from "../../lambda/ports.ts";

interface StoredObject {
  readonly bytes: Uint8Array;
  readonly etag: string;
  readonly lastModified: Date;
  readonly metadata: Readonly<Record<string, string>>;
}

const chunkBytes = 64 * 1024;

export class InMemoryObjectSource implements ObjectSource {
  readonly objects = new Map<string, StoredObject>();

  upload(key: string, bytes: Uint8Array, metadata: Readonly<Record<string, string>> = {}): string {
    const etag = createHash("md5").update(bytes).digest("hex");
    this.objects.set(key, { bytes, etag, lastModified: new Date(), metadata });
    return etag;
  }

  async open(event: UploadEvent): Promise<OpenObject | "not_found" | "superseded"> {
    const key = [event.key, event.rawKey].find((candidate) => this.objects.has(candidate));
    const object = key === undefined ? undefined : this.objects.get(key);
    if (key === undefined || object === undefined) return "not_found";
    if (event.etag !== null && event.etag !== object.etag) return "superseded";
    return {
      key,
      etag: object.etag,
      versionId: null,
      sizeBytes: object.bytes.byteLength,
      lastModified: object.lastModified,
      metadata: object.metadata,
      body: this.#read(key, object),
      close: () => undefined,
    };
  }

  async *#read(key: string, object: StoredObject): AsyncGenerator<Uint8Array, void, undefined> {
    for (let at = 0; at < object.bytes.byteLength; at += chunkBytes) {
      if (this.objects.get(key)?.etag !== object.etag) throw new ObjectChangedError(key);
      yield object.bytes.subarray(at, at + chunkBytes);
    }
  }
}
