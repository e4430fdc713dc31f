import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeAwsChunked } from "../../../scripts/local-aws/s3/aws-chunked.ts";

async function* pieces(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  const positions = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  for (let i = 1; i < positions.length; i++) yield bytes.subarray(positions[i - 1], positions[i]);
}

async function decode(text: string | Buffer, cuts: readonly number[] = []) {
  const trailers = new Map<string, string>();
  const decoded: Buffer[] = [];
  for await (const bytes of decodeAwsChunked(pieces(Buffer.from(text), cuts), trailers)) decoded.push(bytes);
  return { body: Buffer.concat(decoded), trailers: Object.fromEntries(trailers) };
}

describe("aws-chunked", () => {
  const accepted: [name: string, input: string, body: string, trailers: Record<string, string>][] = [
    ["nothing but the end", "0\r\n\r\n", "", {}],
    ["one chunk", "5\r\nhello\r\n0\r\n\r\n", "hello", {}],
    [
      "hexadecimal of either case",
      "A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n",
      "01234567890123456789",
      {},
    ],
    ["a signature a chunk", "3;chunk-signature=ab\r\nabc\r\n0;chunk-signature=cd\r\n\r\n", "abc", {}],
    [
      "a trailer",
      "1\r\nx\r\n0\r\nx-amz-checksum-crc32:AAAA==\r\n\r\n",
      "x",
      { "x-amz-checksum-crc32": "AAAA==" },
    ],
    ["no empty line at the end", "1\r\nx\r\n0\r\nA: b\r\n", "x", { a: "b" }],
    ["line ends as content", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n", {}],
  ];
  test.each(accepted)("takes %s, wherever it is cut", async (_name, input, body, trailers) => {
    for (let cut = 0; cut <= input.length; cut++) {
      expect(await decode(input, [cut])).toEqual({ body: Buffer.from(body), trailers });
    }
  });

  const refused: [name: string, input: string, code: string][] = [
    ["a size that is no number", "zz\r\nhello\r\n0\r\n\r\n", "InvalidRequest"],
    ["a chunk longer than its size", "2\r\nhello\r\n0\r\n\r\n", "InvalidRequest"],
    ["a line without carriage return", "2\nhe\r\n0\r\n\r\n", "InvalidRequest"],
    ["an endless header", "1".repeat(2000), "InvalidRequest"],
    ["an end within a chunk", "5\r\nhel", "IncompleteBody"],
    ["no end", "5\r\nhello\r\n", "IncompleteBody"],
  ];
  test.each(refused)("refuses %s", async (_name, input, code) => {
    await expect(decode(input)).rejects.toMatchObject({ code, status: 400 });
  });

  test("any bytes in any chunks, cut anywhere, come out as they went in", async () => {
    const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(chunks, fc.array(fc.nat(300), { maxLength: 8 }), async (parts, cuts) => {
        const encoded = Buffer.concat([
          ...parts.flatMap((part) => [
            Buffer.from(`${part.length.toString(16)}\r\n`),
            part,
            Buffer.from("\r\n"),
          ]),
          Buffer.from("0\r\n\r\n"),
        ]);
        const inside = cuts.filter((cut) => cut <= encoded.length);
        expect((await decode(encoded, inside)).body).toEqual(Buffer.concat(parts));
      }),
    );
  });
});
