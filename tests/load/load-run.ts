/** A burst of uploads through the built function on the embedded stack: how long, how deep, and whether all arrived. */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { bundleFunction } from "../../scripts/build/bundles.ts";
import { documentClient, s3Client } from "../../scripts/clients.ts";
import { type LocalAws, startLocalAws } from "../../scripts/local-aws/server.ts";
import { listItems } from "../../scripts/metadata-items.ts";
import { projectDir } from "../project-files.ts";

export interface LoadOptions {
  readonly objects: number;
  readonly body: Buffer;
  /** Data rows of the body. */
  readonly rows: number;
  /** Function processes at the same time. */
  readonly concurrency: number;
  readonly onProgress?: (line: string) => void;
}

export interface LoadResult {
  readonly objects: number;
  readonly objectBytes: number;
  readonly concurrency: number;
  /** From the first upload to the last item. */
  readonly durationMs: number;
  /** Until the last upload was acknowledged. */
  readonly uploadMs: number;
  /** From the event to the item, ascending. */
  readonly latenciesMs: readonly number[];
  readonly queueDepthMax: number;
  /** Running times of the invocations, in the order in which they ended, without cold starts. */
  readonly servicesMs: readonly number[];
  readonly coldStartsMs: readonly number[];
  readonly memoryMbMax: number;
  /** Files without the one right item. */
  readonly lost: readonly string[];
}

const uploaders = 16;
const sampleMs = 100;

export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const folder = await mkdtemp(join(tmpdir(), "load-"));
  const functionBundle = join(folder, "handler.mjs");
  await writeFile(functionBundle, (await bundleFunction(projectDir)).bytes);
  const { concurrency } = options;
  const aws = await startLocalAws({
    dataDir: join(folder, "data"),
    functionBundle,
    port: 0,
    concurrency,
    // The stack keeps the newest 10 to 20 MB of log: room for the reports of some ten thousand invocations.
    functionEnvironment: { LOG_LEVEL: "WARN" },
  });
  try {
    return await measure(aws, options);
  } finally {
    await aws.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(aws: LocalAws, options: LoadOptions): Promise<LoadResult> {
  const { objects, body, concurrency } = options;
  let queueDepthMax = 0;
  const sampler = setInterval(() => {
    queueDepthMax = Math.max(queueDepthMax, aws.pending());
    options.onProgress?.(`${aws.pending()} pending`);
  }, sampleMs);
  const startedMs = performance.now();
  await uploadAll(aws, options);
  const uploadMs = performance.now() - startedMs;
  await aws.idle();
  const durationMs = performance.now() - startedMs;
  clearInterval(sampler);
  const log = await wholeLog(aws);
  const servicesMs = figures(log, /\tREPORT [^\n]*?\tDuration: ([\d.]+) ms/g);
  const found = await endings(aws, options);
  if (servicesMs.length < objects - found.lost.length)
    throw new Error("The log does not reach back far enough.");
  return {
    objects,
    objectBytes: body.length,
    concurrency,
    durationMs,
    uploadMs,
    queueDepthMax,
    servicesMs,
    coldStartsMs: figures(log, /\tInit Duration: ([\d.]+) ms/g),
    memoryMbMax: Math.max(0, ...figures(log, /Max Memory Used: (\d+) MB/g)),
    ...found,
  };
}

/** Files that were put aside first. */
async function wholeLog({ logFile, names }: LocalAws): Promise<string> {
  const folder = dirname(logFile);
  const aside = (await readdir(folder)).filter(
    (name) => /\.\d+\.log$/.test(name) && name.startsWith(names.functionName),
  );
  const paths = [...aside.map((name) => join(folder, name)), logFile];
  return (await Promise.all(paths.map((path) => readFile(path, "utf8")))).join("");
}

async function uploadAll(aws: LocalAws, { objects, body }: LoadOptions): Promise<void> {
  const s3 = s3Client({ endpoint: aws.url, region: null });
  const numbers = Array.from({ length: objects }, (_, i) => i).values();
  const lane = async () => {
    for (const i of numbers) {
      await s3.send(
        new PutObjectCommand({ Bucket: aws.names.bucket, Key: `uploads/${nameOf(i)}`, Body: body }),
      );
    }
  };
  await Promise.all(Array.from({ length: uploaders }, lane));
  s3.destroy();
}

async function endings(
  aws: LocalAws,
  { objects, rows }: LoadOptions,
): Promise<Pick<LoadResult, "latenciesMs" | "lost">> {
  const documents = documentClient({ endpoint: aws.url, region: null });
  const items = new Map((await listItems(documents, aws.names)).map((item) => [item.fileName, item]));
  documents.destroy();
  const lost: string[] = [];
  const latenciesMs: number[] = [];
  for (let i = 0; i < objects; i++) {
    const item = items.get(nameOf(i));
    if (item?.status !== "success" || item.rowCount !== rows || item.eventTime === null) lost.push(nameOf(i));
    else latenciesMs.push(Date.parse(item.processedTimestamp) - Date.parse(item.eventTime));
  }
  if (items.size !== objects) lost.push(`${items.size} items of ${objects} files`);
  return { lost, latenciesMs: latenciesMs.sort((a, b) => a - b) };
}

const nameOf = (i: number): string => `burst/${String(i).padStart(5, "0")}.csv`;

function figures(log: string, pattern: RegExp): number[] {
  return [...log.matchAll(pattern)].map(([, figure]) => Number(figure));
}
