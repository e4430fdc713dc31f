/** What every ObjectSource does. */
import { describe, expect, it } from "vitest";
import {
  ObjectChangedError,
  type ObjectSource,
  type OpenObject,
  type UploadEvent,
} from "../../lambda/ports.ts";

export interface ObjectSourceHarness {
  readonly source: ObjectSource;
  readonly bucket: string;
  /** Upload; answers the ETag without quotes. */
  upload(key: string, bytes: Uint8Array, metadata?: Readonly<Record<string, string>>): Promise<string>;
  remove(key: string): Promise<void>;
}

export function objectSourceContract(name: string, openHarness: () => ObjectSourceHarness): void {
  let keys = 0;
  const freshKey = (ending = ".csv") => `uploads/contract/${keys++}${ending}`;
  const text = (content: string) => new TextEncoder().encode(content);

  const eventOf = (bucket: string, key: string, etag: string | null, rawKey = key): UploadEvent => ({
    bucket,
    key,
    rawKey,
    etag,
    versionId: null,
    sequencer: null,
    // Long ago: what is not there now will not come any more.
    eventTime: "2020-01-01T00:00:00.000Z",
  });

  describe(`ObjectSource: ${name}`, () => {
    it("opens the object with its size, ETag and user metadata, and delivers it", async () => {
      const { source, bucket, upload } = openHarness();
      const key = freshKey(" ä+%&=😀.csv");
      const etag = await upload(key, text("a,b\n1,2\n"), { "csv-delimiter": "comma" });
      const object = opened(await source.open(eventOf(bucket, key, etag)));
      expect(object).toMatchObject({ key, etag, sizeBytes: 8, metadata: { "csv-delimiter": "comma" } });
      expect(Math.abs(Date.now() - object.lastModified.getTime())).toBeLessThan(60_000);
      expect(await read(object)).toEqual(text("a,b\n1,2\n"));
    });

    it("delivers an empty object", async () => {
      const { source, bucket, upload } = openHarness();
      const key = freshKey();
      const object = opened(await source.open(eventOf(bucket, key, await upload(key, text("")))));
      expect(object.sizeBytes).toBe(0);
      expect(await read(object)).toEqual(text(""));
    });

    it("delivers some megabytes unchanged", async () => {
      const { source, bucket, upload } = openHarness();
      const key = freshKey();
      const bytes = Uint8Array.from({ length: 3_000_001 }, (_, i) => (i * 31) % 251);
      const object = opened(await source.open(eventOf(bucket, key, await upload(key, bytes))));
      expect(Buffer.from(await read(object)).equals(bytes)).toBe(true);
    });

    it("takes the present content when the event states no ETag", async () => {
      const { source, bucket, upload } = openHarness();
      const key = freshKey();
      const etag = await upload(key, text("a\n"));
      expect(opened(await source.open(eventOf(bucket, key, null))).etag).toBe(etag);
    });

    it("says not_found", async () => {
      const { source, bucket } = openHarness();
      expect(await source.open(eventOf(bucket, freshKey(), "d41d8cd98f00b204e9800998ecf8427e"))).toBe(
        "not_found",
      );
    });

    it("says not_found once the object was deleted", async () => {
      const { source, bucket, upload, remove } = openHarness();
      const key = freshKey();
      const etag = await upload(key, text("a\n"));
      await remove(key);
      expect(await source.open(eventOf(bucket, key, etag))).toBe("not_found");
    });

    it("says superseded when the content is not the announced one", async () => {
      const { source, bucket, upload } = openHarness();
      const key = freshKey();
      const old = await upload(key, text("old\n"));
      await upload(key, text("new\n"));
      expect(await source.open(eventOf(bucket, key, old))).toBe("superseded");
    });

    it("falls back to the key as it stood in the event", async () => {
      const { source, bucket, upload } = openHarness();
      const rawKey = freshKey("a+b.csv");
      const etag = await upload(rawKey, text("a\n"));
      const object = opened(await source.open(eventOf(bucket, rawKey.replace("+", " "), etag, rawKey)));
      expect(object.key).toBe(rawKey);
      object.close();
    });

    it("can be closed before, while and after it is read, more than once", async () => {
      const { source, bucket, upload } = openHarness();
      const key = freshKey();
      const event = eventOf(bucket, key, await upload(key, new Uint8Array(2_000_000)));
      const unread = opened(await source.open(event));
      unread.close();
      unread.close();
      const begun = opened(await source.open(event));
      for await (const chunk of begun.body) {
        expect(chunk.byteLength).toBeGreaterThan(0);
        break;
      }
      begun.close();
      const whole = opened(await source.open(event));
      await read(whole);
      whole.close();
    });

    it("never mixes two contents: overwritten while it is read, it ends whole or with ObjectChangedError", async () => {
      const { source, bucket, upload } = openHarness();
      const key = freshKey();
      const first = new Uint8Array(4_000_000).fill(1);
      const object = opened(await source.open(eventOf(bucket, key, await upload(key, first))));
      await upload(key, new Uint8Array(4_000_000).fill(2));
      const outcome = await read(object).catch((error: unknown) => error);
      if (outcome instanceof Uint8Array) expect(Buffer.from(outcome).equals(first)).toBe(true);
      else expect(outcome).toBeInstanceOf(ObjectChangedError);
    });
  });
}

function opened(outcome: Awaited<ReturnType<ObjectSource["open"]>>): OpenObject {
  if (typeof outcome === "string") throw new Error(`Expected an object, got ${outcome}.`);
  return outcome;
}

async function read(object: OpenObject): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of object.body) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}
