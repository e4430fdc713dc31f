import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { cut, decodeAll } from "./decoding.ts";

const raw = (latin1: string, padding = 600): Buffer =>
  Buffer.concat([Buffer.from(latin1, "latin1"), Buffer.alloc(padding, "\x01\x02\xfe\xff\0", "latin1")]);
const zip = (...names: readonly string[]): Buffer =>
  Buffer.from(zipSync(Object.fromEntries(names.map((name) => [name, new Uint8Array([1, 2, 3])]))));

const tar = Buffer.alloc(1024);
tar.write("sales.csv", 0);
tar.write("ustar\x0000", 257, "latin1");
tar.write("a,b\n1,2\n", 512);

const noise = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * i * 31 + (i >> 3) * 7) & 0xff));

const binaries: readonly (readonly [looksLike: string, bytes: Uint8Array])[] = [
  ["an Excel workbook (.xlsx)", zip("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml")],
  [
    "an OpenDocument spreadsheet (.ods)",
    Buffer.concat([
      raw("PK\x03\x04", 20),
      Buffer.from("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
    ]),
  ],
  ["a Word document (.docx)", zip("[Content_Types].xml", "word/document.xml")],
  ["a PowerPoint presentation (.pptx)", zip("ppt/presentation.xml")],
  ["a ZIP archive", zip("sales.csv")],
  ["an old Excel workbook (.xls) or Office document", raw("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")],
  ["a Parquet file", raw("PAR1\x15\x04")],
  ["an Avro file", raw("Obj\x01")],
  ["an ORC file", raw("ORC\n\x03")],
  ["an Arrow (Feather) file", raw("ARROW1\0\0")],
  ["a PDF document", Buffer.from("%PDF-1.7\n1 0 obj\n")],
  ["a PNG image", raw("\x89PNG\r\n\x1a\n")],
  ["a JPEG image", raw("\xff\xd8\xff\xe0")],
  ["a GIF image", raw("GIF89a")],
  ["a WebP image", raw("RIFF\x10\0\0\0WEBPVP8 ")],
  ["an SQLite database", raw("SQLite format 3\0")],
  ["a bzip2 archive", raw("BZh91AY&SY")],
  ["an xz archive", raw("\xfd7zXZ\0")],
  ["a 7-Zip archive", raw("7z\xbc\xaf\x27\x1c")],
  ["a RAR archive", raw("Rar!\x1a\x07\x01\0")],
  ["a tar archive", tar],
  ["a program (ELF)", raw("\x7fELF\x02\x01\x01")],
  ["a Java class or macOS program", raw("\xca\xfe\xba\xbe\0\0\x004")],
  ["a WebAssembly module", raw("\0asm\x01\0\0\0")],
  ["UTF-32 text", Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0])],
  ["binary data", Buffer.alloc(4096)],
  ["binary data", noise],
];

describe("what is not text is named, with advice", () => {
  it.each(binaries)("%s", async (looksLike, bytes) => {
    for (const chunkBytes of [100, bytes.length]) {
      const { failure } = await decodeAll(cut(bytes, chunkBytes));
      expect(failure).toMatchObject({ code: "NOT_TEXT", data: { looksLike } });
      expect(String(failure)).toMatch(/\. (Export|Unpack|Upload|Save)/);
    }
  });
});

describe("text is not mistaken for a binary whose magic number is made of letters", () => {
  it.each([
    "ORCID,name\n0000-0001,Ann\n",
    "PAR1,PAR2\n1,2\n",
    "BZh,x\n1,2\n",
    "MZ,RT\n100.1,3\n",
    "abcdftyp,x\n1,2\n",
    "<html>,x\n1,2\n",
    "PK,name\n1,a\n",
  ])("%j", async (text) => {
    expect(await decodeAll(cut(Buffer.from(text), 7))).toMatchObject({ text, failure: null });
  });
});

describe("nothing to read", () => {
  it.each([
    ["no bytes", "", 0],
    ["a line end", "\n", 1],
    ["blanks and line ends", " \t\r\n \n", 6],
    ["a BOM", "\ufeff", 3],
    ["a BOM and blanks", "\ufeff \n", 5],
    ["no-break spaces", "\u00a0\n", 3],
  ])("%s", async (_, text, sizeBytes) => {
    const { failure } = await decodeAll(cut(Buffer.from(text), 2));
    expect(failure).toMatchObject({ code: "EMPTY_FILE", data: { sizeBytes } });
  });
});
