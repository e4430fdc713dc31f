/** Deterministic CSV data of any size, for benchmarks and for trying things out. */
import { ByteWriter } from "./byte-writer.ts";
import {
  type Cell,
  cellBytesMax,
  decimal,
  email,
  integer,
  isoDate,
  isoDateTime,
  oneOf,
  phrase,
  quotedPhrase,
  rowNumber,
  slashDate,
  sometimes,
  uniqueText,
  uuid,
  wordyDate,
} from "./cells.ts";
import { Random } from "./random.ts";

type Columns = readonly (readonly [name: string, cell: Cell])[];

/** The columns of each kind; with more of them wanted they repeat under numbered names. */
const kinds = {
  /** 14 columns like an order table: ints, decimals, date-times, plain and quoted text, empty cells, `N/A`. */
  mixed: [
    ["order_id", rowNumber],
    ["customer_id", integer(900_000, 100_000)],
    ["ordered_at", isoDateTime],
    ["shipped_on", sometimes(80, "", isoDate)],
    ["status", oneOf(["new", "paid", "packed", "shipped", "delivered", "returned"])],
    ["product", phrase(2)],
    ["quantity", integer(20, 1)],
    ["unit_price", decimal(50_000, 2, 99)],
    ["discount", sometimes(300, "", decimal(5_000, 4))],
    ["tax_rate", oneOf(["0.07", "0.19", "0.2", "0"])],
    ["weight_kg", sometimes(20, "N/A", decimal(30_000, 3))],
    ["email", email()],
    ["comment", sometimes(400, "", quotedPhrase)],
    ["balance", decimal(20_000_000, 2, -10_000_000)],
  ],
  ints: [
    ["small", integer(100)],
    ["medium", integer(100_000)],
    ["large", integer(2 ** 32)],
    ["signed", integer(2_000_000, -1_000_000)],
  ],
  decimals: [
    ["price", decimal(1_000_000, 2)],
    ["rate", decimal(1_000_000, 6)],
    ["signed", decimal(2_000_000_000, 3, -1_000_000_000)],
  ],
  text: [
    ["word", phrase(1)],
    ["title", phrase(3)],
    ["sentence", quotedPhrase],
    ["paragraph", phrase(12)],
  ],
  dates: [
    ["iso_date", isoDate],
    ["iso_date_time", isoDateTime],
    ["day_month_year", slashDate],
    ["wordy", wordyDate],
  ],
  distinct: [
    ["id", rowNumber],
    ["uuid", uuid],
    ["name", uniqueText],
    ["number", integer(2 ** 32)],
  ],
  wide: [
    ["count", integer(10_000)],
    ["amount", decimal(1_000_000, 2)],
    ["code", oneOf(["A", "B", "C", "D"])],
    ["day", isoDate],
  ],
} satisfies Record<string, Columns>;

export type GeneratedKind = keyof typeof kinds;

export const generatedKinds = Object.keys(kinds).filter((name): name is GeneratedKind => name in kinds);

const wideColumns = 1000;
/** Rows gathered before they are handed out. */
const chunkBytes = 1024 * 1024;

export interface GenerateOptions {
  /** Data rows, beside the header. */
  readonly rows: number;
  /** Default `mixed`. */
  readonly kind?: GeneratedKind;
  /** Default: the kind's own number of columns; 1,000 for `wide`. */
  readonly columns?: number;
  /** The same seed gives the same bytes. Default 1. */
  readonly seed?: number;
}

/** The file in chunks of about 1 MiB: comma, LF, a header, quotes where needed. */
export function* generateCsv({
  rows,
  kind = "mixed",
  columns,
  seed = 1,
}: GenerateOptions): Generator<Buffer> {
  const own: Columns = kinds[kind];
  const table = repeat(own, columns ?? (kind === "wide" ? wideColumns : own.length));
  const cells = table.map(([, cell]) => cell);
  const rowBytesMax = cells.length * (cellBytesMax + 1);
  const out = new ByteWriter(chunkBytes + rowBytesMax);
  const random = new Random(seed);
  yield Buffer.from(`${table.map(([name]) => name).join(",")}\n`);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < cells.length; column++) {
      if (column > 0) out.byte(0x2c);
      cells[column]?.(out, random, row);
    }
    out.byte(0x0a);
    if (out.length >= chunkBytes) yield out.take();
  }
  if (out.length > 0) yield out.take();
}

function repeat(own: Columns, count: number): Columns {
  return Array.from({ length: count }, (_, i) => {
    const [name, cell] = own[i % own.length] ?? ["column", rowNumber];
    const round = Math.floor(i / own.length);
    return [round === 0 ? name : `${name}_${round + 1}`, cell] as const;
  });
}
