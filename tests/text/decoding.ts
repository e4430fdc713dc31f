/** Running decodeText in tests: under any cutting of the input, collecting all it delivers before it fails. */
import type { Encoding } from "../../lambda/profile/options.ts";
import { type DecodedText, decodeText } from "../../lambda/text/decode.ts";

export interface Decoded {
  readonly opened: DecodedText | null;
  readonly text: string;
  readonly failure: unknown;
}

/** `chunkBytes` at a time. */
export async function* cut(bytes: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

export async function decodeAll(source: AsyncIterable<Uint8Array>, stated?: Encoding): Promise<Decoded> {
  let opened: DecodedText | null = null;
  const parts: Uint8Array[] = [];
  let failure: unknown = null;
  try {
    opened = await decodeText(source, stated);
    for await (const chunk of opened.body) parts.push(chunk);
  } catch (error) {
    failure = error;
  }
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  return { opened, text: decoder.decode(Buffer.concat(parts)), failure };
}

/** UTF-16BE, which Buffer cannot write. */
export function utf16be(text: string): Buffer {
  return Buffer.from(text, "utf16le").swap16();
}
