import type { Command } from "commander";
import type { Dialect, DialectCandidate } from "../../lambda/csv/dialect.ts";
import { sniff } from "../../lambda/csv/sniff.ts";
import { type DecodedText, decodeText } from "../../lambda/text/decode.ts";
import { openInput } from "../input.ts";
import { colorsFor } from "../render/colors.ts";
import { printData, printJson } from "../render/output.ts";
import { renderSniffed } from "../render/sniffed-dialect.ts";
import { addDialectFlags, type DialectFlags, profileOptions } from "./profile-flags.ts";

interface Flags extends DialectFlags {
  readonly json?: boolean;
}

const jsonFields = `
JSON (--json):
  compression            none, gzip or zstd
  encoding, bom          utf-8, utf-16le, utf-16be, windows-1252 or as stated; whether a byte order mark is there
  delimiter, quote, escape, terminator
  whitespace_aligned     runs of blanks are one delimiter
  skip_initial_space     blanks behind a delimiter belong to it
  header, header_lines   whether the first records hold the names, and how many
  surplus_field          what rows have that the header lacks: none, row_names or trailing_delimiter
  preamble_lines         before the table
  footer_lines           behind it; 0 when the file is longer than what is sniffed
  further_tables         among the footers
  confidence             0 to 1: about the share of files with such evidence that are sniffed right; 1 when stated
  candidates[]           best first: delimiter (null: one column), quote, escape, whitespace_aligned, columns, records,
                         score = consistency × type_fit × the likelihood of the delimiter itself

Memory: 1 MiB of the file, whatever its size.`;

export function configureSniff(command: Command): void {
  addDialectFlags(
    command
      .description(
        "Find out delimiter, quotes, escape, line ends, encoding, header and the lines around the table from the " +
          "first 64 KiB, and how sure that is. What is stated is taken as given.",
      )
      .argument("<file>", "a file (gzip is fine), or - for standard input")
      .option("--json", "print it as JSON"),
  )
    .addHelpText("after", jsonFields)
    .action(async (name: string, flags: Flags) => {
      const options = profileOptions(flags);
      const input = await openInput(name);
      try {
        const text = await decodeText(input.body, options.encoding);
        const dialect = sniff(text.head, text.headIsWhole, options);
        if (flags.json) await printJson(`${JSON.stringify(sniffedDialect(dialect, text), null, 2)}\n`);
        else await printData(renderSniffed(dialect, text, colorsFor(process.stdout)));
      } finally {
        input.close();
      }
    });
}

/** The dialect under the names of the public contract. */
function sniffedDialect(dialect: Dialect, { compression, encoding, bom }: DecodedText) {
  return {
    compression,
    encoding,
    bom,
    delimiter: dialect.delimiter,
    quote: dialect.quote,
    escape: dialect.escape,
    terminator: dialect.terminator,
    whitespace_aligned: dialect.whitespaceAligned,
    skip_initial_space: dialect.skipInitialSpace,
    header: dialect.header,
    header_lines: dialect.headerLines,
    surplus_field: dialect.surplusField,
    preamble_lines: dialect.preambleLines,
    footer_lines: dialect.footerLines,
    further_tables: dialect.furtherTables,
    confidence: dialect.confidence,
    candidates: dialect.candidates.map(sniffedCandidate),
  };
}

function sniffedCandidate({ whitespaceAligned, typeFit, ...rest }: DialectCandidate) {
  return { ...rest, whitespace_aligned: whitespaceAligned, type_fit: typeFit };
}
