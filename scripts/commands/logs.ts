import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { printText } from "../render/output.ts";
import type { Target } from "../targets.ts";
import { type EnvironmentFlags, environmentOption, withStoredTarget } from "./environment.ts";
import { sinceOption } from "./since-option.ts";

interface Flags extends EnvironmentFlags {
  readonly follow?: boolean;
  readonly since: number;
}

const followMs = 1_000;
/** Events reach CloudWatch late and not in order: while following, look this far back again. */
const lateMs = 10_000;

export function configureLogs(command: Command): void {
  command
    .description(
      "Print the log of the function: one JSON event a line beside Lambda's own START, END and REPORT.",
    )
    .addOption(environmentOption())
    .addOption(sinceOption("1h"))
    .option("--follow", "go on printing what comes")
    .action(async (flags: Flags) => {
      await withStoredTarget(flags.env, (target) => printLogs(target, flags));
    });
}

async function printLogs(target: Target, flags: Flags): Promise<void> {
  const { logsClient } = await import("../clients.ts");
  const { paginateFilterLogEvents } = await import("@aws-sdk/client-cloudwatch-logs");
  const client = logsClient(target);
  let startTime = flags.since;
  let seen = new Map<string, number>();
  try {
    for (;;) {
      const request = { logGroupName: target.logGroup, startTime };
      for await (const page of paginateFilterLogEvents({ client }, request)) {
        for (const event of page.events ?? []) {
          const id = event.eventId ?? `${event.timestamp} ${event.logStreamName} ${event.message}`;
          if (seen.has(id)) continue;
          seen.set(id, event.timestamp ?? 0);
          await printText(`${(event.message ?? "").replace(/\r?\n$/, "")}\n`);
        }
      }
      if (!flags.follow) return;
      startTime = Math.max(flags.since, Date.now() - lateMs);
      const from = startTime;
      seen = new Map([...seen].filter(([, timestamp]) => timestamp >= from));
      await sleep(followMs);
    }
  } finally {
    client.destroy();
  }
}
