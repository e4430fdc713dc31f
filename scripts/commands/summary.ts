import type { Command } from "commander";
import { colorsFor } from "../render/colors.ts";
import { printData, printJson } from "../render/output.ts";
import { renderSummary } from "../render/summary-table.ts";
import { parseSummary } from "../stored-summary.ts";
import { type EnvironmentFlags, environmentOption, withStoredTarget } from "./environment.ts";

interface Flags extends EnvironmentFlags {
  readonly table?: boolean;
}

export function configureSummary(command: Command): void {
  command
    .description("Print the summary JSON of an uploaded file. Its fields: csvprofile profile --help.")
    .argument("<name>", "the file's name in the bucket, below uploads/")
    .addOption(environmentOption())
    .option("--table", "as a readable table instead of JSON")
    .action(async (name: string, flags: Flags) => {
      const text = await withStoredTarget(flags.env, async (target) => {
        const { documentClient, s3Client } = await import("../clients.ts");
        const { fetchSummary } = await import("../pipeline.ts");
        const s3 = s3Client(target);
        const documents = documentClient(target);
        try {
          return await fetchSummary({ s3, documents }, target, name);
        } finally {
          s3.destroy();
          documents.destroy();
        }
      });
      if (flags.table) await printData(renderSummary(parseSummary(text), colorsFor(process.stdout)));
      else await printJson(withLineEnd(text));
    });
}

function withLineEnd(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}
