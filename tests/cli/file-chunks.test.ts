import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import { fileChunks } from "../../scripts/file-chunks.ts";
import { csvprofile } from "./run-csvprofile.ts";

/** Gives `text` in pieces of a few bytes, as a pipe may, then `failure`, if there is one. */
function pipeOf(text: Buffer, pieceBytes: number, failure: Error | null = null): FileHandle {
  let at = 0;
  const handle = {
    async read(buffer: Buffer, offset: number, length: number) {
      if (at === text.length && failure !== null) throw failure;
      const bytesRead = text.copy(
        buffer,
        offset,
        at,
        Math.min(text.length, at + Math.min(length, pieceBytes)),
      );
      at += bytesRead;
      return { bytesRead, buffer };
    },
    close: async () => undefined,
  };
  return handle as unknown as FileHandle;
}

describe("the pieces of a file", () => {
  const text = Buffer.from(Array.from({ length: 300_000 }, (_, i) => `${i}\n`).join(""));

  test.each([7, 4_096, 1_000_003])(
    "are as good as a file's where a read gives %i bytes",
    async (pieceBytes) => {
      const held: Uint8Array[] = [];
      for await (const chunk of fileChunks(pipeOf(text, pieceBytes))) held.push(chunk);
      expect(held.length).toBeGreaterThan(1);
      expect(held.length).toBeLessThan(8);
      expect(Buffer.concat(held).equals(text)).toBe(true);
    },
  );

  test("a read that fails is told to whoever takes the piece, however late", async () => {
    const unheard: unknown[] = [];
    const listen = (reason: unknown) => unheard.push(reason);
    process.on("unhandledRejection", listen);
    try {
      const chunks = fileChunks(pipeOf(text, 4_096, new Error("broken disk")));
      await expect(async () => {
        for await (const _ of chunks) for (let turn = 0; turn < 3_000; turn++) await setImmediate();
      }).rejects.toThrow("broken disk");
      expect(unheard).toEqual([]);
    } finally {
      process.off("unhandledRejection", listen);
    }
  });
});

describe.skipIf(process.platform === "win32")("a named pipe", () => {
  const folder = mkdtempSync(join(tmpdir(), "pipe-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("that is written line by line is profiled whole", async () => {
    const pipe = join(folder, "pipe.csv");
    execFileSync("mkfifo", [pipe]);
    const profiled = csvprofile(["profile", pipe, "--json"]);
    const writer = createWriteStream(pipe);
    writer.write("id,name\n");
    for (let i = 0; i < 3_000; i++) {
      writer.write(`${i},name of ${i}\n`);
      if (i % 10 === 0) await setImmediate();
    }
    writer.end();
    await once(writer, "close");
    const { stdout } = await profiled;
    const { row_count, columns } = JSON.parse(stdout);
    expect(row_count).toBe(3_000);
    expect(columns[0].statistics).toMatchObject({ min: 0, max: 2_999, avg: 1_499.5 });
  });
});
