import zlib, { deflateRawSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ProfilerError } from "../../lambda/errors.ts";
import { decompressionRatioFloorBytes } from "../../lambda/limits.ts";
import { decodeText } from "../../lambda/text/decode.ts";
import { cut, decodeAll } from "./decoding.ts";

const table = Array.from({ length: 30_000 }, (_, i) => `${i},name ${(i * 7919) % 1000}\n`).join("");
const half = table.length / 2;
const gzipped = gzipSync(table);
const twoMembers = Buffer.concat([gzipSync(table.slice(0, half)), gzipSync(table.slice(half))]);

const codeOf = (error: unknown) => (error instanceof ProfilerError ? error.code : error);

describe("gzip", () => {
  it.each([
    { file: "one member", bytes: gzipped, trailing: 0 },
    { file: "two members", bytes: twoMembers, trailing: 0 },
    { file: "members of nothing", bytes: Buffer.concat([gzipSync(""), gzipped, gzipSync("")]), trailing: 0 },
    {
      file: "garbage after the last member",
      bytes: Buffer.concat([gzipped, Buffer.from("garbage!")]),
      trailing: 8,
    },
    { file: "a tape's padding of NULs", bytes: Buffer.concat([gzipped, Buffer.alloc(512)]), trailing: 512 },
  ])("$file is read whole", async ({ bytes, trailing }) => {
    for (const chunkBytes of [997, 65_536, gzipped.length, bytes.length]) {
      const decoded = await decodeAll(cut(bytes, chunkBytes));
      expect(decoded.failure).toBeNull();
      expect(decoded.text === table).toBe(true);
      expect(decoded.opened).toMatchObject({ compression: "gzip", encoding: "utf-8" });
      expect(decoded.opened?.counters).toMatchObject({
        sourceBytes: bytes.length,
        textBytes: table.length,
        trailingBytes: trailing,
      });
    }
  });

  it("is read whole when cut at every byte", async () => {
    const small = Buffer.concat([gzipSync("a,b\n"), gzipSync("1,2\n")]);
    for (let at = 1; at < small.length; at++) {
      const halves = [small.subarray(0, at), small.subarray(at)];
      const decoded = await decodeAll(each(halves));
      expect(decoded).toMatchObject({ text: "a,b\n1,2\n", failure: null });
    }
  });

  it("members of every length are read alike, however they are cut", async () => {
    const scattered = Array.from({ length: 400 }, (_, i) => String((i * 7919) % 1009)).join("");
    const texts = [...Array(400).keys()].map((length) => `${scattered.slice(0, 3 * length)}\n`);
    const bytes = Buffer.concat([...texts, "x".repeat(200_000)].map((text) => gzipSync(text)));
    for (const chunkBytes of [1, 19, 64, 511, 4_096, bytes.length]) {
      const decoded = await decodeAll(cut(bytes, chunkBytes));
      expect(decoded).toMatchObject({ text: `${texts.join("")}${"x".repeat(200_000)}`, failure: null });
    }
  });

  it("a short member that is damaged anywhere, or cut off, is found out after what is before it", async () => {
    const first = gzipSync("a,b\n");
    const second = gzipSync("1,2\n");
    for (let at = 10; at < second.length; at++) {
      const damaged = Buffer.from(second);
      damaged[at] = (damaged[at] ?? 0) ^ 0x55;
      for (const bytes of [damaged, second.subarray(0, at)]) {
        const decoded = await decodeAll(cut(Buffer.concat([first, bytes]), 100));
        expect(decoded.text.startsWith("a,b\n")).toBe(true);
        expect(codeOf(decoded.failure)).toBe("DECOMPRESSION_FAILED");
      }
    }
  });

  it("may hold UTF-16", async () => {
    const decoded = await decodeAll(cut(gzipSync(Buffer.from("\ufeffa,b\n1,é\n", "utf16le")), 5));
    expect(decoded).toMatchObject({ text: "a,b\n1,é\n", failure: null });
  });

  it("cut off: delivers everything before, then fails", async () => {
    for (const missing of [1, 8, 9, 100, gzipped.length - 40]) {
      for (const chunkBytes of [1000, gzipped.length]) {
        const decoded = await decodeAll(cut(gzipped.subarray(0, gzipped.length - missing), chunkBytes));
        expect(codeOf(decoded.failure)).toBe("DECOMPRESSION_FAILED");
        expect(table.startsWith(decoded.text)).toBe(true);
        if (missing <= 8) expect(decoded.text === table).toBe(true);
        if (decoded.text.length < 60_000) expect(decoded.opened?.headIsWhole ?? false).toBe(false);
      }
    }
  });

  it("cut off in its first bytes: fails at once, there is nothing to read", async () => {
    const decoded = await decodeAll(cut(gzipped.subarray(0, 12), 12));
    expect(decoded.opened).toBeNull();
    expect(codeOf(decoded.failure)).toBe("DECOMPRESSION_FAILED");
  });

  it("damaged in the middle: delivers what comes before the damage", async () => {
    const damaged = Buffer.from(gzipped);
    damaged.fill(0xff, damaged.length - 2000, damaged.length - 1900);
    const decoded = await decodeAll(cut(damaged, 1000));
    expect(codeOf(decoded.failure)).toBe("DECOMPRESSION_FAILED");
    expect(decoded.text.length).toBeGreaterThan(table.length / 2);
  });

  it("with a wrong checksum: fails", async () => {
    const damaged = Buffer.from(gzipped);
    damaged.writeUInt32LE(1, damaged.length - 8);
    expect(codeOf((await decodeAll(cut(damaged, 1000))).failure)).toBe("DECOMPRESSION_FAILED");
  });

  it("with a file name, a comment, an extra field and a checksum in its header is read", async () => {
    const plain = gzipSync("a,b\n1,2\n");
    const header = Buffer.from(
      "\x1f\x8b\x08\x1e\0\0\0\0\0\x03\x03\0xyzsales.csv\0comment\0\x12\x34",
      "latin1",
    );
    const decoded = await decodeAll(cut(Buffer.concat([header, plain.subarray(10)]), 3));
    expect(decoded).toMatchObject({ text: "a,b\n1,2\n", failure: null });
  });

  it("of nothing is an empty file", async () => {
    const { failure } = await decodeAll(cut(gzipSync(""), 9));
    expect(codeOf(failure)).toBe("EMPTY_FILE");
    expect(String(failure)).toContain("0 bytes");
  });

  it("of gzip is named", async () => {
    const { failure } = await decodeAll(cut(gzipSync(gzipped), 9));
    expect(codeOf(failure)).toBe("NOT_TEXT");
  });

  it("that expands without end is given up, with bounded memory", async () => {
    // Deflate of equal bytes reaches 1,030 : 1. Blocks of 64 MB end on a byte's edge and can be chained.
    const block = deflateRawSync(Buffer.alloc(64 * 1024 * 1024, "a"), { finishFlush: 3 });
    const header = gzipSync("").subarray(0, 10);
    let delivered = 0;
    const bomb = async function* () {
      yield header;
      for (let sent = 0; sent < 2 * decompressionRatioFloorBytes; sent += block.length) {
        yield block;
        delivered += block.length;
      }
    };
    let failure: unknown = null;
    let textBytes = 0;
    try {
      for await (const chunk of (await decodeText(bomb())).body) textBytes += chunk.length;
    } catch (error) {
      failure = error;
    }
    expect(codeOf(failure)).toBe("DECOMPRESSION_BOMB");
    expect(delivered).toBeLessThan(decompressionRatioFloorBytes + 2 * block.length);
    expect(textBytes).toBeGreaterThan(decompressionRatioFloorBytes);
  });
});

