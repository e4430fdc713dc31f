/** One generator a kind of cell. Each writes the cell as it stands in the file, quotes included. */
import type { ByteWriter } from "./byte-writer.ts";
import { Random } from "./random.ts";

/** @param row 0-based data row */
export type Cell = (out: ByteWriter, random: Random, row: number) => void;

/** No cell below is longer, so that a row's room can be reckoned in advance. */
export const cellBytesMax = 160;

const encode = (texts: readonly string[]) => texts.map((text) => Buffer.from(text));

export const rowNumber: Cell = (out, _random, row) => out.integer(row + 1);

export const integer =
  (limit: number, offset = 0): Cell =>
  (out, random) =>
    out.integer(offset + random.below(limit));

export const decimal =
  (limit: number, places: number, offset = 0): Cell =>
  (out, random) =>
    out.decimal(offset + random.below(limit), places);

/** One of a few texts, all equally frequent. */
export function oneOf(texts: readonly string[]): Cell {
  const encoded = encode(texts);
  const nothing = Buffer.alloc(0);
  return (out, random) => out.bytes(encoded[random.below(encoded.length)] ?? nothing);
}

const words =
  "amber basin cedar delta ember fjord grove haven inlet jetty knoll larch maple north ochre pearl quill river slate thorn umber vista willow xenon yield zephyr".split(
    " ",
  );
const word = oneOf(words);

/** Different texts of a kind. Copying ready ones is five times as fast as joining words for each cell. */
const poolSize = 4096;

function pool(seed: number, make: (pick: () => string, random: Random) => string): Cell {
  const random = new Random(seed);
  const pick = () => words[random.below(words.length)] ?? "";
  return oneOf(Array.from({ length: poolSize }, () => make(pick, random)));
}

/** `count` words with blanks between. */
export const phrase = (count: number): Cell =>
  pool(count, (pick) => Array.from({ length: count }, pick).join(" "));

/** A quoted sentence with commas; one in 20 has a doubled quote, one in 50 a line feed. */
export const quotedPhrase: Cell = pool(99, (pick, random) => {
  const parts = Array.from({ length: 2 + random.below(6) }, pick);
  if (random.below(20) === 0) parts.push(`""${pick()}""`);
  return `"${parts.join(", ")}${random.below(50) === 0 ? `\n${pick()}` : ""}"`;
});

const firstDay = Date.UTC(2015, 0, 1);
const dayMs = 86_400_000;
/** 2015-01-01 to 2026-12-31. */
const dayCount = 4383;
const days = Array.from({ length: dayCount }, (_, i) =>
  new Date(firstDay + i * dayMs).toISOString().slice(0, 10),
);

/** One of the days, written as `format` makes it of `yyyy-MM-dd`. */
function day(format: (isoDay: string) => string): Cell {
  return oneOf(days.map(format));
}

export const isoDate = day((iso) => iso);
export const slashDate = day((iso) => `${iso.slice(8)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`);
const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
export const wordyDate = day(
  (iso) => `${Number(iso.slice(8))} ${months[Number(iso.slice(5, 7)) - 1] ?? ""} ${iso.slice(0, 4)}`,
);

export const isoDateTime: Cell = (out, random, row) => {
  isoDate(out, random, row);
  const second = random.below(86_400);
  out.byte(0x54);
  out.digits(Math.floor(second / 3600), 2);
  out.byte(0x3a);
  out.digits(Math.floor(second / 60) % 60, 2);
  out.byte(0x3a);
  out.digits(second % 60, 2);
  out.byte(0x5a);
};

/** `willow.thorn4711@example.com` */
export function email(): Cell {
  const at = Buffer.from("@example.com");
  return (out, random, row) => {
    word(out, random, row);
    out.byte(0x2e);
    word(out, random, row);
    out.integer(random.below(10_000));
    out.bytes(at);
  };
}

/** 128 random bits in the form of a UUID: every value is another one. */
export const uuid: Cell = (out, random) => {
  out.hexadecimal(random.next());
  for (let group = 0; group < 3; group++) {
    out.byte(0x2d);
    out.digits(random.below(10_000), 4);
  }
  out.byte(0x2d);
  out.digits(random.below(10_000), 4);
  out.hexadecimal(random.next());
};

const encodedWords = encode(words);

/** `word-<row>`: text that never repeats. */
export const uniqueText: Cell = (out, _random, row) => {
  const prefix = encodedWords[row % encodedWords.length];
  if (prefix !== undefined) out.bytes(prefix);
  out.byte(0x2d);
  out.integer(row);
};

/** `cell`, but `permille` out of 1,000 cells are `text` instead. */
export function sometimes(permille: number, text: string, cell: Cell): Cell {
  const bytes = Buffer.from(text);
  return (out, random, row) => {
    if (random.below(1000) < permille) out.bytes(bytes);
    else cell(out, random, row);
  };
}
