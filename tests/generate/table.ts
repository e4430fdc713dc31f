/** Clean tables with typed columns, as people keep them. */
import type { Random } from "./random.ts";

export interface Table {
  readonly header: readonly string[];
  /** As many cells in each row as in the header. */
  readonly rows: readonly (readonly string[])[];
}

/** `plain`: no value has a blank, a colon, a quote or a line end in it, and none is empty. */
export interface TableOptions {
  readonly plain?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  /** Numbers as in `1.234,56`. */
  readonly decimalComma?: boolean;
}

interface Column {
  readonly name: string;
  readonly plain: boolean;
  value(random: Random, row: number, options: TableOptions): string;
}

const firstNames = ["Ann", "Bob", "Chloé", "Dmitri", "Eve", "Frank", "Gül", "Hana", "Iñaki", "José"] as const;
const lastNames = ["Smith", "O'Brien", "Müller", "D'Arcy", "van den Berg", "Øre", "Li", "García"] as const;
const cities = [
  "Oslo",
  "New York",
  "São Paulo",
  "’s-Hertogenbosch",
  "St. John's",
  "Łódź",
  "Rome",
  "Lima",
] as const;
const words = [
  "late",
  "paid",
  "see invoice",
  "call back",
  "OK",
  "urgent",
  "to be checked",
  '5" pipe',
] as const;
const plainWords = ["red", "green", "blue", "amber", "grey"] as const;

const two = (value: number): string => String(value).padStart(2, "0");

function decimal(random: Random, _row: number, { decimalComma, plain }: TableOptions): string {
  const cents = random.between(0, 9_999_99);
  const whole = String(Math.floor(cents / 100));
  if (!decimalComma || plain) return `${whole}.${two(cents % 100)}`;
  return `${whole.replace(/\B(?=(?:\d{3})+$)/g, ".")},${two(cents % 100)}`;
}

function note(random: Random): string {
  const phrase = Array.from({ length: random.between(1, 3) }, () => random.pick(words)).join(
    random.pick([", ", " ", "; "]),
  );
  if (random.chance(0.08)) return `${phrase}\n${random.pick(words)}`;
  return random.chance(0.08) ? `he said "${phrase}"` : phrase;
}

const columns: readonly Column[] = [
  { name: "id", plain: true, value: (_random, row) => String(row + 1) },
  {
    name: "customer name",
    plain: false,
    value: (random) => `${random.pick(firstNames)} ${random.pick(lastNames)}`,
  },
  { name: "amount", plain: true, value: decimal },
  {
    name: "ordered",
    plain: true,
    value: (random) =>
      `20${random.between(10, 26)}-${two(random.between(1, 12))}-${two(random.between(1, 28))}`,
  },
  { name: "city", plain: false, value: (random) => (random.chance(0.05) ? "" : random.pick(cities)) },
  { name: "note", plain: false, value: note },
  { name: "status", plain: true, value: (random) => random.pick(plainWords) },
  {
    name: "time",
    plain: false,
    value: (random) =>
      `${two(random.between(0, 23))}:${two(random.between(0, 59))}:${two(random.between(0, 59))}`,
  },
  {
    name: "code",
    plain: true,
    value: (random) => `${random.pick(["AB", "CD", "EF"])}-${random.between(100, 999)}`,
  },
  { name: "url", plain: false, value: (random) => `https://example.com/a?x=${random.between(1, 99)}` },
  { name: "doc", plain: false, value: (random) => `{"a": ${random.between(1, 9)}, "b": [1, 2]}` },
  { name: "rate", plain: true, value: (random) => `${random.between(0, 100)}%` },
  {
    name: "count",
    plain: true,
    value: (random) => (random.chance(0.05) ? "-" : String(random.between(0, 5000))),
  },
];

/** At least one column of numbers and one other, so that the table can be told from its header. */
export function cleanTable(random: Random, options: TableOptions = {}): Table {
  const usable = columns.filter(({ plain }) => plain || !options.plain);
  const width = options.columns ?? random.between(3, Math.min(9, usable.length));
  const chosen: Column[] = [];
  const rest = [...usable];
  while (chosen.length < width && rest.length > 0)
    chosen.push(...rest.splice(random.between(0, rest.length - 1), 1));
  const amount = columns.find(({ name }) => name === "amount");
  if (amount && width > 1 && !chosen.includes(amount)) chosen[random.between(0, width - 1)] = amount;
  const rowCount = options.rows ?? random.between(8, 60);
  return {
    header: chosen.map(({ name }) => (options.plain ? name.replaceAll(" ", "_") : name)),
    rows: Array.from({ length: rowCount }, (_, row) =>
      chosen.map((column) => column.value(random, row, options)),
    ),
  };
}
