/** Where uploads are, and where their outputs go. */
import { createHash } from "node:crypto";

export const uploadPrefix = "uploads/";
const outputPrefix = "processed/";

/** Where the outputs of a file were written. */
export interface OutputKeys {
  readonly summaryKey: string;
  /** Null when reports are switched off. */
  readonly reportKey: string | null;
}

/** S3's limit for a key. */
const keyBytesMax = 1024;

/**
 * Extensions that keep a name apart from its `.csv` neighbour: `sales.tsv` and `sales.tsv.csv` are two uploads.
 */
const knownExtension =
  /\.(csv|tsv|tab|psv|txt|dat|data|log|gz|gzip|zst|zstd|zip|bz2|xz|7z|tar|json|jsonl|ndjson|xml|xls|xlsx|ods|parquet|avro|orc|pdf|png|jpg|jpeg)$/i;

/**
 * The key of a file's summary. `sales.csv` → `processed/sales_summary.json`; other names stay whole, `sales.csv.gz`
 * → `processed/sales.csv.gz_summary.json`; folders are kept.
 *
 * Two uploads never share an output:
 * - `.csv` is not dropped where the rest ends in a known extension (`sales.tsv.csv` stays whole), so that it
 *   cannot meet an upload of that name;
 * - a name without a known extension (`sales`, which would meet `sales.csv`) gets `processed/sales.summary.json`;
 * - a key too long for S3 is cut and carries the SHA-256 of the file name.
 */
export function summaryKey(fileName: string): string {
  return outputKey(fileName, "summary.json");
}

/** The key of a file's report, beside its summary: `sales.csv` → `processed/sales_report.html`. */
export function reportKey(fileName: string): string {
  return outputKey(fileName, "report.html");
}

function outputKey(fileName: string, kind: string): string {
  const stem = fileName.endsWith(".csv") ? fileName.slice(0, -".csv".length) : null;
  if (stem !== null && !knownExtension.test(stem)) return fittingKey(fileName, stem, `_${kind}`);
  return fittingKey(fileName, fileName, knownExtension.test(fileName) ? `_${kind}` : `.${kind}`);
}

function fittingKey(fileName: string, base: string, suffix: string): string {
  const key = `${outputPrefix}${base}${suffix}`;
  if (Buffer.byteLength(key) <= keyBytesMax) return key;
  const mark = `~${createHash("sha256").update(fileName).digest("hex")}`;
  const room = keyBytesMax - Buffer.byteLength(`${outputPrefix}${mark}${suffix}`);
  return `${outputPrefix}${cutToBytes(base, room)}${mark}${suffix}`;
}

function cutToBytes(text: string, bytesMax: number): string {
  let bytes = 0;
  let cut = "";
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > bytesMax) break;
    cut += character;
  }
  return cut;
}

/** The name of an uploaded file: its key below `uploads/`. */
export function fileNameOf(key: string): string {
  return key.startsWith(uploadPrefix) ? key.slice(uploadPrefix.length) : key;
}
