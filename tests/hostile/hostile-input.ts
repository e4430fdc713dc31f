/**
 * Files that nobody should send: each made from its seed alone, so that one that breaks something can be made again.
 */
import { gzipSync } from "node:zlib";
import { pollutedFile, pollutions } from "../generate/polluted.ts";
import { type Random, seeded } from "../generate/random.ts";

export interface HostileInput {
  readonly kind: string;
  readonly bytes: Buffer;
  /** Where the stream is cut into chunks: sizes, used one after the other. */
  readonly chunkBytes: number;
}

/** Handing over a chunk costs more than reading a few bytes: long inputs are not cut at every byte. */
const chunksMax = 64;

type Make = (random: Random) => Buffer;

/** What a CSV is made of, and what breaks it. */
const syntax = [
  '"',
  '"',
  '"',
  ",",
  ",",
  ";",
  "\t",
  "|",
  "\n",
  "\n",
  "\r\n",
  "\r",
  "'",
  "\\",
  " ",
  "\0",
  "\ufeff",
] as const;
const words = [
  "",
  "a",
  "1",
  "-1.5",
  "NA",
  "2026-01-02",
  "x y",
  "é",
  "😀",
  "0x1F",
  "1e999",
  "1,5",
  "\u2028",
  "#",
] as const;

/** Names that mean something to JavaScript, DynamoDB, terminals, spreadsheets or the eye. */
const names = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "prototype",
  "then",
  "",
  " ",
  "a.b[0]",
  "status",
  "\u202egnp.csv",
  "zero\u200bwidth",
  "\u001b[31mred\u001b[0m",
  "=cmd|' /C calc'!A0",
  "+1",
  "@SUM(A1)",
  "<script>alert(1)</script>",
  "\ud800",
  "N".repeat(300),
] as const;

/** What turns the reading direction, or is not to be seen: bidirectional, zero-width, joiners, tags, selectors. */
const unseen = [
  "\u00ad",
  "\u034f",
  "\u061c",
  "\u180e",
  "\u200b",
  "\u200c",
  "\u200d",
  "\u200e",
  "\u200f",
  "\u202a",
  "\u202b",
  "\u202c",
  "\u202d",
  "\u202e",
  "\u2060",
  "\u2066",
  "\u2067",
  "\u2068",
  "\u2069",
  "\ufe0f",
  "\ufeff",
  "\ufff9",
  "\u{e0041}",
] as const;

const numbers = [
  "1e308",
  "-1e308",
  "1e-320",
  "9".repeat(400),
  `0.${"0".repeat(330)}1`,
  "9007199254740993",
  "-0",
  "+.5",
  "1.",
  ".",
  "-",
  "1e",
  "Infinity",
  "NaN",
  "1_000",
  "١٢٣",
] as const;

const dates = [
  "2026-02-30",
  "0000-00-00",
  "9999-12-31T23:59:60Z",
  "1/1/1",
  "31.12.26",
  "275760-09-13",
  "12/13/14",
] as const;

const pollutionKinds = [...pollutions.keys()];