describe("zstd", () => {
  const frame = Buffer.from("28b52ffd2008410000612c620a312c320a", "hex");
  const skippable = Buffer.from("502a4d1803000000616263", "hex");
  const runtimeHasIt = "createZstdDecompress" in zlib;

  it.runIf(runtimeHasIt).each([
    { file: "one frame", bytes: frame, text: "a,b\n1,2\n" },
    { file: "two frames", bytes: Buffer.concat([frame, frame]), text: "a,b\n1,2\na,b\n1,2\n" },
    {
      file: "a skippable frame",
      bytes: Buffer.concat([frame, skippable, frame]),
      text: "a,b\n1,2\na,b\n1,2\n",
    },
  ])("$file is read whole", async ({ bytes, text }) => {
    for (const chunkBytes of [1, 5, bytes.length])
      expect(await decodeAll(cut(bytes, chunkBytes))).toMatchObject({ text, failure: null });
  });

  it.runIf(runtimeHasIt)("cut off: fails", async () => {
    for (let bytes = 4; bytes < frame.length; bytes++) {
      const decoded = await decodeAll(cut(Buffer.concat([frame, frame.subarray(0, bytes)]), 5));
      expect(decoded.text.startsWith("a,b\n1,2\n")).toBe(true);
      expect(codeOf(decoded.failure)).toBe("DECOMPRESSION_FAILED");
    }
  });

  it.skipIf(runtimeHasIt)("is named, with advice, where the runtime has none", async () => {
    const { failure } = await decodeAll(cut(frame, 5));
    expect(codeOf(failure)).toBe("NOT_TEXT");
    expect(String(failure)).toContain("Compress it with gzip");
  });
});

describe("the source", () => {
  it.each(["plain", "gzip"])("its own error passes through unchanged (%s)", async (kind) => {
    const reset = new Error("ECONNRESET");
    for (const good of [0, 1000, 100_000]) {
      const bytes = kind === "gzip" ? gzipped : Buffer.from(table);
      const decoded = await decodeAll(
        (async function* () {
          yield bytes.subarray(0, good);
          throw reset;
        })(),
      );
      expect(decoded.failure).toBe(reset);
      expect(table.startsWith(decoded.text)).toBe(true);
    }
  });

  it.each(["plain", "gzip"])("is closed when the reader leaves early (%s)", async (kind) => {
    const source = watched(kind === "gzip" ? gzipped : Buffer.from(table));
    const { body } = await decodeText(source.stream());
    for await (const chunk of body) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(source.closed()).toBe(true);
  });

  it("is closed when the file is no text", async () => {
    const source = watched(Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(200_000)]));
    await expect(decodeText(source.stream())).rejects.toMatchObject({ code: "NOT_TEXT" });
    expect(source.closed()).toBe(true);
  });

  it("is read no further than asked", async () => {
    const source = watched(Buffer.from(table.repeat(10)));
    const { body } = await decodeText(source.stream());
    expect(source.sentBytes()).toBeLessThan(70_000);
    const iterator = body[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.next();
    expect(source.sentBytes()).toBeLessThan(80_000);
    await iterator.return?.();
  });
});

async function* each(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

function watched(bytes: Uint8Array) {
  let sent = 0;
  let closed = false;
  return {
    async *stream(): AsyncGenerator<Uint8Array> {
      try {
        for (let at = 0; at < bytes.length; at += 1000) {
          sent += 1000;
          yield bytes.subarray(at, at + 1000);
        }
      } finally {
        closed = true;
      }
    },
    sentBytes: () => sent,
    closed: () => closed,
  };
}
