/** Text → bytes in other encodings, which Node only reads. */
import type { Encoding } from "../../lambda/profile/options.ts";
import { createTranscoder } from "../../lambda/text/encoding.ts";

/** Characters → bytes, by decoding all single and double bytes. */
export function encoder(encoding: Encoding): (text: string) => Buffer {
  const bytesOf = new Map<string, readonly number[]>();
  const learn = (bytes: readonly number[]): void => {
    const transcoder = createTranscoder(encoding, { undecodableBytes: 0 });
    const text = Buffer.concat([transcoder.push(Uint8Array.from(bytes)), transcoder.finish()]).toString();
    if ([...text].length === 1 && text !== "\ufffd" && !bytesOf.has(text)) bytesOf.set(text, bytes);
  };
  for (let byte = 0; byte < 256; byte++) learn([byte]);
  if (["gbk", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr"].includes(encoding))
    for (let lead = 0x81; lead < 0xff; lead++)
      for (let trail = 0x40; trail < 0xff; trail++) learn([lead, trail]);
  return (text) =>
    Buffer.from(
      [...text].flatMap((character) => {
        const bytes = bytesOf.get(character);
        if (bytes === undefined) throw new Error(`no ${character} in ${encoding}`);
        return bytes;
      }),
    );
}
