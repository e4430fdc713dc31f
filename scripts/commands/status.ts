import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { CommandFailure, exitCodes } from "../command-failure.ts";
import type { MetadataItem } from "../metadata-items.ts";
import type { ListedUpload, UploadedFile } from "../pipeline.ts";
import { colorsFor } from "../render/colors.ts";
import { note, printData, printJson } from "../render/output.ts";
import { renderStatus } from "../render/status-table.ts";
import type { Target } from "../targets.ts";
import { adviceOnName } from "../upload-names.ts";
import { type EnvironmentFlags, environmentOption, withStoredTarget } from "./environment.ts";

interface Flags extends EnvironmentFlags {
  readonly watch?: boolean;
  readonly json?: boolean;
}

interface Status {
  readonly items: readonly MetadataItem[];
  /** Uploaded, and not yet described by an item. */
  readonly waiting: readonly UploadedFile[];
}

const watchMs = 1_000;

export function configureStatus(command: Command): void {
  command
    .description(
      "List the uploaded files with their metadata items. With a name: that file only, exit code 1 when it ended " +
        "in an error.",
    )
    .argument("[name]", "the file's name in the bucket, below uploads/")
    .addOption(environmentOption())
    .option("--watch", "show again when something changes; with a name, until it is profiled")
    .option("--json", "print the items as JSON (one array)")
    .action(async (name: string | undefined, flags: Flags) => {
      await withStoredTarget(flags.env, async (target) => {
        const status = await (flags.watch ? watch(target, name, flags) : once(target, name, flags));
        if (name !== undefined && status.items.some((item) => item.status === "error")) {
          process.exitCode = exitCodes.badData;
        }
      });
    });
}

async function once(target: Target, name: string | undefined, flags: Flags): Promise<Status> {
  const status = await fetchStatus(target, name);
  if (name !== undefined && status.items.length === 0 && status.waiting.length === 0) {
    throw new CommandFailure(`Nothing called ${name} was uploaded: ${adviceOnName(name)}`);
  }
  await print(status, flags);
  return status;
}

async function watch(target: Target, name: string | undefined, flags: Flags): Promise<Status> {
  let shown = "";
  for (;;) {
    const status = await fetchStatus(target, name);
    const described = JSON.stringify([status.items.map((item) => item.processedTimestamp), status.waiting]);
    if (described !== shown) {
      if (process.stdout.isTTY && !flags.json) process.stdout.write("\u001b[2J\u001b[H");
      await print(status, flags);
      shown = described;
    }
    if (name !== undefined && status.items.length > 0 && status.waiting.length === 0) return status;
    await sleep(watchMs);
  }
}

async function print(status: Status, flags: Flags): Promise<void> {
  if (flags.json) {
    await printJson(
      `${JSON.stringify(
        status.items.map((item) => item.attributes),
        bigintAsText,
        2,
      )}\n`,
    );
  } else if (status.items.length === 0 && status.waiting.length === 0) {
    note("Nothing was uploaded yet: make upload FILE=sample-data/sales_data.csv");
  } else {
    await printData(renderStatus(status.items, status.waiting, colorsFor(process.stdout)));
  }
}

/** JSON has no integers beyond 2^53, the table has. */
function bigintAsText(_name: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

async function fetchStatus(target: Target, name: string | undefined): Promise<Status> {
  const { documentClient, s3Client } = await import("../clients.ts");
  const { getItem, listItems } = await import("../metadata-items.ts");
  const { describesLatest, listUploads } = await import("../pipeline.ts");
  const s3 = s3Client(target);
  const documents = documentClient(target);
  try {
    const uploads = await listUploads(s3, target, name ?? "");
    if (name === undefined) {
      const items = await listItems(documents, target);
      const byName = new Map(items.map((item) => [item.fileName, item]));
      return {
        items,
        waiting: uploads.filter((upload) => isWaiting(upload, byName.get(upload.fileName) ?? null)),
      };
    }
    const item = await getItem(documents, target, name);
    const waiting = uploads.filter((upload) => upload.fileName === name && isWaiting(upload, item));
    return { items: item === null ? [] : [item], waiting };
  } finally {
    s3.destroy();
    documents.destroy();
  }

  function isWaiting(upload: ListedUpload, item: MetadataItem | null): boolean {
    return item === null || !describesLatest(item, upload);
  }
}
