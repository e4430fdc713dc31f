/** Whatever the pieces are in which a file is read: what is not UTF-8 shows in one of them, and nothing else does. */
import { isUtf8 } from "node:buffer";
import { appendFileSync, mkdtempSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { TextFile, UnfitFileError } from "../../lambda/engine/text-file.ts";

const folder = mkdtempSync(path.join(tmpdir(), "text-file-"));
const file = path.join(folder, "text.csv");

afterAll(() => rmSync(folder, { recursive: true }));

/** The text of the pieces, or null where one was refused. */
function readInPieces(bytes: Uint8Array, sizes: readonly number[], textAt = 0): Buffer | null {
  writeFileSync(file, bytes);
  const textFile = new TextFile({ path: file, sizeBytes: bytes.length, textAt });
  const pieces: Buffer[] = [];
  try {
    for (let at = 0, i = 0; at < textFile.length; i++) {
      const to = Math.min(textFile.length, at + (sizes[i % sizes.length] ?? 1));
      const text = Buffer.from(textFile.text(at, to));
      // The same, in two slices, among other bytes.
      const memory = Buffer.alloc(32);
      const cut = (to - at) >> 1;
      textFile.piece(at, to).put(memory, 8, 0, cut);
      textFile.piece(at, to).put(memory, 8 + cut, cut, to - at);
      expect(memory.subarray(8, 8 + to - at)).toEqual(text);
      pieces.push(text);
      at = to;
    }
  } catch (error) {
    if (error instanceof UnfitFileError) return null;
    throw error;
  } finally {
    textFile.close();
  }
  return Buffer.concat(pieces);
}

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

it("reads every text in pieces that cut its characters", () => {
  const texts = fc.string({ unit: fc.constantFrom("a", "é", "名", "😀", "\n"), minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(texts, sizes, (text, pieces) => {
      expect(readInPieces(Buffer.from(text), pieces)?.toString()).toBe(text);
    }),
  );
});

it("refuses bytes that are no text, wherever they are cut", () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 12 });
  const odd = fc.constantFrom("é", "名", "😀").map((text) => Buffer.from(text).subarray(0, -1));
  fc.assert(
    fc.property(fc.oneof(bytes, odd), sizes, (content, pieces) => {
      expect(readInPieces(content, pieces) !== null).toBe(isUtf8(content));
    }),
    { numRuns: 500 },
  );
});

it("begins behind a byte order mark", () => {
  const bytes = Buffer.from("\uFEFFé,1\n");
  expect(readInPieces(bytes, [2], 3)?.toString()).toBe("é,1\n");
});

it("refuses a file that has changed, or is gone", () => {
  writeFileSync(file, "a,b\n");
  appendFileSync(file, "1,2\n");
  expect(() => new TextFile({ path: file, sizeBytes: 4, textAt: 0 })).toThrow("has 8 bytes, and had 4");
  unlinkSync(file);
  expect(() => new TextFile({ path: file, sizeBytes: 4, textAt: 0 })).toThrow(UnfitFileError);
});
