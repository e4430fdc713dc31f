import { stat } from "node:fs/promises";
import { type Command, InvalidArgumentError } from "commander";
import { CommandFailure, exitCodes } from "../command-failure.ts";
import { explainFileError } from "../input.ts";
import type { MetadataItem } from "../metadata-items.ts";
import { meantName } from "../metadata-names.ts";
import { colorsFor } from "../render/colors.ts";
import { note, printData } from "../render/output.ts";
import { showProgress } from "../render/progress.ts";
import { renderStatus } from "../render/status-table.ts";
import { escapeForTerminal } from "../render/terminal-text.ts";
import type { Target } from "../targets.ts";
import { uploadNames } from "../upload-names.ts";
import { type EnvironmentFlags, environmentOption, withTarget } from "./environment.ts";

interface Flags extends EnvironmentFlags {
  readonly as?: string;
  readonly meta?: Readonly<Record<string, string>>;
  readonly wait?: boolean;
  readonly timeout: number;
}

export function configureUpload(command: Command): void {
  command
    .description(
      "Upload files to uploads/ in the data bucket, which starts the profiler. Large files go in parts.",
    )
    .argument("<file...>", "files to upload; - for standard input, which needs --as")
    .addOption(environmentOption())
    .option(
      "--as <name>",
      "name in the bucket, folders allowed, of one file; with a / at its end, the folder for all of them; default: the " +
        "file's own name",
    )
    .option(
      "--meta <name=value>",
      "metadata that states what the file is like, e.g. csv-delimiter=tab,csv-header=false; may be repeated",
      addMetadata,
    )
    .option("--wait", "wait for the results and print them; exit code 1 when a file ends in an error")
    .option("--timeout <seconds>", "how long to wait", parseSeconds, 300)
    .action(async (paths: string[], flags: Flags) => {
      const names = uploadNames(paths, flags.as);
      const files = paths.map((path, at) => ({ path, fileName: names[at] ?? "" }));
      const items = await withTarget(flags.env, (target) => uploadAll(files, flags, target));
      if (items.length > 0) await printData(renderStatus(items, [], colorsFor(process.stdout)));
      if (items.some((item) => item.status === "error")) process.exitCode = exitCodes.badData;
    });
}

interface NamedFile {
  readonly path: string;
  readonly fileName: string;
}

/** Nothing is sent when one of the files is not there. */
async function uploadAll(files: readonly NamedFile[], flags: Flags, target: Target): Promise<MetadataItem[]> {
  const { documentClient, s3Client } = await import("../clients.ts");
  const { getItem } = await import("../metadata-items.ts");
  const { uploadFile, waitForItem } = await import("../pipeline.ts");
  const s3 = s3Client(target);
  const documents = documentClient(target);
  try {
    const uploads = [];
    const sizes = await Promise.all(files.map(({ path }) => sizeOf(path)));
    for (const [at, { path, fileName }] of files.entries()) {
      const progress = showProgress(sizes[at] ?? null);
      try {
        const before = flags.wait ? await getItem(documents, target, fileName) : null;
        const upload = await uploadFile(s3, target, {
          path,
          fileName,
          metadata: flags.meta ?? {},
          onProgress: progress.update,
        });
        uploads.push({ upload, before });
        progress.stop();
        note(
          `Uploaded ${path === "-" ? "standard input" : escapeForTerminal(path)} to s3://${target.bucket}/uploads/${escapeForTerminal(fileName)}`,
        );
      } finally {
        progress.stop();
      }
    }
    if (!flags.wait) return [];
    return await Promise.all(
      uploads.map(({ upload, before }) =>
        waitForItem(documents, target, upload, flags.timeout * 1000, before),
      ),
    );
  } finally {
    s3.destroy();
    documents.destroy();
  }
}

/** Bytes of a file, null of what is no regular one, or standard input. @throws CommandFailure when it is not there, or a directory */
async function sizeOf(path: string): Promise<number | null> {
  if (path === "-") return null;
  try {
    const entry = await stat(path);
    if (entry.isDirectory()) throw new CommandFailure(`${path} is a directory: name a file in it.`);
    return entry.isFile() ? entry.size : null;
  } catch (error) {
    throw explainFileError(path, error);
  }
}

/** As the aws command line takes them: a value may have commas in it, but what looks like our next name ends it. */
const betweenPairs = /,(?=csv-[a-z-]+=)/i;

function addMetadata(text: string, collected: Readonly<Record<string, string>> = {}): Record<string, string> {
  return text.split(betweenPairs).reduce(addPair, { ...collected });
}

function addPair(collected: Readonly<Record<string, string>>, pair: string): Record<string, string> {
  const separator = pair.indexOf("=");
  if (separator < 1) throw new InvalidArgumentError("Expected name=value.");
  const name = pair.slice(0, separator).toLowerCase();
  const meant = meantName(name);
  if (meant !== null) throw new InvalidArgumentError(`${name} means nothing here. Did you mean ${meant}?`);
  return { ...collected, [name]: pair.slice(separator + 1) };
}

export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 86_400)) throw new InvalidArgumentError("Expected seconds, up to 86400.");
  return seconds;
}
