/**
 * How long the function takes to start and to profile a small file: `make start-up [ROUNDS=20]`. Writes START-UP.md,
 * and fails beyond its bounds.
 *
 * Method: each import is a process of its own, timed from inside around the `import()` of one minified bundle: the
 * function, which reads its environment and makes its clients at that; the two SDK clients alone, made the same way by
 * the same build; and an empty module. They take turns, and medians are shown. The small files are on the embedded
 * stack, which is another process; the function's processor time is its own time, user and system, all threads, and
 * the wall clock also has what S3 and DynamoDB take. Every file is new to the function.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { type Bundle, bundleForLambda, bundleFunction } from "../../scripts/build/bundles.ts";
import { heapFlags } from "../../scripts/local-aws/lambda/function-configuration.ts";
import { startStack, type TestStack } from "../local-aws/stack.ts";
import { measuredOn, median } from "./figures.ts";
import type { Started, Taken } from "./start-up-child.ts";

const root = path.join(import.meta.dirname, "../..");
const run = promisify(execFile);

const rounds = Number(process.env.ROUNDS ?? 20);
/** The function's: Node's heap is laid out for it, as Lambda does. */
const memoryMb = 1_024;
const fileBytes = 1_000;
const filesOfProcess = 60;
/** Invocations before a process counts as warm: the code that they run is compiled by then. */
const filesToWarmUp = 20;

const importMsMax = 80;
const importRatioMax = 1.3;
const warmOwnMsMax = 15;

/** What the function itself uses of the SDK. */
const clientsAlone = `
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
export const s3 = new S3Client({});
export const dynamoDb = new DynamoDBClient({});
export { GetItemCommand, GetObjectCommand, HeadObjectCommand, PutItemCommand, PutObjectCommand };
`;

const folder = await mkdtemp(path.join(tmpdir(), "csvprofile-start-up-"));
const programs = {
  empty: "export {};",
  clients: await bundleForLambda(root, { stdin: { contents: clientsAlone, resolveDir: root, loader: "ts" } }),
  function: await bundleFunction(root),
};

async function written(name: string, program: Bundle | string): Promise<string> {
  const file = path.join(folder, `${name}.mjs`);
  await writeFile(file, typeof program === "string" ? program : program.bytes);
  return file;
}

/** One process: imports the bundle, then profiles the events. */
async function start(bundle: string, stack: TestStack, events: readonly unknown[] = []): Promise<Started> {
  const child = path.join(folder, "child.mjs");
  const { stdout } = await run(
    process.execPath,
    [...heapFlags(memoryMb), child, pathToFileURL(bundle).href, JSON.stringify(events)],
    {
      env: {
        PATH: process.env.PATH,
        NODE_NO_WARNINGS: "1",
        AWS_REGION: "us-east-1",
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        AWS_ENDPOINT_URL: stack.aws.url,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
        S3_BUCKET: stack.aws.names.bucket,
        DYNAMODB_TABLE: stack.aws.names.table,
        ENVIRONMENT: "bench",
        LOG_LEVEL: "ERROR",
      },
      maxBuffer: 1 << 26,
    },
  );
  const started: Started = JSON.parse(stdout.slice(stdout.lastIndexOf("\n{") + 1));
  return started;
}

/** A table of people, as different from the last one as files are. */
function smallFile(number: number): string {
  const rows = ["id,name,joined,balance,note"];
  for (let id = number; rows.join("\n").length < fileBytes; id++)
    rows.push(
      `${id},Person ${id},2024-0${1 + (id % 9)}-1${id % 10},${(id * 7.25).toFixed(2)},"row ${id}, of ${number}"`,
    );
  return `${rows.join("\n")}\n`;
}

