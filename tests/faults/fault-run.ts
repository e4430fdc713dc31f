/** One run: upload under fire, let it end, look at every object. */
import { setTimeout as sleep } from "node:timers/promises";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { DeleteObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { parseS3Event } from "../../lambda/adapters/s3-event.ts";
import { fileNameOf, reportKey, summaryKey, uploadPrefix } from "../../lambda/output-keys.ts";
import { documentClient, s3Client } from "../../scripts/clients.ts";
import { findCandidates, sendRedrives } from "../../scripts/recovery/redrive.ts";
import { S3Clock } from "../../scripts/recovery/s3-clock.ts";
import type { Target } from "../../scripts/targets.ts";
import { seeded } from "../generate/random.ts";
import { Courier } from "./courier.ts";
import { Expectations } from "./expectations.ts";
import { FaultPlan, type ServiceFault } from "./fault-plan.ts";
import { FaultyProxy } from "./faulty-proxy.ts";
import { checkInvariant, type Verdict } from "./invariant.ts";
import { plannedOperation, type RequestTarget } from "./request-target.ts";
import { StackUnderFire } from "./stack-under-fire.ts";
import { type Action, content, workload } from "./workload.ts";

export interface FaultRunOptions {
  readonly seed: number;
  readonly uploads: number;
  /** SIGKILLs of the whole stack. */
  readonly stackKills: number;
  readonly onProgress?: (line: string) => void;
}

export interface FaultRunResult {
  readonly seed: number;
  readonly uploads: number;
  readonly deletions: number;
  readonly durationMs: number;
  /** What was done to which files, by kind. */
  readonly injected: ReadonlyMap<string, readonly string[]>;
  readonly verdict: Verdict;
  /** Files that were recorded as failed and sent again when the weather was fine. */
  readonly redriven: number;
  readonly verdictAfterRedrive: Verdict;
}

/** Files that are uploaded at the same time. */
const uploaders = 6;

/** Milliseconds in which nothing moves, after which the rest is not waited for. */
const standstillMs = 2 * 60_000;

/** How DynamoDB refuses a conditional write. */
const conditionFailed = "ConditionalCheckFailedException";

export async function runUnderFire(options: FaultRunOptions): Promise<FaultRunResult> {
  const run = await FaultRun.start(options);
  try {
    return await run.result();
  } finally {
    await run.close();
  }
}

class FaultRun {
  readonly #options: FaultRunOptions;
  readonly #plan: FaultPlan;
  readonly #proxy: FaultyProxy;
  readonly #stack: StackUnderFire;
  readonly #target: Target;
  readonly #s3: S3Client;
  readonly #documents: DynamoDBDocumentClient;
  readonly #lambda: LambdaClient;
  readonly #courier: Courier;
  readonly #expectations = new Expectations();
  readonly #injected = new Map<string, string[]>();
  readonly #fileOfKey = new Map<string, string>();
  readonly #running = new Map<string, { readonly pid: number; readonly fileNames: readonly string[] }>();
  readonly #struck = new Map<string, string>();
  #processes = 0;
  #endedInvocations = 0;
  #uploads = 0;

  private constructor(options: FaultRunOptions, plan: FaultPlan, proxy: FaultyProxy, stack: StackUnderFire) {
    this.#options = options;
    this.#plan = plan;
    this.#proxy = proxy;
    this.#stack = stack;
    const where = { endpoint: stack.url, region: null };
    const { bucket, table, functionName } = stack.names;
    const logGroup = `/aws/lambda/${functionName}`;
    this.#target = { environment: "local", ...where, bucket, table, functionName, logGroup };
    this.#s3 = s3Client(where);
    this.#documents = documentClient(where);
    this.#lambda = new LambdaClient({
      endpoint: stack.url,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
    const count = (what: string, fileName: string) => this.#count(what, fileName);
    this.#courier = new Courier({ plan, lambda: this.#lambda, functionName, count });
  }

  static async start(options: FaultRunOptions): Promise<FaultRun> {
    let run: FaultRun | null = null;
    const running = (): FaultRun => {
      if (run === null) throw new Error("The run has not begun.");
      return run;
    };
    const plan = new FaultPlan(options.seed);
    const proxy = await FaultyProxy.start({
      faultFor: (target) => running().#faultFor(target),
      observe: (target, status, body) => running().#observe(target, status, body),
      killFunction: (target) => running().#killFunction(target),
      overwrite: (target) => running().#overwrite(target),
      remove: (target) => running().#remove(target),
      answer: (what, question) => running().#answer(what, question),
    });
    const { url: proxyUrl, harnessUrl } = proxy;
    const stack = await StackUnderFire.start({ proxyUrl, harnessUrl, concurrency: 4 });
    proxy.upstream = stack.url;
    run = new FaultRun(options, plan, proxy, stack);
    return run;
  }

  async result(): Promise<FaultRunResult> {
    const startedMs = performance.now();
    const { seed, uploads, stackKills } = this.#options;
    const actions = workload(seed, uploads);
    await this.#carryOut(actions, stackKills);
    await this.#ended();
    const verdict = await checkInvariant(this.#world());
    const redriven = await this.#redrive();
    return {
      seed,
      uploads: this.#uploads,
      deletions: actions.filter(({ kind }) => kind === "delete").length,
      durationMs: performance.now() - startedMs,
      injected: this.#injected,
      verdict,
      redriven,
      verdictAfterRedrive: await checkInvariant(this.#world()),
    };
  }

  async close(): Promise<void> {
    this.#s3.destroy();
    this.#documents.destroy();
    this.#lambda.destroy();
    await this.#stack.dispose();
    await this.#proxy.close();
  }

  async #redrive(): Promise<number> {
    const clients = {
      s3: this.#s3,
      documents: this.#documents,
      lambda: this.#lambda,
      clock: new S3Clock(this.#s3),
    };
    const candidates = await findCandidates(clients, this.#target, "", "failed");
    await sendRedrives(clients, this.#target, candidates);
    await this.#quiet();
    return candidates.length;
  }

  #world() {
    return {
      s3: this.#s3,
      documents: this.#documents,
      target: this.#target,
      newest: this.#courier.newest,
      expectations: this.#expectations,
    };
  }

  async #carryOut(actions: readonly Action[], stackKills: number): Promise<void> {
    const killAt = new Set(
      Array.from({ length: stackKills }, (_, i) => Math.floor(((i + 0.5) * actions.length) / stackKills)),
    );
    const random = seeded(this.#options.seed + 1);
    const byFile = new Map<string, Promise<void>>();
    const underWay = new Set<Promise<void>>();
    for (const [i, action] of actions.entries()) {
      // Versions of one file in their order; different files at the same time.
      const before = byFile.get(action.fileName) ?? Promise.resolve();
      const done = before.then(() => this.#act(action));
      byFile.set(action.fileName, done);
      underWay.add(done);
      void done.finally(() => underWay.delete(done));
      if (underWay.size >= uploaders) await Promise.race(underWay);
      if (killAt.has(i)) await this.#killStack(random.between(0, 300));
      if (i % 100 === 99) this.#options.onProgress?.(`${i + 1} of ${actions.length} uploads and deletions`);
    }
    await Promise.all(underWay);
  }

  async #act(action: Action): Promise<void> {
    const Bucket = this.#target.bucket;
    const Key = `${uploadPrefix}${action.fileName}`;
    if (action.kind === "upload") {
      await this.#expectations.add(action.body);
      const { fileName } = action;
      for (const key of [Key, summaryKey(fileName), reportKey(fileName)]) this.#fileOfKey.set(key, fileName);
      await untilDone(() => this.#s3.send(new PutObjectCommand({ Bucket, Key, Body: action.body })));
      this.#uploads++;
    } else {
      await untilDone(() => this.#s3.send(new DeleteObjectCommand({ Bucket, Key })));
    }
  }

  async #killStack(afterMs: number): Promise<void> {
    await sleep(afterMs);
    this.#count("whole stack killed (SIGKILL) and started again", "");
    this.#proxy.upstream = null;
    await this.#stack.kill();
    this.#running.clear();
    await this.#stack.start();
    this.#proxy.upstream = this.#stack.url;
  }

  /** Under fire to the end; then one start in fine weather for what no recorder could write down. */
  async #ended(): Promise<void> {
    await this.#quiet();
    this.#plan.severity = 0;
    await this.#stack.kill();
    await this.#stack.start();
    await this.#quiet();
  }

  async #quiet(): Promise<void> {
    let before = "";
    let movedMs = performance.now();
    for (let quietTimes = 0; quietTimes < 3; ) {
      this.#courier.flush();
      await sleep(50);
      const pending = this.#courier.pending + (await this.#stack.pending());
      quietTimes = pending === 0 ? quietTimes + 1 : 0;
      // An event that ends may set off several: what is pending need not become less.
      const now = `${pending} pending, ${this.#endedInvocations} ended`;
      if (now !== before) {
        before = now;
        movedMs = performance.now();
      }
      if (performance.now() - movedMs > standstillMs) throw new Error(`${pending} events never ended.`);
    }
  }

  #count(what: string, fileName: string): void {
    const files = this.#injected.get(what) ?? [];
    files.push(fileName);
    this.#injected.set(what, files);
  }

  #fileNameOf({ service, key }: RequestTarget): string {
    if (service === "dynamodb") return key;
    // The function also looks for the key as it stands in the event, which is encoded.
    return this.#fileOfKey.get(key) ?? this.#fileOfKey.get(decodedOrSame(key)) ?? fileNameOf(key);
  }

  #faultFor(target: RequestTarget): ServiceFault | null {
    const operation = plannedOperation(target);
    if (operation === null) return null;
    const fileName = this.#fileNameOf(target);
    const fault = this.#plan.service(operation, fileName);
    if (fault === null) return null;
    const kills = fault.kind === "killed_before" || fault.kind === "killed_after";
    if (kills && this.#pidsOf(fileName).length === 0) return null;
    this.#count(`${operation}: ${nameOfFault(fault)}`, fileName);
    return fault;
  }

  /** Races that nobody planned: the service refuses a condition, because another writer was there first. */
  #observe(target: RequestTarget, status: number, body: Buffer): void {
    const isRefused = status === 412 || status === 409 || (status === 400 && body.includes(conditionFailed));
    if (isRefused) this.#count(`${target.operation}: condition not met`, this.#fileNameOf(target));
  }

  #killFunction(target: RequestTarget): void {
    for (const pid of this.#pidsOf(this.#fileNameOf(target))) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It ended by itself.
      }
    }
  }

  #pidsOf(fileName: string): readonly number[] {
    return [...this.#running.values()].flatMap(({ pid, fileNames }) =>
      fileNames.includes(fileName) ? [pid] : [],
    );
  }

  async #overwrite(target: RequestTarget): Promise<void> {
    const body = content(seeded(this.#options.seed + this.#uploads));
    await this.#expectations.add(body);
    await this.#s3.send(new PutObjectCommand({ Bucket: this.#target.bucket, Key: target.key, Body: body }));
    this.#uploads++;
  }

  async #remove({ key }: RequestTarget): Promise<void> {
    await this.#s3.send(new DeleteObjectCommand({ Bucket: this.#target.bucket, Key: key }));
  }

  async #answer(what: string, question: unknown): Promise<unknown> {
    const asked = new Map<string, unknown>(Object.entries(Object(question)));
    const requestId = String(asked.get("awsRequestId"));
    switch (what) {
      case "process":
        return this.#newProcess();
      case "event":
        this.#endedInvocations++;
        return this.#courier.take(question);
      case "begin":
        return this.#begin(requestId, Number(asked.get("pid")), asked.get("event"));
      case "strike": {
        const fileName = this.#running.get(requestId)?.fileNames[0] ?? "";
        return this.#count(`invocation: ${this.#struck.get(requestId)}`, fileName);
      }
      case "end":
        this.#endedInvocations++;
        return void this.#running.delete(requestId);
      default:
        throw new Error(`The function asks for ${what}.`);
    }
  }

  #newProcess(): number {
    const skewMs = this.#plan.skewMs(this.#processes++);
    if (skewMs !== 0)
      this.#count(`process with a clock ${skewMs > 0 ? "ahead" : "behind"} by 10 minutes`, "");
    return skewMs;
  }

  #begin(requestId: string, pid: number, event: unknown): unknown {
    const fileNames = parseS3Event(event).uploads.map(({ key }) => fileNameOf(key));
    this.#running.set(requestId, { pid, fileNames });
    const fault = this.#plan.invocation(fileNames[0] ?? "");
    if (fault !== null) this.#struck.set(requestId, fault.kind.replaceAll("_", " "));
    return fault;
  }
}

function nameOfFault(fault: ServiceFault): string {
  if (fault.kind === "refused") return `${fault.status} ${fault.code}`;
  return fault.kind.replaceAll("_", " ");
}

function decodedOrSame(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch {
    return key;
  }
}

/** An uploader does not give up: the stack may be down. */
async function untilDone(attempt: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await attempt();
      return;
    } catch {
      await sleep(100);
    }
  }
}
