/** Writes deterministic CSV data: `make generate ROWS=1000000 OUT=big.csv`. */
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { type GeneratedKind, generateCsv, generatedKinds } from "./generator/generate-csv.ts";
import { countOf, formatBytes, formatDuration } from "./render/figures.ts";
import { endWithReader, note } from "./render/output.ts";

interface Flags {
  readonly rows: number;
  readonly columns?: number;
  readonly kind: GeneratedKind;
  readonly seed: number;
  readonly out?: string;
}

const atLeast = (minimum: number) => (text: string) => {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= minimum && Number.isSafeInteger(value))) {
    throw new InvalidArgumentError(`Expected a whole number from ${minimum} on.`);
  }
  return value;
};

async function generate({ out, ...options }: Flags): Promise<void> {
  const startedMs = performance.now();
  let bytes = 0;
  function* counted() {
    for (const chunk of generateCsv(options)) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  const sink = out === undefined ? process.stdout : createWriteStream(out);
  await pipeline(Readable.from(counted(), { objectMode: true, highWaterMark: 2 }), sink, {
    end: out !== undefined,
  });
  const durationMs = performance.now() - startedMs;
  const written = `${countOf(options.rows, "row")}, ${formatBytes(bytes)} in ${formatDuration(durationMs)}`;
  note(`${out === undefined ? "" : `${out}: `}${written}`);
}

endWithReader();
await new Command("generate")
  .description("Write deterministic CSV data: the same options give the same bytes.")
  .option("--rows <count>", "data rows", atLeast(0), 1000)
  .option("--columns <count>", "columns; default: as many as the kind has (wide: 1000)", atLeast(1))
  .addOption(new Option("--kind <name>", "what the cells are").choices(generatedKinds).default("mixed"))
  .option("--seed <number>", "another seed gives other data", atLeast(0), 1)
  .option("--out <file>", "where to; default: standard output")
  .action(generate)
  .parseAsync();
