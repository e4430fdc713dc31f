import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { profileCsv } from "../../lambda/profile/profile-csv.ts";
import { sample } from "../project-files.ts";

async function* inPieces(bytes: Uint8Array, pieceBytes: number) {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

describe("a file that is no table", () => {
  const json = gzipSync(JSON.stringify({ name: "no table", rows: [1, 2, 3] }));
  const workbook = readFileSync(sample("excel_workbook.csv"));

  test.each([
    ["JSON in gzip", json, { code: "NOT_A_TABLE", compression: "gzip" }],
    ["a workbook", workbook, { code: "NOT_TEXT", compression: "none" }],
    ["blanks", Buffer.from("  \n \n"), { code: "EMPTY_FILE", compression: "none" }],
  ] as const)("says what was read of it: %s", async (_, bytes, { code, compression }) => {
    const result = await profileCsv(inPieces(bytes, 1_000), { figures: "basic" });
    expect(result).toMatchObject({
      content: { status: "error", error_code: code },
      compression,
      figures: "basic",
      sourceBytes: bytes.length,
    });
  });
});
