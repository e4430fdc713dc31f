/**
 * How often the dialect of a polluted file is found out, and how often the sniffed dialect makes the reader
 * give back the table, by kind of pollution. The table that this prints is the product's claim; a kind that is not
 * right every time says here why not.
 */
import { afterAll, describe, expect, it } from "vitest";
import type { Dialect } from "../../lambda/csv/dialect.ts";
import { RecordReader } from "../../lambda/csv/record-reader.ts";
import { sniff } from "../../lambda/csv/sniff.ts";
import { TableText } from "../../lambda/csv/table-text.ts";
import { ProfilerError } from "../../lambda/errors.ts";
import { decodeText } from "../../lambda/text/decode.ts";
import { type ExpectedDialect, type PollutedFile, pollutedFile, pollutions } from "../generate/polluted.ts";

const filesPerKind = 40;

/** Kinds whose table is not always read back, though the dialect is right. */
const notAlwaysReadBack: ReadonlyMap<string, string> = new Map([
  [
    "quote extra on one line",
    "on the last line nothing shows that the quote is a stray one: QUOTE_NOT_CLOSED",
  ],
  ["one column", "an empty value is a blank line"],
]);

interface Tally {
  files: number;
  sniffed: number;
  readBack: number;
}

const tallies = new Map<string, Tally>();

describe("polluted files: dialects sniffed right, and tables read back", () => {
  it.each([...pollutions.keys()])("%s", async (kind) => {
    const tally = { files: 0, sniffed: 0, readBack: 0 };
    tallies.set(kind, tally);
    const wrong: string[] = [];
    for (let seed = 1; seed <= filesPerKind; seed++) {
      const file = pollutedFile(kind, seed);
      const { dialect, records } = await understand(file);
      const different = differences(file.dialect, dialect);
      tally.files++;
      if (different.length > 0) wrong.push(`seed ${seed}: ${different.join(", ")}`);
      else tally.sniffed++;
      if (isTableOf(file, records, dialect)) tally.readBack++;
      else if (!notAlwaysReadBack.has(kind)) wrong.push(`seed ${seed}: the table is another one`);
    }
    expect(wrong).toEqual([]);
  });

  afterAll(() => {
    const rows = [...tallies].map(([kind, { files, sniffed, readBack }]) => {
      const note = notAlwaysReadBack.get(kind);
      const shares = `${percent(sniffed, files)}  ${percent(readBack, files)}`;
      return `${kind.padEnd(54)}${shares}${note === undefined ? "" : `  ${note}`}`;
    });
    process.stdout.write(`\n${"pollution".padEnd(54)}sniffed  read\n${rows.join("\n")}\n`);
  });
});

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(0)} %`.padStart(6);
}

async function understand(file: PollutedFile) {
  const decoded = await decodeText(
    (async function* () {
      yield file.bytes;
    })(),
  );
  expect(decoded.encoding).toBe(file.encoding);
  expect(decoded.bom).toBe(file.bom);
  const dialect = sniff(decoded.head, decoded.headIsWhole, {});
  const records: (readonly string[])[] = [];
  const reader = new RecordReader(dialect, {
    header: (header) => void records.push(...header),
    record: (cells) => void records.push(cells),
  });
  try {
    const tableText = new TableText(decoded.head, dialect);
    for await (const chunk of tableText.of(decoded.body)) reader.write(chunk);
    await reader.end();
  } catch (error) {
    if (!(error instanceof ProfilerError)) throw error;
  }
  return { dialect, records };
}

function differences(expected: ExpectedDialect, found: ExpectedDialect): readonly string[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    const other: unknown = Reflect.get(found, name);
    return other === value ? [] : [`${name}: ${JSON.stringify(other)} for ${JSON.stringify(value)}`];
  });
}

function isTableOf(
  { table }: PollutedFile,
  records: readonly (readonly string[])[],
  dialect: Dialect,
): boolean {
  if (table === null) return true;
  const header = table.header.length > 0 ? [table.header] : [];
  // Of a header of several lines the first one is compared.
  const found = [...records.slice(0, header.length), ...records.slice(dialect.headerLines)];
  return JSON.stringify(found) === JSON.stringify([...header, ...table.rows]);
}
