/** Profiles hostile inputs one after the other and holds each result to what every result must be. */
import { toItem } from "../../lambda/adapters/dynamodb-item.ts";
import { attributeMapBytes } from "../../lambda/adapters/dynamodb-values.ts";
import { itemBytesMax, recordBytesMax } from "../../lambda/limits.ts";
import { buildSummary } from "../../lambda/profile/build-summary.ts";
import { type ProfileResult, profileCsv } from "../../lambda/profile/profile-csv.ts";
import type { ContentProfile, Summary } from "../../lambda/profile/summary.ts";
import { difference } from "../faults/expectations.ts";
import { contractBreaches } from "../summary-contract.ts";
import { type HostileInput, hostileInput } from "./hostile-input.ts";

export interface FuzzOptions {
  readonly firstSeed: number;
  readonly inputs: number;
  readonly onProgress?: (done: number) => void;
  /** Ends the run before its time, with what was found up to there. */
  readonly signal?: AbortSignal;
}

export interface FuzzResult {
  readonly inputs: number;
  readonly bytes: number;
  readonly durationMs: number;
  /** Of all processors, whatever else the machine does. */
  readonly cpuMs: number;
  /** Longest that a single input took, on a machine that may have been busy with something else. */
  readonly slowestMs: number;
  readonly peakResidentMb: number;
  /** How the inputs ended: "success" or an error code, with their number. */
  readonly endings: ReadonlyMap<string, number>;
  /** What must not be, with the seed that shows it. */
  readonly breaches: readonly string[];
}

/** Milliseconds that an input may take: a base, in which a garbage collection fits, and a second each megabyte. */
const inputMsMax = (bytes: number): number => 1_000 + bytes / 1_000;

const residentMbMax = 1_024;

/** Every so many inputs are also read by the reference reader, and held to the whole JSON Schema. */
const closerLookEvery = 16;

const progressEvery = 10_000;

/** Breaches after which there is no point in going on. */
const breachesMax = 20;

export async function fuzz({ firstSeed, inputs, onProgress, signal }: FuzzOptions): Promise<FuzzResult> {
  const startedMs = performance.now();
  const endings = new Map<string, number>();
  const breaches: string[] = [];
  let [bytes, slowestMs, peakResidentMb, done] = [0, 0, 0, 0];
  const cpuStartedMs = cpuMs();
  for (; done < inputs && breaches.length < breachesMax && signal?.aborted !== true; done++) {
    const seed = firstSeed + done;
    const input = hostileInput(seed);
    bytes += input.bytes.length;
    const began = performance.now();
    const ending = await tryInput(input, done % closerLookEvery === 0);
    const tookMs = performance.now() - began;
    slowestMs = Math.max(slowestMs, tookMs);
    endings.set(ending.name, (endings.get(ending.name) ?? 0) + 1);
    for (const breach of ending.breaches) breaches.push(`seed ${seed} (${input.kind}): ${breach}`);
    if (tookMs > inputMsMax(input.bytes.length)) breaches.push(...(await slowBreaches(seed, input)));
    if (done % progressEvery === 0) {
      peakResidentMb = Math.max(peakResidentMb, Math.round(process.memoryUsage.rss() / 2 ** 20));
      if (peakResidentMb > residentMbMax) breaches.push(`seed ${seed}: ${peakResidentMb} MiB resident`);
      onProgress?.(done);
    }
  }
  return {
    inputs: done,
    bytes,
    durationMs: performance.now() - startedMs,
    cpuMs: cpuMs() - cpuStartedMs,
    slowestMs,
    peakResidentMb,
    endings,
    breaches,
  };
}

/** Was it the input, or the machine? By CPU time, which costs too much to be asked for each input. */
async function slowBreaches(seed: number, input: HostileInput): Promise<readonly string[]> {
  const began = cpuMs();
  await tryInput(input, true);
  const tookMs = Math.round(cpuMs() - began);
  if (tookMs <= inputMsMax(input.bytes.length)) return [];
  return [`seed ${seed} (${input.kind}): ${tookMs} ms of CPU for ${input.bytes.length} bytes`];
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

interface Ending {
  readonly name: string;
  readonly breaches: readonly string[];
}

async function tryInput(input: HostileInput, closerLook: boolean): Promise<Ending> {
  try {
    const result = await profileCsv(chunks(input));
    const breaches = breachesOf(result);
    if (closerLook) breaches.push(...(await closer(input, result.content)));
    return { name: result.content.error_code ?? "success", breaches };
  } catch (error) {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { name: "thrown", breaches: [trace.split("\n").slice(0, 3).join(" ")] };
  }
}

function breachesOf(result: ProfileResult): string[] {
  const { content } = result;
  const breaches: string[] = [];
  if ((content.status === "error") !== (content.error_code !== null))
    breaches.push("status and error_code differ");
  if (content.status === "success" && !content.quality_issues.receipt.balanced)
    breaches.push("unbalanced receipt");
  if (content.error_code === "RECORD_TOO_LONG" && result.textBytes <= recordBytesMax)
    breaches.push(`a record too long in ${result.textBytes} bytes`);
  for (const column of content.columns) {
    if (column.missing.count > content.row_count) breaches.push("more missing cells than rows");
  }
  const version = { sequencer: null, eventTime: null, etag: null };
  const item = toItem(summaryOf(result), { summaryKey: "processed/x", reportKey: null }, version);
  const itemBytes = attributeMapBytes(item);
  if (itemBytes > itemBytesMax) breaches.push(`an item of ${itemBytes} bytes`);
  return breaches;
}

/** By the JSON Schema, and by the other reader. */
async function closer(input: HostileInput, content: ContentProfile): Promise<string[]> {
  const whole = summaryOf({
    content,
    compression: "none",
    engine: "reference",
    figures: "all",
    threads: 1,
    sourceBytes: 0,
    textBytes: 0,
  });
  const breaches = contractBreaches(JSON.parse(JSON.stringify(whole))).map((breach) => `schema: ${breach}`);
  const { content: byReference } = await profileCsv(chunks(input), { engine: "reference" });
  const found = difference(byReference, JSON.parse(JSON.stringify(content)));
  return found === null ? breaches : [...breaches, `the engines differ: ${found}`];
}

function summaryOf({ content, compression, engine, figures, threads, sourceBytes }: ProfileResult): Summary {
  return buildSummary({
    fileName: "hostile.csv",
    uploadedAt: null,
    processedAt: new Date(0),
    source: {
      bucket: null,
      key: null,
      etag: null,
      version_id: null,
      sequencer: null,
      size_bytes: sourceBytes,
      compression,
    },
    content,
    processing: {
      engine,
      figures,
      threads,
      duration_ms: 0,
      throughput_mb_per_s: 0,
      bytes_read: sourceBytes,
      peak_memory_mb: null,
      cost_estimate_usd: null,
    },
  });
}

async function* chunks({ bytes, chunkBytes }: HostileInput): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}
