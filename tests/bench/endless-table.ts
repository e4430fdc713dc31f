/** The mixed table of any length, made so cheaply that reading it is what takes the time. */
import { generateCsv } from "../../scripts/generator/generate-csv.ts";

/** Rows that are made once; in each repetition they get further ids, so that no row is like another. */
const rowsOfBlock = 100_000;
const chunkBytes = 1024 * 1024;
const firstId = 1_000_000_000;
const comma = 0x2c;
const quote = 0x22;
const lf = 0x0a;
const zero = 0x30;

export interface EndlessTable {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Data rows so far. */
  readonly rows: () => number;
}

/** @param sizeBytes of the text; the last block is finished, so it may be some 15 MB more */
export function endlessTable(sizeBytes: number): EndlessTable {
  const { header, block, idsAt } = makeBlock();
  let rows = 0;
  async function* chunks() {
    yield header;
    for (let madeBytes = 0; madeBytes < sizeBytes; madeBytes += block.length) {
      for (const at of idsAt) writeId(block, at, firstId + rows++);
      // Copies, as a network would deliver them: the reader may keep what it is given.
      for (let at = 0; at < block.length; at += chunkBytes)
        yield Buffer.from(block.subarray(at, at + chunkBytes));
    }
  }
  return { chunks: chunks(), rows: () => rows };
}

interface Block {
  readonly header: Uint8Array;
  readonly block: Uint8Array;
  /** Offsets of the rows' ids, each of ten digits. */
  readonly idsAt: readonly number[];
}

/** The generated rows with room for ten digits in place of each row number. */
function makeBlock(): Block {
  const text = Buffer.concat([...generateCsv({ kind: "mixed", rows: rowsOfBlock, seed: 1 })]);
  const headerEnd = text.indexOf(lf) + 1;
  const pieces: Buffer[] = [];
  const idsAt: number[] = [];
  let blockBytes = 0;
  for (let from = headerEnd; from < text.length; ) {
    const end = rowEnd(text, from);
    const rest = text.subarray(text.indexOf(comma, from), end);
    idsAt.push(blockBytes);
    pieces.push(Buffer.alloc(10), rest);
    blockBytes += 10 + rest.length;
    from = end;
  }
  return { header: text.subarray(0, headerEnd), block: Buffer.concat(pieces), idsAt };
}

/** Behind the first line end that no quotes enclose. */
function rowEnd(text: Uint8Array, from: number): number {
  let isQuoted = false;
  for (let at = from; at < text.length; at++) {
    if (text[at] === quote) isQuoted = !isQuoted;
    else if (text[at] === lf && !isQuoted) return at + 1;
  }
  return text.length;
}

function writeId(block: Uint8Array, at: number, id: number): void {
  let rest = id;
  for (let digit = at + 9; digit >= at; digit--) {
    block[digit] = zero + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}
