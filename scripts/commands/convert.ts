import type { Command } from "commander";
import { RecordReader } from "../../lambda/csv/record-reader.ts";
import { sniff } from "../../lambda/csv/sniff.ts";
import { ProfilerError } from "../../lambda/errors.ts";
import { decodeText } from "../../lambda/text/decode.ts";
import { exitCodes } from "../command-failure.ts";
import { type Input, openInput } from "../input.ts";
import { countOf } from "../render/figures.ts";
import { note, printData } from "../render/output.ts";
import { formatRecord } from "../rfc4180.ts";
import { addDialectFlags, type DialectFlags, profileOptions } from "./profile-flags.ts";

/** Characters gathered before they are written: few enough to hold, enough to spare system calls. */
const batchChars = 64 * 1024;

export function addConvertCommand(program: Command): void {
  addDialectFlags(
    program
      .command("convert")
      .summary("print a CSV file in its plainest form")
      .description(
        "Print the file as RFC 4180: UTF-8 without BOM, commas, CRLF, quotes only where needed. Compression, " +
          "encoding and dialect are found out as in profile. The header comes first if there is one; values are " +
          "untouched; records keep the number of fields they have.",
      )
      .argument("<file>", "a file (gzip is fine), or - for standard input"),
  ).action(async (name: string, flags: DialectFlags) => {
    const options = profileOptions(flags);
    const input = await openInput(name);
    try {
      await convert(input, options);
    } catch (error) {
      if (!(error instanceof ProfilerError)) throw error;
      note(`csvprofile: ${error.message}`);
      process.exitCode = exitCodes.badData;
    } finally {
      input.close();
    }
  });
}

/** @throws ProfilerError when the file cannot be read to its end; what came before it is printed */
async function convert(input: Input, options: ReturnType<typeof profileOptions>): Promise<void> {
  const text = await decodeText(input.body, options.encoding);
  const dialect = sniff(text.head, text.headIsWhole, options);
  let pending = "";
  let width = 0;
  let odd = 0;
  const take = (cells: readonly string[]) => {
    if (width === 0) width = cells.length;
    if (cells.length !== width) odd++;
    pending += formatRecord(cells);
  };
  const reader = new RecordReader(dialect, {
    header: (records) => {
      for (const cells of records) take(cells);
    },
    record: take,
  });
  try {
    for await (const chunk of text.body) {
      reader.write(chunk);
      if (pending.length < batchChars) continue;
      await printData(pending);
      pending = "";
    }
    await reader.end();
  } finally {
    await printData(pending);
    if (odd > 0)
      note(`${countOf(odd, "record")} with more or fewer than ${countOf(width, "field")}, as in the file.`);
    const { undecodableBytes } = text.counters;
    if (undecodableBytes > 0)
      note(`${countOf(undecodableBytes, "byte")} could not be decoded and became U+FFFD.`);
  }
}
