/** What is uploaded: files of many kinds under awkward names, new versions of them, and deletions. */
import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { segmentBytes } from "../../lambda/limits.ts";
import { type Random, seeded } from "../generate/random.ts";

export type Action =
  | { readonly kind: "upload"; readonly fileName: string; readonly body: Buffer }
  | { readonly kind: "delete"; readonly fileName: string };

const folders = ["", "", "2026/q1/", "ümläut 漢字/", "a+b %20/", "../up/", "😀/"] as const;

/** So few that they are uploads among others: one takes as long as a hundred of these. */
const largeEvery = 200;

/** `uploads` of them, with deletions between. Names and order follow from the seed, contents are never the same twice. */
export function workload(seed: number, uploads: number): readonly Action[] {
  const random = seeded(seed);
  const names: string[] = [];
  const actions: Action[] = [];
  for (let i = 0; i < uploads; i++) {
    const again = names.length > 5 && random.chance(0.2);
    const fileName = again
      ? (names[random.between(0, names.length - 1)] ?? "")
      : `${random.pick(folders)}file ${i}.csv`;
    if (!again) names.push(fileName);
    const body = i % largeEvery === largeEvery - 1 ? largeContent(random) : content(random);
    actions.push({ kind: "upload", fileName, body });
    if (names.length > 5 && random.chance(0.03)) {
      actions.push({ kind: "delete", fileName: names[random.between(0, names.length - 1)] ?? "" });
    }
  }
  return actions;
}

/** Long enough for several threads to read it, and for many a range to break. */
function largeContent(random: Random): Buffer {
  const lines = Array.from(
    { length: 1_000 },
    (_, i) => `${i},text ${random.between(0, 999)},${i / 8},2026-01-02\n`,
  );
  const block = Buffer.from(lines.join(""));
  const header = Buffer.from(`id,text,${randomUUID()},day\n`);
  return Buffer.concat([header, Buffer.alloc(1.25 * segmentBytes, block)]);
}

/** A file of some kind: mostly good, now and then one that ends in an error of its own. */
export function content(random: Random): Buffer {
  const mark = randomUUID();
  const rows = random.pick([0, 1, 10, 100, 100, 1_000, 5_000, 20_000]);
  const lines = Array.from(
    { length: rows },
    (_, i) => `${i},name ${random.between(0, 99)},${random.between(-500, 500) / 4},2026-01-${10 + (i % 19)}`,
  );
  const text = `${["id", "name", mark, "day"].join(",")}\n${lines.map((line) => `${line}\n`).join("")}`;
  switch (random.between(0, 19)) {
    case 0:
      return Buffer.concat([
        Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\r", "latin1"),
        Buffer.from(mark),
        Buffer.alloc(20 * rows),
      ]);
    case 1:
      return Buffer.from(`${text}7,"never closed,1,2026-01-01\n${"x".repeat(200)}`);
    case 2:
      return Buffer.from(" ".repeat(random.between(0, 50)) + "\n".repeat(random.between(1, 50)));
    case 3:
      return gzipSync(text);
    case 4:
      return gzipSync(text).subarray(0, -6);
    default:
      return Buffer.from(text);
  }
}
