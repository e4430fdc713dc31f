/** csv-parse as a synchronous splitter: text in slices → cells and where each record ends. */
import { type Options, type Parser, parse } from "csv-parse";
import { parse as parseSync } from "csv-parse/sync";
import type { Dialect } from "./dialect.ts";

/** Called for each record, blank lines included, with the offset behind its line end. */
type OnRecord = (cells: string[], endAt: number) => void;

function splitterOptions(dialect: Dialect): Options {
  return {
    delimiter: dialect.whitespaceAligned ? [" ", "\t"] : dialect.delimiter,
    quote: dialect.quote ?? false,
    escape: dialect.escape,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_quotes: true,
    relax_column_count: true,
    ltrim: dialect.skipInitialSpace,
  };
}

/** Split a text that is one record, with or without its line end. */
export function splitRecord(record: Buffer, dialect: Dialect): string[] {
  const records: string[][] = [];
  parseSync(record, {
    ...splitterOptions(dialect),
    on_record: (cells: string[]) => {
      records.push(cells);
      return null;
    },
  });
  const [cells] = records;
  if (cells === undefined || records.length > 1)
    throw new Error(`one record expected, got ${records.length}`);
  return cells;
}

export class RecordSplitter {
  readonly #parser: Parser;
  #failure: unknown = null;

  /** `startAt` is added to the offsets given to `onRecord`. */
  constructor(dialect: Dialect, startAt: number, onRecord: OnRecord) {
    this.#parser = parse({
      ...splitterOptions(dialect),
      on_record: (cells: string[], context) => {
        // The parser goes on to the end of its slice; nobody is told of what follows a failure.
        if (this.#failure !== null) return null;
        try {
          onRecord(cells, startAt + context.bytes);
        } catch (error) {
          this.#failure = error;
        }
        // Nothing enters the stream's own queue: records are delivered here and now.
        return null;
      },
    });
    // With these options csv-parse itself has one error left: CSV_QUOTE_NOT_CLOSED, at the end.
    this.#parser.on("error", () => {});
    this.#parser.resume();
  }

  /** Deliver the records that end in this slice. What `onRecord` threw first is thrown again. */
  write(slice: Uint8Array): void {
    this.#parser.write(slice);
    if (this.#failure !== null) throw this.#failure;
  }

  /** Deliver the last record. False when a quote is open: then it is not delivered. */
  async end(): Promise<boolean> {
    const closed = await new Promise<boolean>((resolve) => {
      this.#parser.once("finish", () => resolve(true));
      this.#parser.once("error", () => resolve(false));
      this.#parser.end();
    });
    if (this.#failure !== null) throw this.#failure;
    return closed;
  }

  destroy(): void {
    this.#parser.destroy();
  }
}
