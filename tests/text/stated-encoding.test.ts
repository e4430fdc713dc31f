/** Encodings that have to be stated. The bytes are those that Python's codecs write. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseOptions } from "../../lambda/profile/option-parsing.ts";
import type { Encoding } from "../../lambda/profile/options.ts";
import { profileCsv } from "../../lambda/profile/profile-csv.ts";
import { createTranscoder } from "../../lambda/text/encoding.ts";
import { statedEncodings } from "../../lambda/text/stated-encoding.ts";
import { cut, decodeAll } from "./decoding.ts";

const written: readonly (readonly [Encoding, hex: string, text: string])[] = [
  ["windows-1250", "50f8ed6c699a209e6c759d6f75e86bfd206bf9f2", "Příliš žluťoučký kůň"],
  ["windows-1251", "cff0e8e2e5f22c20b935", "Привет, №5"],
  ["windows-1253", "c1e8deede1", "Αθήνα"],
  ["windows-1254", "dd7374616e62756c20f0fdfe", "İstanbul ğış"],
  ["windows-1255", "f9ece5ed", "שלום"],
  ["windows-1256", "e3d1cdc8c7", "مرحبا"],
  ["windows-1257", "52ee676120fee0736973", "Rīga žąsis"],
  ["windows-1258", "d0e0", "Đà"],
  ["windows-874", "a1c3d8a7e0b7be", "กรุงเทพ"],
  ["iso-8859-2", "a3f364bc204779fb72fb", "Łódź Gyűrű"],
  ["iso-8859-5", "bcdee1dad2d0", "Москва"],
  ["iso-8859-7", "c1e8deede1", "Αθήνα"],
  ["iso-8859-15", "3520a420bc75767265", "5 € Œuvre"],
  ["koi8-r", "edcfd3cbd7c1", "Москва"],
  ["koi8-u", "ebc9a7d7", "Київ"],
  ["ibm866", "8caee1aaa2a0", "Москва"],
  ["macintosh", "678e6e8e72616c20d2dbd3", "général “€”"],
  ["x-mac-cyrillic", "8ceef1eae2e0", "Москва"],
  ["ibm437", "8f6e67737472946d20ab", "Ångström ½"],
  ["ibm850", "53c66f20546f6d82209e", "São Tomé ×"],
  ["ibm852", "9da264ab", "Łódź"],
  ["shift_jis", "955c2c835c815b83672c938c8b9e", "表,ソート,東京"],
  ["gbk", "d6d0cec42cc9eedbda", "中文,深圳"],
  ["gb18030", "d6d0cec42c8139ee39", "中文,㐀"],
  ["big5", "b35ca55cbb5c", "許功蓋"],
  ["euc-jp", "c5ecb5fe", "東京"],
  ["euc-kr", "c7d1b1b92cbcadbfef", "한국,서울"],
];

describe("a stated encoding", () => {
  it.each(written)("%s", async (encoding, hex, text) => {
    const bytes = Buffer.from(hex, "hex");
    for (const chunkBytes of [1, 2, 3, bytes.length]) {
      const decoded = await decodeAll(cut(bytes, chunkBytes), encoding);
      expect(decoded.failure).toBeNull();
      expect(decoded.text).toBe(text);
      expect(decoded.opened?.encoding).toBe(encoding);
      expect(decoded.opened?.counters.undecodableBytes).toBe(0);
    }
  });

  it.each(statedEncodings)(
    "%s has ASCII in its lower half, and any bytes make a text in any cut",
    (encoding) => {
      const decode = (...chunks: readonly Uint8Array[]) => {
        const counter = { undecodableBytes: 0 };
        const transcoder = createTranscoder(encoding, counter);
        const parts = [...chunks.map((chunk) => transcoder.push(chunk).slice()), transcoder.finish()];
        const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(parts));
        return { text, undecodable: counter.undecodableBytes };
      };
      // Some decoders take controls for others.
      const ascii = Buffer.from([0x09, 0x0a, 0x0d, ...Array.from({ length: 95 }, (_, i) => 0x20 + i)]);
      expect(decode(ascii)).toEqual({ text: ascii.toString("latin1"), undecodable: 0 });
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(40), (bytes, at) => {
          const whole = decode(bytes);
          expect(decode(bytes.subarray(0, at), bytes.subarray(at))).toEqual(whole);
          expect(whole.text.split("\ufffd").length - 1).toBe(whole.undecodable);
        }),
        { numRuns: 50 },
      );
    },
  );

  it.each<[Encoding, string, string, number]>([
    ["windows-1251", "c098", "А\ufffd", 1],
    ["windows-1253", "c1ff", "Α\ufffd", 1],
    // What has no meaning in it but control characters is a sign that it is another one.
    ["iso-8859-2", "619a", "a\ufffd", 1],
    ["shift_jis", "938c8b", "東\ufffd", 1],
    ["gbk", "d6d081", "中\ufffd", 1],
    ["euc-kr", "c7d181", "한\ufffd", 1],
  ])("%s: bytes %s without a meaning are counted", async (encoding, hex, text, undecodable) => {
    const decoded = await decodeAll(cut(Buffer.from(hex, "hex"), 1), encoding);
    expect(decoded.text).toBe(text);
    expect(decoded.opened?.counters.undecodableBytes).toBe(undecodable);
  });

  it.each([
    ["cp1251", "windows-1251"],
    ["Windows-1250", "windows-1250"],
    ["latin2", "iso-8859-2"],
    ["ISO_8859-2", "iso-8859-2"],
    ["iso-8859-9", "windows-1254"],
    ["Shift-JIS", "shift_jis"],
    ["sjis", "shift_jis"],
    ["CP932", "shift_jis"],
    ["gb2312", "gbk"],
    ["cp866", "ibm866"],
    ["cp850", "ibm850"],
    ["ks_c_5601-1987", "euc-kr"],
    ["mac_roman", "macintosh"],
  ])("may be called %s", (label, encoding) => {
    expect(parseOptions({ encoding: label }, (name) => name)).toEqual({ encoding });
  });

  it.each(["ebcdic", "utf-7", "", "iso-2022-kr", "replacement", "utf-16"])("is not %o", (label) => {
    expect(() => parseOptions({ encoding: label }, (name) => `csv-${name}`)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
  });

  it.each(["auto", "reference"] as const)(
    "is read by the engine %s, to the names of columns",
    async (engine) => {
      const bytes = Buffer.concat([
        Buffer.from("93738e732c906c8cfb0a", "hex"), // 都市,人口
        Buffer.from("955c938c8b9e2c31340a", "hex"), // 表東京,14
        Buffer.from("91e58de32c390a", "hex"), // 大阪,9
      ]);
      const { content } = await profileCsv(cut(bytes, 5), { encoding: "shift_jis", engine });
      expect(content.dialect?.encoding).toBe("shift_jis");
      expect(content.schema).toEqual({ 都市: "string", 人口: "int" });
      expect(content.columns[0]?.frequent?.values.map(({ value }) => value)).toEqual(["大阪", "表東京"]);
      expect(content.quality_issues.alerts).toEqual([]);
    },
  );
});
