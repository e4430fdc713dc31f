import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Encoding } from "../../lambda/profile/options.ts";
import { createTranscoder } from "../../lambda/text/encoding.ts";
import { cut, decodeAll, utf16be } from "./decoding.ts";

const text = "naïve,€\r\nnäh,😀\n";

interface Case {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly stated?: Encoding;
  readonly encoding: Encoding;
  readonly bom?: true;
  readonly text: string;
  readonly undecodable?: number;
}

const bytes = (...parts: (string | readonly number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Uint8Array.from(part))));

const cases: readonly Case[] = [
  { file: "ASCII", bytes: bytes("a,b\n1,2\n"), encoding: "utf-8", text: "a,b\n1,2\n" },
  { file: "UTF-8", bytes: bytes(text), encoding: "utf-8", text },
  { file: "UTF-8 with BOM", bytes: bytes("\ufeff", text), encoding: "utf-8", bom: true, text },
  {
    file: "a second BOM is text",
    bytes: bytes("\ufeff\ufeffa\n"),
    encoding: "utf-8",
    bom: true,
    text: "\ufeffa\n",
  },
  {
    file: "UTF-16LE with BOM",
    bytes: Buffer.from(`\ufeff${text}`, "utf16le"),
    encoding: "utf-16le",
    bom: true,
    text,
  },
  { file: "UTF-16BE with BOM", bytes: utf16be(`\ufeff${text}`), encoding: "utf-16be", bom: true, text },
  { file: "UTF-16LE by its NULs", bytes: Buffer.from(text, "utf16le"), encoding: "utf-16le", text },
  { file: "UTF-16BE by its NULs", bytes: utf16be(text), encoding: "utf-16be", text },
  {
    file: "UTF-16LE in Japanese by its NULs",
    bytes: Buffer.from("名前,年齢\n山田太郎,42\n鈴木一郎,37\n", "utf16le"),
    encoding: "utf-16le",
    text: "名前,年齢\n山田太郎,42\n鈴木一郎,37\n",
  },
  {
    file: "UTF-16LE with lone surrogates and half a character at the end",
    bytes: bytes([0xff, 0xfe, 0x61, 0, 0x00, 0xd8, 0x62, 0, 0x00, 0xdc, 0x0a, 0, 0x3d, 0xd8, 0x00]),
    encoding: "utf-16le",
    bom: true,
    text: "a\ufffdb\ufffd\n\ufffd\ufffd",
    undecodable: 7,
  },
  {
    file: "windows-1252",
    bytes: bytes("caf", [0xe9], ",", [0x80], "5,", [0x93], "x", [0x94], "\n"),
    encoding: "windows-1252",
    text: "café,€5,“x”\n",
  },
  {
    file: "windows-1252 ending in what UTF-8 would continue",
    bytes: bytes("caf", [0xe9]),
    encoding: "windows-1252",
    text: "café",
  },
  {
    file: "windows-1252 with an undefined byte",
    bytes: bytes("caf", [0xe9], [0x81], "\n"),
    encoding: "windows-1252",
    text: "caf\u00e9\ufffd\n",
    undecodable: 1,
  },
  {
    file: "UTF-8 with one broken character",
    bytes: bytes("é,è\nà,", [0xe9], "\n"),
    encoding: "utf-8",
    text: "é,è\nà,\ufffd\n",
    undecodable: 1,
  },
  {
    file: "UTF-8 cut off at its end",
    bytes: bytes("é,è\n", [0xf0, 0x9f, 0x98]),
    encoding: "utf-8",
    text: "é,è\n\ufffd",
    undecodable: 3,
  },
  {
    file: "overlong and surrogate forms in UTF-8",
    bytes: bytes("éèàüöäßñ", [0xc0, 0xaf, 0xed, 0xa0, 0x80], "\n"),
    encoding: "utf-8",
    text: `éèàüöäßñ${"\ufffd".repeat(5)}\n`,
    undecodable: 5,
  },
  {
    file: "stated windows-1252 is believed",
    bytes: bytes("é\n"),
    stated: "windows-1252",
    encoding: "windows-1252",
    text: "Ã©\n",
  },
  {
    file: "stated UTF-8 is believed",
    bytes: bytes("caf", [0xe9], "\n"),
    stated: "utf-8",
    encoding: "utf-8",
    text: "caf\ufffd\n",
    undecodable: 1,
  },
  {
    file: "a stated encoding's BOM is no text",
    bytes: bytes("\ufeffa\n"),
    stated: "utf-8",
    encoding: "utf-8",
    bom: true,
    text: "a\n",
  },
  {
    file: "a few NULs are text",
    bytes: bytes("name,city\nAnn\0,Oslo\nBob,Rome\n"),
    encoding: "utf-8",
    text: "name,city\nAnn\0,Oslo\nBob,Rome\n",
  },
  {
    file: "Hive's ^A as delimiter",
    bytes: bytes("1\x01a\n2\x01b\n"),
    encoding: "utf-8",
    text: "1\x01a\n2\x01b\n",
  },
];

