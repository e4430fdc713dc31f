/**
 * Encodings that are never found out, but can be stated: those of the WHATWG's Encoding Standard that the runtime's
 * `TextDecoder` knows, and the code pages of DOS, which the standard leaves out.
 */
import { TextDecoder } from "node:util";
import { type SingleByteTable, SingleByteTranscoder, singleByteTable } from "./single-byte.ts";
import type { Transcoder, UndecodableCounter } from "./transcoder.ts";

/** Names as of the standard; one byte a character. */
const singleByteEncodings = [
  ...["ibm866", "koi8-r", "koi8-u", "macintosh", "x-mac-cyrillic"],
  ...["iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8"],
  ...["iso-8859-10", "iso-8859-13", "iso-8859-14", "iso-8859-15"],
  ...["windows-874", "windows-1250", "windows-1251", "windows-1253", "windows-1254", "windows-1255"],
  ...["windows-1256", "windows-1257", "windows-1258"],
] as const;

const multiByteEncodings = ["gbk", "gb18030", "big5", "euc-jp", "shift_jis", "euc-kr"] as const;

/** The bytes 0x80 to 0xFF of the code pages of DOS. Source: the tables of the Unicode Consortium (VENDORS/MICSFT/PC). */
const dosCodePages = {
  ibm437:
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0",
  ibm850:
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0",
  ibm852:
    "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u00ad˝˛ˇ˘§÷¸°¨˙űŘř■\u00a0",
} as const;

type DosCodePage = keyof typeof dosCodePages;
type StandardEncoding = (typeof singleByteEncodings)[number] | (typeof multiByteEncodings)[number];

export type StatedEncoding = StandardEncoding | DosCodePage;

export const statedEncodings: readonly StatedEncoding[] = [
  ...singleByteEncodings,
  ...multiByteEncodings,
  "ibm437",
  "ibm850",
  "ibm852",
];

/** What Windows and DOS call them, where the standard has no such label. */
const furtherLabels: ReadonlyMap<string, StatedEncoding> = new Map([
  ["cp437", "ibm437"],
  ["cp850", "ibm850"],
  ["cp852", "ibm852"],
  ["cp874", "windows-874"],
  ["cp932", "shift_jis"],
  ["cp936", "gbk"],
  ["cp949", "euc-kr"],
  ["cp950", "big5"],
  ["mac-roman", "macintosh"],
  ["macroman", "macintosh"],
]);

/** @param label in small letters, as the standard, Windows or DOS has it @returns null where it is none, or not of this runtime */
export function statedEncoding(label: string): StatedEncoding | null {
  const further = furtherLabels.get(label);
  if (further !== undefined) return further;
  const name = standardName(label) ?? label;
  return statedEncodings.find((encoding) => encoding === name) ?? null;
}

/** @throws RangeError where the runtime does not know it */
export function statedTranscoder(encoding: StatedEncoding, counter: UndecodableCounter): Transcoder {
  const isMultiByte = multiByteEncodings.some((name) => name === encoding);
  return isMultiByte
    ? new MultiByteTranscoder(encoding, counter)
    : new SingleByteTranscoder(tableOf(encoding), counter);
}

function standardName(label: string): string | null {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

const tables = new Map<StatedEncoding, SingleByteTable>();

/** Made once: a guess at the encoding asks for most of them, file after file. */
function tableOf(encoding: StatedEncoding): SingleByteTable {
  const table = tables.get(encoding) ?? singleByteTable(upperHalfOf(encoding));
  tables.set(encoding, table);
  return table;
}

function upperHalfOf(encoding: StatedEncoding): string {
  const dosCodePage = Object.entries(dosCodePages).find(([name]) => name === encoding)?.[1];
  if (dosCodePage !== undefined) return dosCodePage;
  const decoder = new TextDecoder(encoding);
  // Byte by byte: in one piece, what has no meaning could be taken together.
  return Array.from({ length: 128 }, (_, i) => decoder.decode(Uint8Array.of(0x80 + i))).join("");
}

/** One of several bytes is told by what came before it, so that even plain ASCII has to be decoded. */
class MultiByteTranscoder implements Transcoder {
  readonly #decoder: TextDecoder;
  readonly #counter: UndecodableCounter;

  constructor(encoding: StatedEncoding, counter: UndecodableCounter) {
    this.#decoder = new TextDecoder(encoding);
    this.#counter = counter;
  }

  push(chunk: Uint8Array): Uint8Array {
    return this.#counted(this.#decoder.decode(chunk, { stream: true }));
  }

  finish(): Uint8Array {
    return this.#counted(this.#decoder.decode());
  }

  /** How many bytes stood where U+FFFD does, nobody tells: at least one each. */
  #counted(decoded: string): Uint8Array {
    // Some decoders pass a byte that begins no character, as a control.
    const text = decoded.replace(/[\u0080-\u009f]/g, "\ufffd");
    this.#counter.undecodableBytes += text.split("\ufffd").length - 1;
    return Buffer.from(text);
  }
}
