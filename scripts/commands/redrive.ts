import { type Command, Option } from "commander";
import { fileNameOf, uploadPrefix } from "../../lambda/output-keys.ts";
import { exitCodes } from "../command-failure.ts";
import type { MetadataItem } from "../metadata-items.ts";
import { showCount } from "../recovery/count-progress.ts";
import type { RedriveCandidate, RedriveClients, Selection } from "../recovery/redrive.ts";
import { colorsFor } from "../render/colors.ts";
import { note, printData } from "../render/output.ts";
import { renderStatus } from "../render/status-table.ts";
import { renderTable } from "../render/table.ts";
import { escapeAndCut } from "../render/terminal-text.ts";
import type { Target } from "../targets.ts";
import { type EnvironmentFlags, environmentOption, withTarget } from "./environment.ts";
import { parseSeconds } from "./upload.ts";

interface Flags extends EnvironmentFlags {
  readonly which: Selection;
  readonly dryRun?: boolean;
  readonly wait: boolean;
  readonly timeout: number;
}

const nameCharsMax = 60;

export function configureRedrive(command: Command): void {
  command
    .description(
      "Profile uploaded files again, the newest content of each. By default those whose attempts came to nothing " +
        "(TIMEOUT, OUT_OF_MEMORY, OBJECT_NOT_FOUND, RETRIES_EXHAUSTED) and those without an item. The new result " +
        "replaces the old one. Exit code 1 when a file ends in an error again.",
    )
    .argument("[prefix]", "only files whose name below uploads/ begins so")
    .addOption(environmentOption())
    .addOption(
      new Option(
        "--which <selection>",
        "failed; errors: files that are wrong themselves too; all: every file",
      )
        .choices(["failed", "errors", "all"])
        .default("failed"),
    )
    .option("--dry-run", "list what would be profiled again, and why, and send nothing")
    .option("--no-wait", "do not wait for the results")
    .option("--timeout <seconds>", "how long to wait for the results", parseSeconds, 900)
    .action((prefix: string | undefined, flags: Flags) =>
      withTarget(flags.env, async (target) => {
        const { withRecoveryClients } = await import("../recovery/clients.ts");
        const { findCandidates } = await import("../recovery/redrive.ts");
        await withRecoveryClients(target, async (clients) => {
          const candidates = await findCandidates(clients, target, prefix ?? "", flags.which);
          if (candidates.length === 0) note(nothingToDo(prefix ?? ""));
          else if (flags.dryRun) await printCandidates(candidates);
          else await carryOut(candidates, clients, target, flags);
        });
      }),
    );
}

function nothingToDo(prefix: string): string {
  const below = fileNameOf(prefix);
  const advice = below === prefix ? "" : ` Names begin behind ${uploadPrefix}: state ${below || "none"}.`;
  return `Nothing to do: no file of that kind is there.${advice}`;
}

async function printCandidates(candidates: readonly RedriveCandidate[]): Promise<void> {
  const rows = candidates.map(({ upload, reason }) => [escapeAndCut(upload.fileName, nameCharsMax), reason]);
  await printData(
    `${renderTable([{ title: "file" }, { title: "reason" }], rows, colorsFor(process.stdout))}\n`,
  );
  note(`${candidates.length} would be profiled again.`);
}

/** Send, and unless told otherwise wait for the results and print them. */
export async function carryOut(
  candidates: readonly RedriveCandidate[],
  clients: RedriveClients,
  target: Target,
  { wait, timeout }: Pick<Flags, "wait" | "timeout">,
): Promise<void> {
  const { awaitRedrives, sendRedrives } = await import("../recovery/redrive.ts");
  const sending = showCount(candidates.length, "sent");
  const sent = await sendRedrives(clients, target, candidates, sending.step).finally(sending.stop);
  note(`${sent.length} sent to be profiled again.`);
  if (!wait) return;
  const waiting = showCount(sent.length, "results");
  const results = await awaitRedrives(clients.documents, target, sent, timeout * 1000, waiting.step).finally(
    waiting.stop,
  );
  const items = results.filter((item): item is MetadataItem => item !== null);
  if (items.length > 0) await printData(renderStatus(items, [], colorsFor(process.stdout)));
  if (items.length < sent.length) {
    note(`${sent.length - items.length} have no new result after ${timeout} s: csvprofile status, or logs.`);
  }
  const isWell = items.length === sent.length && items.every((item) => item.status === "success");
  if (!isWell) process.exitCode = exitCodes.badData;
}