const makers: Readonly<Record<string, Make>> = {
  "random bytes": (random) => bytesOf(random, random.between(0, 300), 0, 255),
  "control characters": (random) => text(random, random.between(1, 200), control),
  "control characters in a table": (random) =>
    table(random, names, words, (r) => (r.chance(0.3) ? control(r) : "")),
  "what is not to be seen": (random) =>
    table(random, names, words, (r) => (r.chance(0.5) ? r.pick(unseen) : "")),
  "high bytes": (random) => bytesOf(random, random.between(1, 200), 128, 255),
  syntax: (random) => text(random, random.between(1, 80), (r) => r.pick(syntax)),
  "syntax and words": (random) =>
    text(random, random.between(1, 120), (r) => (r.chance(0.5) ? r.pick(syntax) : r.pick(words))),
  "deep quotes": (random) =>
    Buffer.from(`a,b\n${'"'.repeat(random.between(1, 400))}x${'"'.repeat(random.between(0, 400))},1\n`),
  "names that mean something": (random) => table(random, names, words),
  "cells that mean something": (random) => table(random, names, names),
  "numbers at their ends": (random) => table(random, ["n", "m"], numbers),
  "dates that are none": (random) => table(random, ["d", "e"], dates),
  "many columns": (random) => {
    const columns = random.chance(0.1) ? random.between(50, 400) : random.between(5, 40);
    return Buffer.from(`${"c,".repeat(columns)}c\n${"1,".repeat(random.between(0, 2 * columns))}\n`);
  },
  "a long field": (random) =>
    Buffer.from(`a,b\n"${random.pick(words).repeat(random.between(1, 3_000))}",2\n`),
  "UTF-16 cut anywhere": (random) => {
    const whole = Buffer.from(`\ufeff${table(random, names, words).toString()}`, "utf16le");
    return whole.subarray(0, random.between(0, whole.length));
  },
  "gzip, damaged": (random) => mutated(random, gzipSync(table(random, ["a", "b"], words), { level: 1 })),
  "gzip of many members": (random) => {
    const members = Array.from({ length: random.between(1, 200) }, () =>
      gzipSync(random.pick(syntax).repeat(random.between(0, 3))),
    );
    return random.chance(0.5) ? Buffer.concat(members) : mutated(random, Buffer.concat(members));
  },
  "gzip of gzip": (random) => gzipSync(gzipSync(table(random, ["a"], words), { level: 1 }), { level: 1 }),
  "a table, damaged": (random) => mutated(random, table(random, ["id", "name", "day"], words)),
  "a polluted file, damaged": (random) => {
    const kind = pollutionKinds[random.between(0, pollutionKinds.length - 1)] ?? "";
    return mutated(random, polluted(kind, random.between(0, 31)));
  },
};

export const hostileKinds = Object.keys(makers);

export function hostileInput(seed: number): HostileInput {
  const random = seeded(seed);
  const kind = hostileKinds[seed % hostileKinds.length] ?? "";
  const bytes = makers[kind]?.(random) ?? Buffer.alloc(0);
  const chunkBytes = Math.max(random.pick([1, 2, 7, 64, 1_000, 65_536]), Math.ceil(bytes.length / chunksMax));
  return { kind, bytes, chunkBytes };
}

/** One of C0, DEL and C1, as UTF-8. */
function control(random: Random): string {
  const nth = random.between(0, 64);
  return String.fromCodePoint(nth < 0x20 ? nth : nth - 0x20 + 0x7f);
}

const pollutedFiles = new Map<string, Buffer>();

/** The beginning of a polluted file. Making it costs as much as profiling it; the damage is what differs each time. */
function polluted(kind: string, seed: number): Buffer {
  const name = `${kind} ${seed}`;
  const bytes = pollutedFiles.get(name) ?? Buffer.from(pollutedFile(kind, seed).bytes).subarray(0, 2_000);
  pollutedFiles.set(name, bytes);
  return bytes;
}

function bytesOf(random: Random, length: number, min: number, max: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.between(min, max)));
}

function text(random: Random, pieces: number, piece: (random: Random) => string): Buffer {
  return Buffer.from(Array.from({ length: pieces }, () => piece(random)).join(""));
}

function table(
  random: Random,
  columnNames: readonly [string, ...string[]],
  cells: readonly [string, ...string[]],
  added: (random: Random) => string = () => "",
): Buffer {
  const columns = random.between(1, 6);
  const rows = random.between(0, 20);
  const line = (values: readonly [string, ...string[]]) =>
    Array.from({ length: columns }, () => `${random.pick(values)}${added(random)}`).join(",");
  return Buffer.from(
    `${line(columnNames)}\n${Array.from({ length: rows }, () => `${line(cells)}\n`).join("")}`,
  );
}

/** Bytes changed, removed, doubled or put in, a few times. */
function mutated(random: Random, original: Buffer): Buffer {
  let bytes = original;
  for (let changes = random.between(1, 4); changes > 0; changes--) {
    const at = random.between(0, bytes.length);
    const end = Math.min(bytes.length, at + random.between(0, 20));
    const [before, middle, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
    switch (random.between(0, 3)) {
      case 0:
        bytes = Buffer.concat([before, bytesOf(random, middle.length, 0, 255), after]);
        break;
      case 1:
        bytes = Buffer.concat([before, after]);
        break;
      case 2:
        bytes = Buffer.concat([before, middle, middle, after]);
        break;
      default:
        bytes = Buffer.concat([before, Buffer.from(random.pick(syntax)), middle, after]);
    }
  }
  return bytes;
}