async function upload(stack: TestStack, number: number): Promise<unknown> {
  const key = `uploads/small-${number}.csv`;
  const { bucket } = stack.aws.names;
  const body = smallFile(number);
  const { ETag = "" } = await stack.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  return {
    eventName: "ObjectCreated:Put",
    eventTime: new Date().toISOString(),
    s3: {
      bucket: { name: bucket },
      object: { key, size: body.length, eTag: ETag.replaceAll('"', ""), sequencer: `00${number}` },
    },
  };
}

interface Readings {
  readonly imports: ReadonlyMap<keyof typeof programs, readonly Taken[]>;
  readonly first: readonly Taken[];
  readonly warm: readonly Taken[];
}

async function readAll(stack: TestStack): Promise<Readings> {
  const child = await bundleForLambda(root, { entryPoints: ["tests/bench/start-up-child.ts"] });
  await written("child", child);
  const bundles = new Map<keyof typeof programs, string>([
    ["empty", await written("empty", programs.empty)],
    ["clients", await written("clients", programs.clients)],
    ["function", await written("function", programs.function)],
  ]);
  const imports = new Map<keyof typeof programs, Taken[]>([...bundles.keys()].map((name) => [name, []]));
  const first: Taken[] = [];
  const warm: Taken[] = [];
  for (let round = 0; round < rounds; round++) {
    const isLast = round === rounds - 1;
    const events: unknown[] = [];
    for (let i = 0; i < (isLast ? filesOfProcess : 1); i++)
      events.push(await upload(stack, 1_000 * (round + 1) + i));
    await stack.aws.idle();
    for (const [name, bundle] of bundles) {
      const { imported, invocations } = await start(bundle, stack, name === "function" ? events : []);
      imports.get(name)?.push(imported);
      first.push(...invocations.slice(0, 1));
      warm.push(...invocations.slice(filesToWarmUp));
    }
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
  }
  return { imports, first, warm };
}

function page({ imports, first, warm }: Readings) {
  const wallMs = (taken: readonly Taken[] = []) => median(taken.map(({ wallMs: ms }) => ms));
  const cpuMs = (taken: readonly Taken[] = []) => median(taken.map(({ cpuMs: ms }) => ms));
  const row = (what: string, taken: readonly Taken[] | undefined) =>
    `| ${what} | ${wallMs(taken).toFixed(1)} | ${cpuMs(taken).toFixed(1)} |`;
  const kilobytes = ({ bytes }: Bundle) => `${Math.round(bytes.length / 1000)} kB`;
  const importMs = wallMs(imports.get("function"));
  const importRatio = importMs / wallMs(imports.get("clients"));
  const warmMs = cpuMs(warm);
  const isMet = (importMs <= importMsMax || importRatio <= importRatioMax) && warmMs <= warmOwnMsMax;
  const text = `# Start-up and small files

Written by \`make start-up\` (tests/bench/start-up.ts), which says how it is measured. Medians in milliseconds; own time
is processor time of the function's process.

${measuredOn()}; ${rounds} rounds.

| | wall | own |
| --- | ---: | ---: |
${row("import of an empty module", imports.get("empty"))}
${row(`import of the two SDK clients alone (${kilobytes(programs.clients)})`, imports.get("clients"))}
${row(`import of the function (${kilobytes(programs.function)})`, imports.get("function"))}
${row("the first file of a process, 1 KB", first)}
${row(`a file of a warm process, 1 KB (${filesToWarmUp + 1}th to ${filesOfProcess}th)`, warm)}

- Import: ${importMs.toFixed(0)} ms, ${importRatio.toFixed(2)} × the clients alone. Bound: ${importMsMax} ms or ${importRatioMax} ×.
- 1 KB, warm: ${warmMs.toFixed(1)} ms of own time. Bound: ${warmOwnMsMax} ms.
`;
  return { text, isMet };
}

const stack = await startStack();
try {
  const { text, isMet } = page(await readAll(stack));
  await writeFile(path.join(import.meta.dirname, "START-UP.md"), text);
  process.stdout.write(text);
  if (!isMet) process.exitCode = 1;
} finally {
  await stack.dispose();
  await rm(folder, { recursive: true, force: true });
}
