import type { Command } from "commander";
import { counted } from "../../lambda/profile/wording.ts";
import { exitCodes } from "../command-failure.ts";
import type { Reconciliation } from "../recovery/reconcile.ts";
import type { RedriveClients } from "../recovery/redrive.ts";
import { note, printData, printJson } from "../render/output.ts";
import { reconciliationJson, reconciliationText } from "../render/reconciliation.ts";
import type { Target } from "../targets.ts";
import { type EnvironmentFlags, environmentOption, withTarget } from "./environment.ts";
import { carryOut } from "./redrive.ts";
import { parseSeconds } from "./upload.ts";

interface Flags extends EnvironmentFlags {
  readonly fix?: boolean;
  readonly deleteOrphans?: boolean;
  readonly settle: number;
  readonly timeout: number;
  readonly json?: boolean;
}

/** Three attempts of 15 minutes, with their pauses. */
const settleSecondsDefault = 3_600;

export function configureReconcile(command: Command): void {
  command
    .description(
      "Look for uploads without an item of their content, items whose object or outputs are gone, and summaries and " +
        "reports that no item points at. Exit code 1 when something is amiss and was not fixed.",
    )
    .addOption(environmentOption())
    .option("--fix", "profile again what has no right item, delete outputs that no item points at")
    .option("--delete-orphans", "delete the items (and outputs) of objects that are gone, too")
    .option(
      "--settle <seconds>",
      "leave younger uploads alone: they may be under way",
      parseSeconds,
      settleSecondsDefault,
    )
    .option("--timeout <seconds>", "with --fix: how long to wait for the results", parseSeconds, 900)
    .option("--json", "print what was found as JSON")
    .action((flags: Flags) => withTarget(flags.env, (target) => reconcileTarget(target, flags)));
}

async function reconcileTarget(target: Target, flags: Flags): Promise<void> {
  const { withRecoveryClients } = await import("../recovery/clients.ts");
  const { reconcile } = await import("../recovery/reconcile.ts");
  const { takeInventory } = await import("../recovery/repair.ts");
  await withRecoveryClients(target, async (clients) => {
    const inventory = await takeInventory(clients, target);
    const found = reconcile(inventory, clients.clock.now(), flags.settle * 1000);
    if (flags.json) await printJson(reconciliationJson(found));
    else await printData(reconciliationText(found));
    const amiss = found.toRedrive.length + found.staleOutputs.length;
    if (amiss > 0 && !flags.fix) {
      process.exitCode = exitCodes.badData;
      note("csvprofile reconcile --fix repairs this.");
    }
    if (flags.fix) await fix(found, clients, target, flags);
    if (flags.deleteOrphans) await deleteOrphans(found, clients, target);
  });
}

async function fix(
  found: Reconciliation,
  clients: RedriveClients,
  target: Target,
  flags: Flags,
): Promise<void> {
  const { deleteOutput } = await import("../recovery/repair.ts");
  for (const key of found.staleOutputs) await deleteOutput(clients, target, key);
  if (found.staleOutputs.length > 0)
    note(`${counted(found.staleOutputs.length, "stale output", "stale outputs")} deleted.`);
  if (found.toRedrive.length > 0) {
    await carryOut(found.toRedrive, clients, target, { wait: true, timeout: flags.timeout });
  }
}

async function deleteOrphans(found: Reconciliation, clients: RedriveClients, target: Target): Promise<void> {
  const { deleteOrphan } = await import("../recovery/repair.ts");
  let deleted = 0;
  for (const item of found.withoutObject) if (await deleteOrphan(clients, target, item)) deleted++;
  note(`${counted(deleted, "item", "items")} of objects that are gone deleted.`);
}