describe("the encoding of a file is found and its text is the same however it is cut", () => {
  it.each(cases)("$file", async ({ bytes, stated, encoding, bom, text, undecodable }) => {
    for (const chunkBytes of [1, 2, 3, 5, 7, bytes.length]) {
      const decoded = await decodeAll(cut(bytes, chunkBytes), stated);
      expect(decoded.failure).toBeNull();
      expect({ text: decoded.text, encoding: decoded.opened?.encoding, bom: decoded.opened?.bom }).toEqual({
        text,
        encoding,
        bom: bom ?? false,
      });
      expect(decoded.opened?.counters).toEqual({
        sourceBytes: bytes.length,
        textBytes: Buffer.byteLength(text),
        undecodableBytes: undecodable ?? 0,
        trailingBytes: 0,
      });
    }
  });
});

describe("encoding, beyond the head", () => {
  const asciiHead = "id,name\n".repeat(20_000);

  it("keeps UTF-8 and counts the bytes when windows-1252 turns up late", async () => {
    const decoded = await decodeAll(cut(bytes(asciiHead, "caf", [0xe9], "\n", "é\n"), 10_007));
    expect(decoded.opened?.encoding).toBe("utf-8");
    expect(decoded.text).toBe(`${asciiHead}caf\ufffd\né\n`);
    expect(decoded.opened?.counters.undecodableBytes).toBe(1);
  });

  it("does not take a character at the sample's edge for damage", async () => {
    for (const pad of [0, 1, 2, 3]) {
      const long = "x".repeat(pad) + "😀".repeat(40_000);
      const decoded = await decodeAll(cut(bytes(long), 65_536));
      expect(decoded.opened?.encoding).toBe("utf-8");
      expect(decoded.opened?.headIsWhole).toBe(false);
      expect(decoded.text === long).toBe(true);
    }
  });

  it("does not copy valid UTF-8", async () => {
    const chunk = bytes(asciiHead);
    const { opened } = await decodeAll(cut(chunk, chunk.length));
    expect(opened?.head.buffer).toBe(chunk.buffer);
  });
});

describe("any text in any encoding, cut anywhere, is read back", () => {
  const encoders: Readonly<Record<string, (text: string) => Uint8Array>> = {
    "utf-8": (text) => Buffer.from(text),
    "utf-16le": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
    "utf-16be": (text) => utf16be(`\ufeff${text}`),
  };

  it.each(Object.keys(encoders))("%s", async (encoding) => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "grapheme", minLength: 1 }).map((text) => `a${text}`),
        fc.integer({ min: 1, max: 9 }),
        async (text, chunkBytes) => {
          const decoded = await decodeAll(cut(encoders[encoding]?.(text) ?? new Uint8Array(0), chunkBytes));
          expect(decoded.text).toBe(text);
        },
      ),
    );
  });

  it("replaces exactly what TextDecoder replaces, whatever the bytes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        async (tail, chunkBytes) => {
          const input = bytes("a", [...tail]);
          const decoded = await decodeAll(cut(input, chunkBytes), "utf-8");
          expect(decoded.text).toBe(new TextDecoder("utf-8").decode(input));
        },
      ),
    );
  });

  it.each(Object.keys(encoders))("%s: keeps nothing of a chunk that was consumed", (encoding) => {
    const input = encoders[encoding]?.("naïve,€,😀\n") ?? new Uint8Array(0);
    const transcoder = createTranscoder(encoding as Encoding, { undecodableBytes: 0 });
    const parts: Buffer[] = [];
    for (const byte of input) {
      const chunk = Buffer.of(byte);
      parts.push(Buffer.from(transcoder.push(chunk)));
      chunk.fill(0);
    }
    parts.push(Buffer.from(transcoder.finish()));
    expect(Buffer.concat(parts).toString().replace("\ufeff", "")).toBe("naïve,€,😀\n");
  });
});
