/**
 * `make demo`: every sample file through the real path on an embedded stack of its own, then a table of how each
 * ended. Exit code 0 when all ended as they must. Leaves no process behind; its data stays to be looked at.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { documentClient, s3Client } from "./clients.ts";
import { demoDataDir, demoDir } from "./demo-data.ts";
import { functionBundle } from "./function-bundle.ts";
import { type LocalAws, startLocalAws } from "./local-aws/server.ts";
import type { MetadataItem } from "./metadata-items.ts";
import { fetchSummary, uploadFile, waitForItem } from "./pipeline.ts";
import { describePortOwner, isPortFree } from "./port-owner.ts";
import { colorsFor } from "./render/colors.ts";
import { formatDuration } from "./render/figures.ts";
import { note, printData } from "./render/output.ts";
import { renderStatus } from "./render/status-table.ts";
import { deviations, sampleDir, sampleFiles } from "./sample-files.ts";
import { defaultPort, type Target, targetOfStack } from "./targets.ts";

const profileMaxMs = 60_000;

interface Clients {
  readonly s3: S3Client;
  readonly documents: DynamoDBDocumentClient;
}

async function demo(): Promise<number> {
  await rm(demoDir, { recursive: true, force: true });
  const interrupted = new Promise<number>((settle) => {
    process.once("SIGINT", () => settle(130));
    process.once("SIGTERM", () => settle(143));
  });
  const stack = await startLocalAws({
    port: await choosePort(),
    dataDir: demoDataDir,
    functionBundle: functionBundle(),
  });
  try {
    return await Promise.race([interrupted, run(stack)]);
  } finally {
    await stack.close();
  }
}

/** @returns the exit code */
async function run(stack: LocalAws): Promise<number> {
  const startedMs = performance.now();
  note(`Embedded stack (S3, DynamoDB, Lambda) on ${stack.url}; uploading ${sampleFiles.length} files …`);
  const target = targetOfStack(stack.url, stack.names);
  const clients = { s3: s3Client(target), documents: documentClient(target) };
  try {
    const items = await profileSamples(clients, target);
    await printData(`\n${renderStatus(items, [], colorsFor(process.stdout))}\n`);
    const outputsDir = await keepOutputs(clients, target, items);
    return report(items, outputsDir, performance.now() - startedMs);
  } finally {
    clients.s3.destroy();
    clients.documents.destroy();
  }
}

async function choosePort(): Promise<number> {
  if (await isPortFree(defaultPort)) return defaultPort;
  note(`Port ${defaultPort} is taken${await describePortOwner(defaultPort)}; the demo takes another one.`);
  return 0;
}

async function profileSamples(clients: Clients, target: Target): Promise<MetadataItem[]> {
  const uploads = [];
  for (const { name } of sampleFiles) {
    uploads.push(await uploadFile(clients.s3, target, { path: join(sampleDir, name), fileName: name }));
  }
  return Promise.all(uploads.map((upload) => waitForItem(clients.documents, target, upload, profileMaxMs)));
}

/** Put summaries and reports down as plain files, named as in the bucket. @returns the folder */
async function keepOutputs(
  clients: Clients,
  target: Target,
  items: readonly MetadataItem[],
): Promise<string> {
  for (const { summaryKey, reportKey, fileName } of items) {
    if (summaryKey !== null) await keep(summaryKey, await fetchSummary(clients, target, fileName));
    if (reportKey === null) continue;
    const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket: target.bucket, Key: reportKey }));
    await keep(reportKey, (await Body?.transformToString()) ?? "");
  }
  return join(demoDir, "processed");
}

async function keep(key: string, content: string): Promise<void> {
  const file = join(demoDir, key);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

/** @returns the exit code: 0 when every file ended as it must */
function report(items: readonly MetadataItem[], outputsDir: string, durationMs: number): number {
  const wrong = sampleFiles.flatMap((sample) => {
    const item = items.find(({ fileName }) => fileName === sample.name);
    const differences = item === undefined ? ["no item"] : deviations(sample, item);
    return differences.map((difference) => `${sample.name}: ${difference}`);
  });
  note(
    [
      `Summaries and reports are in ${outputsDir}/. One of them: cat ${outputsDir}/sales_data_summary.json`,
      `As a table, without the pipeline: make profile FILE=${sampleDir}/invalid_values.csv`,
      `Drop files into a page and see what becomes of them: make ui`,
      `Look around in this run's data: make status, make logs, make insights QUERY=errors`,
      `What each file shows: ${sampleDir}/README.md`,
    ].join("\n"),
  );
  const failed = sampleFiles.filter(({ errorCode }) => errorCode !== null).length;
  if (wrong.length === 0) {
    note(
      `\nAll ${sampleFiles.length} files ended as they must (${failed} of them in an error) in ${formatDuration(durationMs)}.`,
    );
    note(`A report to look at: ${pathToFileURL(join(outputsDir, "invalid_values_report.html")).href}`);
    return 0;
  }
  note(`\nNot as it must be:\n${wrong.map((line) => `  ${line}`).join("\n")}`);
  return 1;
}

// Whatever an interrupted run still waits for ends here.
process.exit(await demo());
