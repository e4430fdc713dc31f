/** Which encoding a file is in, by its first bytes, and the transcoder that goes with it. */
import { isUtf8 } from "node:buffer";
import type { Encoding } from "../profile/options.ts";
import { SingleByteTranscoder } from "./single-byte.ts";
import { statedTranscoder } from "./stated-encoding.ts";
import type { Transcoder, UndecodableCounter } from "./transcoder.ts";
import { Utf8Repairer, utf8CutStart, utf8Step } from "./utf8.ts";
import { Utf16Transcoder } from "./utf16.ts";
import { windows1252 } from "./windows-1252.ts";

export interface DetectedEncoding {
  readonly encoding: Encoding;
  /** Length of the byte order mark; 0 when there is none. */
  readonly bomBytes: number;
}

const boms: readonly { readonly encoding: Encoding; readonly bytes: readonly number[] }[] = [
  { encoding: "utf-8", bytes: [0xef, 0xbb, 0xbf] },
  { encoding: "utf-16le", bytes: [0xff, 0xfe] },
  { encoding: "utf-16be", bytes: [0xfe, 0xff] },
];

/**
 * Share of the 2-byte units that must have a NUL on one side for UTF-16 without BOM. ASCII text has 1; in
 * Chinese or Japanese only digits, delimiters and line ends have it, some 0.1 to 0.5 of a table.
 */
const utf16NulShareMin = 0.05;
/** Share of control characters in a decoded sample from which it is binary data, not UTF-16. */
const utf16ControlShareMax = 0.01;

/**
 * Decide the encoding of the file that begins with `sample`. A byte order mark decides, then the NUL pattern of
 * UTF-16, then validity as UTF-8. What is not quite valid is UTF-8 with damage when at least as many multi-byte
 * characters are whole as are broken (text in windows-1252 forms whole ones only by rare chance), and
 * windows-1252 otherwise.
 *
 * `stated` is believed against all evidence; its own byte order mark is still recognised.
 */
export function detectEncoding(
  sample: Uint8Array,
  sampleIsWhole: boolean,
  stated?: Encoding,
): DetectedEncoding {
  const bom = boms.find(
    ({ encoding, bytes }) => (stated ?? encoding) === encoding && startsWith(sample, bytes),
  );
  if (bom) return { encoding: bom.encoding, bomBytes: bom.bytes.length };
  return { encoding: stated ?? utf16WithoutBom(sample) ?? eightBit(sample, sampleIsWhole), bomBytes: 0 };
}

export function createTranscoder(encoding: Encoding, counter: UndecodableCounter): Transcoder {
  switch (encoding) {
    case "utf-8":
      return new Utf8Repairer(counter);
    case "utf-16le":
      return new Utf16Transcoder("little", counter);
    case "utf-16be":
      return new Utf16Transcoder("big", counter);
    case "windows-1252":
      return new SingleByteTranscoder(windows1252, counter);
    default:
      return statedTranscoder(encoding, counter);
  }
}

export function startsWith(bytes: Uint8Array, prefix: readonly number[], at = 0): boolean {
  return prefix.every((byte, i) => bytes[at + i] === byte);
}

/** Control characters that text has no use for: C0 without tab, line ends, vertical tab, form feed and escape. */
export function countControls(bytes: Uint8Array): { readonly nul: number; readonly other: number } {
  let nul = 0;
  let other = 0;
  for (const byte of bytes) {
    if (byte === 0) nul++;
    else if (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b) other++;
  }
  return { nul, other };
}

function utf16WithoutBom(sample: Uint8Array): Encoding | null {
  if (!sample.includes(0)) return null;
  const units = sample.length >> 1;
  let evenNuls = 0;
  let oddNuls = 0;
  for (let at = 0; at < units * 2; at += 2) {
    if (sample[at] === 0) evenNuls++;
    if (sample[at + 1] === 0) oddNuls++;
  }
  const most = Math.max(evenNuls, oddNuls);
  if (most === 0 || most < units * utf16NulShareMin || Math.min(evenNuls, oddNuls) * 10 > most) return null;
  const encoding = oddNuls > evenNuls ? "utf-16le" : "utf-16be";
  const ascii = most > units / 2;
  return isPlainText(sample.subarray(0, units * 2), encoding, ascii) ? encoding : null;
}

/**
 * Nothing undecodable, hardly a control character, and lines: binary data with a NUL pattern fails here, and so
 * does 8-bit text padded with NULs. Mostly `ascii` text may be a single line.
 */
function isPlainText(sample: Uint8Array, encoding: Encoding, ascii: boolean): boolean {
  const counter = { undecodableBytes: 0 };
  // Not finished on purpose: the end of the sample may cut a surrogate pair.
  const text = createTranscoder(encoding, counter).push(sample);
  if (counter.undecodableBytes > 0 || !(ascii || text.includes(0x0a) || text.includes(0x0d))) return false;
  const { nul, other } = countControls(text);
  return nul + other <= text.length * utf16ControlShareMax;
}

function eightBit(sample: Uint8Array, sampleIsWhole: boolean): Encoding {
  const end = sampleIsWhole ? sample.length : utf8CutStart(sample);
  if (isUtf8(sample.subarray(0, end))) return "utf-8";
  let whole = 0;
  let broken = 0;
  for (let at = 0; at < end; ) {
    const step = utf8Step(sample, at);
    if (step.kind !== "valid") broken++;
    else if (step.bytes > 1) whole++;
    at += step.bytes;
  }
  return whole >= broken ? "utf-8" : "windows-1252";
}
