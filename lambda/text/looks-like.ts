/** Names what is not text, so that its owner knows what to do. */
import { countControls, startsWith } from "./encoding.ts";

export interface Lookalike {
  /** Completes "it looks like …". */
  readonly looksLike: string;
  /** One sentence: what to do instead. */
  readonly advice: string;
}

interface Signature extends Lookalike {
  readonly magic: string;
  readonly at?: number;
  /** The magic consists of letters that a CSV may begin with: only binary data after it makes it sure. */
  readonly unsure?: true;
}

const exportCsv = "Export it as CSV and upload that.";
const unpack = "Unpack it and upload the CSV in it, or compress the CSV with gzip.";
const notTable = "Upload the table as CSV.";

/** Magic numbers as Latin-1 text; sources: the formats' own documents, checked against file(1). */
const signatures: readonly Signature[] = [
  {
    magic: "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    looksLike: "an old Excel workbook (.xls) or Office document",
    advice: exportCsv,
  },
  { magic: "PAR1", unsure: true, looksLike: "a Parquet file", advice: exportCsv },
  { magic: "Obj\x01", looksLike: "an Avro file", advice: exportCsv },
  { magic: "ORC", unsure: true, looksLike: "an ORC file", advice: exportCsv },
  { magic: "ARROW1\0\0", looksLike: "an Arrow (Feather) file", advice: exportCsv },
  { magic: "FEA1", unsure: true, looksLike: "a Feather file", advice: exportCsv },
  { magic: "SQLite format 3\0", looksLike: "an SQLite database", advice: exportCsv },
  { magic: "\x89HDF\r\n\x1a\n", looksLike: "an HDF5 file", advice: exportCsv },
  { magic: "$FL2@(#)", looksLike: "an SPSS file", advice: exportCsv },
  { magic: "\0\x01\0\0Standard ", looksLike: "a Microsoft Access database", advice: exportCsv },
  { magic: "%PDF-", looksLike: "a PDF document", advice: notTable },
  { magic: "{\\rtf", looksLike: "a rich text document", advice: notTable },
  { magic: "\x89PNG\r\n\x1a\n", looksLike: "a PNG image", advice: notTable },
  { magic: "\xff\xd8\xff", looksLike: "a JPEG image", advice: notTable },
  { magic: "GIF87a", looksLike: "a GIF image", advice: notTable },
  { magic: "GIF89a", looksLike: "a GIF image", advice: notTable },
  { magic: "WEBP", at: 8, unsure: true, looksLike: "a WebP image", advice: notTable },
  { magic: "II*\0", looksLike: "a TIFF image", advice: notTable },
  { magic: "MM\0*", looksLike: "a TIFF image", advice: notTable },
  { magic: "ftyp", at: 4, unsure: true, looksLike: "a video or HEIF image", advice: notTable },
  {
    magic: "\x1f\x8b\x08",
    looksLike: "a gzip file within the compressed file",
    advice: "Compress it only once.",
  },
  { magic: "BZh", unsure: true, looksLike: "a bzip2 archive", advice: unpack },
  { magic: "\xfd7zXZ\0", looksLike: "an xz archive", advice: unpack },
  { magic: "7z\xbc\xaf\x27\x1c", looksLike: "a 7-Zip archive", advice: unpack },
  { magic: "Rar!\x1a\x07", looksLike: "a RAR archive", advice: unpack },
  { magic: "\x04\x22\x4d\x18", looksLike: "an LZ4 file", advice: unpack },
  { magic: "\xff\x06\0\0sNaPpY", looksLike: "a Snappy file", advice: unpack },
  {
    magic: "\x28\xb5\x2f\xfd",
    looksLike: "a zstd file within the compressed file",
    advice: "Compress it only once.",
  },
  { magic: "ustar", at: 257, looksLike: "a tar archive", advice: unpack },
  { magic: "\x7fELF", looksLike: "a program (ELF)", advice: notTable },
  { magic: "MZ", unsure: true, looksLike: "a Windows program", advice: notTable },
  { magic: "\xca\xfe\xba\xbe", looksLike: "a Java class or macOS program", advice: notTable },
  { magic: "\xcf\xfa\xed\xfe", looksLike: "a macOS program", advice: notTable },
  { magic: "\0asm", looksLike: "a WebAssembly module", advice: notTable },
  { magic: "\xff\xfe\0\0", looksLike: "UTF-32 text", advice: "Save it as UTF-8." },
  { magic: "\0\0\xfe\xff", looksLike: "UTF-32 text", advice: "Save it as UTF-8." },
];

/** What a ZIP archive is, by the name of an entry near its beginning. */
const zipEntries: readonly (Lookalike & { readonly entry: string })[] = [
  { entry: "xl/", looksLike: "an Excel workbook (.xlsx)", advice: exportCsv },
  { entry: "opendocument.spreadsheet", looksLike: "an OpenDocument spreadsheet (.ods)", advice: exportCsv },
  { entry: "Index/Document.iwa", looksLike: "an Apple Numbers or Pages document", advice: exportCsv },
  { entry: "opendocument", looksLike: "an OpenDocument file", advice: notTable },
  { entry: "word/", looksLike: "a Word document (.docx)", advice: notTable },
  { entry: "ppt/", looksLike: "a PowerPoint presentation (.pptx)", advice: notTable },
  { entry: "[Content_Types].xml", looksLike: "an Office document", advice: exportCsv },
  { entry: "META-INF/", looksLike: "a Java archive", advice: notTable },
];
const zip: Lookalike = { looksLike: "a ZIP archive", advice: unpack };
const binary: Lookalike = { looksLike: "binary data", advice: notTable };

/** Share of NULs from which it is no text. Fixed-width exports pad with a few; those are read as they are. */
const nulShareMax = 0.1;
/** Share of control characters in what is not even UTF-8. Random bytes have 0.1; damaged text hardly any. */
const controlShareMax = 0.02;

/** Tell what the file that begins with `sample` is by its magic number; null when it has none that we know. */
export function knownFormat(sample: Uint8Array): Lookalike | null {
  // An empty ZIP archive has no local entry, only the directory's end.
  if (startsWith(sample, latin1("PK\x03\x04")) || startsWith(sample, latin1("PK\x05\x06"))) {
    const names = Buffer.from(sample).toString("latin1");
    return zipEntries.find(({ entry }) => names.includes(entry)) ?? zip;
  }
  const found = signatures.find(({ magic, at = 0 }) => startsWith(sample, latin1(magic), at));
  return found && (!found.unsure || hasControls(sample)) ? found : null;
}

/** Tell whether what has no known magic number is binary all the same. `isUtf8`: of the sample. */
export function binaryContent(sample: Uint8Array, isUtf8: boolean): Lookalike | null {
  if (isUtf8 && !sample.includes(0)) return null;
  const { nul, other } = countControls(sample);
  if (nul > sample.length * nulShareMax) return binary;
  return !isUtf8 && nul + other > sample.length * controlShareMax ? binary : null;
}

function hasControls(sample: Uint8Array): boolean {
  const { nul, other } = countControls(sample.subarray(0, 1024));
  return nul + other > 0;
}

function latin1(text: string): readonly number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}
