import type { Command } from "commander";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import type { Summary } from "../../lambda/profile/summary.ts";
import { statedOptions } from "../../lambda/stated-options.ts";
import { exitCodes } from "../command-failure.ts";
import { type Input, openInput } from "../input.ts";
import { profileInput } from "../profile-input.ts";
import { colorsFor } from "../render/colors.ts";
import { printData } from "../render/output.ts";
import { showProgress } from "../render/progress.ts";
import { renderSummary } from "../render/summary-table.ts";
import { type EnvironmentFlags, environmentOption, withEndpoint } from "./environment.ts";
import { addProfileFlags, type ProfileFlags, profileOptions } from "./profile-flags.ts";
import { summaryFields } from "./summary-fields.ts";

interface Flags extends ProfileFlags, EnvironmentFlags {
  readonly json?: boolean;
}

export function addProfileCommand(program: Command): void {
  addProfileFlags(
    program
      .command("profile")
      .summary("say what is in a CSV file")
      .description(
        "Profile one CSV: its dialect, the type and statistics of each column, and what is wrong with it. The " +
          "whole file is read, once; what is not stated is found out.",
      )
      .argument("<file>", "a file (gzip is fine), - for standard input, or s3://bucket/key")
      .option("--json", "print the summary as JSON, exactly as the pipeline stores it"),
  )
    .addOption(environmentOption())
    .addHelpText("after", `\n${summaryFields}`)
    .action(async (name: string, flags: Flags) => {
      const summary = await profileFile(name, flags);
      const text = flags.json
        ? `${JSON.stringify(summary, null, 2)}\n`
        : renderSummary(summary, colorsFor(process.stdout));
      await printData(text);
      if (summary.status === "error") process.exitCode = exitCodes.badData;
    });
}

async function profileFile(name: string, flags: Flags): Promise<Summary> {
  const options = profileOptions(flags);
  if (!name.startsWith("s3://")) return profileWithProgress(await openInput(name), options);
  return withEndpoint(flags.env, async (where) => {
    const { openS3Input } = await import("../s3-input.ts");
    const input = await openS3Input(name, where);
    return profileWithProgress(input, { ...statedOptions(input.metadata).options, ...options });
  });
}

async function profileWithProgress(input: Input, options: ProfileOptions): Promise<Summary> {
  const progress = showProgress(input.sizeBytes);
  try {
    return await profileInput({ ...input, body: progress.watch(input.body) }, options);
  } finally {
    progress.stop();
    input.close();
  }
}
