/**
 * One connection against ranges ahead: `npx tsx tests/bench/ranged-reads.ts [--size-mb 256] [--mb-per-s 90]
 * [--latency-ms 30] [--rounds 3] [--ranges 1,2,4,8]`.
 *
 * Method: the embedded stack serves one object through a proxy that gives each connection so many MB/s and each
 * request so much latency, in a process of its own. Each reading is a fresh process that opens the object with
 * S3ObjectSource and takes its chunks without looking at them; the time runs from opening to the last byte, the object's
 * CRC-32 is verified meanwhile, peak memory is that process's. The settings take turns, and the medians are printed.
 * Stack, proxy and reader share the machine's cores: where their sum is the limit, ratios are lower than on S3.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { S3ObjectSource } from "../../lambda/adapters/s3-object-source.ts";
import { rangeBytes } from "../../lambda/limits.ts";
import { clientOptions, startStack } from "../local-aws/stack.ts";
import { startThrottledProxy } from "./throttled-proxy.ts";

const key = "uploads/large.csv";
const megabyte = 1_000_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    "size-mb": { type: "string", default: "256" },
    "mb-per-s": { type: "string", default: "90" },
    "latency-ms": { type: "string", default: "30" },
    rounds: { type: "string", default: "3" },
    ranges: { type: "string", default: "1,2,4,8" },
  },
});
const sizeBytes = Number(values["size-mb"]) * megabyte;
const speed = {
  bytesPerS: Number(values["mb-per-s"]) * megabyte,
  latencyMs: Number(values["latency-ms"]),
};

interface Served {
  readonly url: string;
  readonly bucket: string;
}

interface Reading {
  readonly mbPerS: number;
  /** Of the reading process, user and system: what reading takes from profiling. */
  readonly cpuMsPerMb: number;
  readonly peakMb: number;
}

async function serve(): Promise<void> {
  const stack = await startStack();
  const { bucket } = stack.aws.names;
  const body = Buffer.alloc(sizeBytes, "2026-11-21,1234.5,some text,42\n");
  await stack.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  const proxy = await startThrottledProxy(stack.aws.url, speed);
  process.send?.({ url: proxy.url, bucket } satisfies Served);
  await once(process, "message");
  await proxy.close();
  await stack.dispose();
  process.disconnect();
}

async function read(url: string, bucket: string, rangesMax: number): Promise<Reading> {
  const s3 = new S3Client({ ...clientOptions, endpoint: url, forcePathStyle: true });
  const event = { bucket, key, rawKey: key, etag: null, versionId: null, sequencer: null, eventTime: null };
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  const object = await new S3ObjectSource(s3, { rangeBytes, rangesMax }).open(event);
  if (typeof object === "string") throw new Error(object);
  let readBytes = 0;
  for await (const chunk of object.body) readBytes += chunk.byteLength;
  const seconds = (performance.now() - startedMs) / 1_000;
  const { user, system } = process.cpuUsage(startedCpu);
  if (readBytes !== sizeBytes) throw new Error(`Read ${readBytes} of ${sizeBytes} bytes.`);
  s3.destroy();
  const megabytes = readBytes / megabyte;
  return {
    mbPerS: megabytes / seconds,
    cpuMsPerMb: (user + system) / 1_000 / megabytes,
    peakMb: process.resourceUsage().maxRSS / 1_024,
  };
}

/** A further process of this file, and the first thing that it says. */
async function start<Message>(...role: readonly string[]) {
  const child = fork(import.meta.filename, [...process.argv.slice(2), ...role]);
  const failed = once(child, "exit").then(([code]) => {
    throw new Error(`${role[0]} ended with exit code ${code}.`);
  });
  const said = once(child, "message").then(([message]: Message[]) => message);
  const message = await Promise.race([said, failed]);
  failed.catch(() => undefined);
  if (message === undefined) throw new Error(`${role[0]} said nothing.`);
  return { child, message };
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

async function compare(): Promise<void> {
  const settings = values.ranges.split(",").map(Number);
  const readings = new Map<number, Reading[]>(settings.map((rangesMax) => [rangesMax, []]));
  const served = await start<Served>("serve");
  const { url, bucket } = served.message;
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [rangesMax, results] of readings) {
      const reader = await start<Reading>("read", url, bucket, String(rangesMax));
      results.push(reader.message);
    }
  }
  served.child.send("done");
  const [cpu] = cpus();
  process.stdout.write(
    `${values["size-mb"]} MB, ${values["mb-per-s"]} MB/s a connection, ${values["latency-ms"]} ms a request, ` +
      `medians of ${values.rounds}; ${cpus().length} × ${cpu?.model.trim()}, Node ${process.version}\n\n` +
      "ranges at once   MB/s   ratio   CPU ms/MB   peak MB\n",
  );
  const base = median(readings.get(settings[0] ?? 1)?.map(({ mbPerS }) => mbPerS) ?? []);
  for (const [rangesMax, results] of readings) {
    const medianOf = (figure: keyof Reading) => median(results.map((reading) => reading[figure]));
    const mbPerS = medianOf("mbPerS");
    const cells = [
      (rangesMax === 1 ? "one connection" : String(rangesMax)).padStart(14),
      mbPerS.toFixed(0).padStart(6),
      (mbPerS / base).toFixed(2).padStart(7),
      medianOf("cpuMsPerMb").toFixed(2).padStart(11),
      medianOf("peakMb").toFixed(0).padStart(9),
    ];
    process.stdout.write(`${cells.join(" ")}\n`);
  }
}

const [role, url = "", bucket = "", rangesMax] = positionals;
if (role === "serve") await serve();
else if (role === "read") {
  process.send?.(await read(url, bucket, Number(rangesMax)));
  process.disconnect();
} else await compare();
