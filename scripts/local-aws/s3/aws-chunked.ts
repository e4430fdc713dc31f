/**
 * The `aws-chunked` content coding: what SDKs and the aws command line send so that a checksum can follow the
 * body. Each chunk is `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n`; after the chunk of size 0 come trailer
 * fields and an empty line. Signatures are not checked.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
import { AwsError } from "../aws-error.ts";

/** Bytes of one chunk header or trailer line: a signature has 64 digits, a checksum 44 characters. */
const lineBytesMax = 1024;

type State = "size" | "data" | "data_end" | "trailer" | "done";

export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  let state: State = "size";
  let remainingBytes = 0;
  let line = "";
  for await (const bytes of source) {
    let offset = 0;
    while (offset < bytes.length && state !== "done") {
      if (state === "data") {
        const end = Math.min(bytes.length, offset + remainingBytes);
        yield bytes.subarray(offset, end);
        remainingBytes -= end - offset;
        offset = end;
        if (remainingBytes === 0) state = "data_end";
        continue;
      }
      const newline = bytes.indexOf(0x0a, offset);
      const end = newline === -1 ? bytes.length : newline + 1;
      line += bytes.toString("latin1", offset, end);
      offset = end;
      if (line.length > lineBytesMax) throw malformed("a chunk header is too long");
      if (newline === -1) continue;
      if (!line.endsWith("\r\n")) throw malformed("a chunk header does not end in CR LF");
      const text = line.slice(0, -2);
      line = "";
      if (state === "size") {
        remainingBytes = chunkBytes(text);
        state = remainingBytes === 0 ? "trailer" : "data";
      } else if (state === "data_end") {
        if (text !== "") throw malformed("a chunk is longer than its header says");
        state = "size";
      } else if (text === "") {
        state = "done";
      } else {
        const colon = text.indexOf(":");
        if (colon === -1) throw malformed("a trailer has no colon");
        trailers.set(text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim());
      }
    }
  }
  // botocore ends an unsigned body right after the last chunk's header line or trailer, so "trailer" will do.
  if (state !== "done" && state !== "trailer") {
    throw new AwsError("IncompleteBody", 400, "The request body ended in the middle of a chunk.");
  }
}

function chunkBytes(header: string): number {
  const size = header.split(";", 1)[0]?.trim() ?? "";
  if (!/^[0-9a-fA-F]{1,12}$/.test(size)) throw malformed("a chunk's size is not hexadecimal");
  return Number.parseInt(size, 16);
}

function malformed(reason: string): AwsError {
  return new AwsError("InvalidRequest", 400, `The aws-chunked request body is malformed: ${reason}.`);
}
