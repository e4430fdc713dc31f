import { stat } from "node:fs/promises";
import type { LogGroup } from "../logs/log-store.ts";
import type { FunctionConfiguration } from "./function-configuration.ts";
import { type Outcome, Sandbox } from "./sandbox.ts";

interface WarmSandbox {
  readonly sandbox: Sandbox;
  /** When the bundle that it loaded was written. */
  readonly bundleTimeMs: number;
}

/** A deployed function: its processes, reused while they are sound, and its log. */
export class LocalFunction {
  readonly configuration: FunctionConfiguration;
  readonly #endpoint: string;
  readonly #logGroup: LogGroup;
  readonly #idle: WarmSandbox[] = [];
  readonly #all = new Set<Sandbox>();
  readonly #starting = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(configuration: FunctionConfiguration, endpoint: string, logGroup: LogGroup) {
    this.configuration = configuration;
    this.#endpoint = endpoint;
    this.#logGroup = logGroup;
  }

  /**
   * Run one event, in a warm process if there is one. The caller keeps to the concurrency. Never rejects because
   * of the function; null when the stack was closed meanwhile, so that the outcome means nothing.
   */
  async invoke(requestId: string, event: unknown): Promise<Outcome | null> {
    const bundleTimeMs = await modifiedMs(this.configuration.bundle);
    const { sandbox, initDurationMs } = await this.#acquire(bundleTimeMs);
    if (this.#isClosed) return null;
    const log = (message: string) => this.#logGroup.append(sandbox.logStream, message);
    log(`START RequestId: ${requestId} Version: $LATEST`);
    const started = performance.now();
    const outcome = await sandbox.invoke(requestId, event);
    const durationMs = performance.now() - started;
    if (this.#isClosed) return null;
    for (const line of lastWords(outcome, requestId)) log(line);
    log(`END RequestId: ${requestId}`);
    log(reportLine(outcome, requestId, durationMs, initDurationMs, sandbox.peakMb, this.configuration));
    if (sandbox.isUsable) {
      this.#idle.push({ sandbox, bundleTimeMs });
    } else {
      await this.#discard(sandbox);
    }
    return outcome;
  }

  /** End all processes at once; invocations under way are lost (their events are not). */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#starting);
    await Promise.all([...this.#all].map((sandbox) => this.#discard(sandbox)));
  }

  async #acquire(bundleTimeMs: number): Promise<{ sandbox: Sandbox; initDurationMs: number | null }> {
    for (let warm = this.#idle.pop(); warm !== undefined; warm = this.#idle.pop()) {
      // A new build replaces the deployed function, as an update of its code would.
      if (warm.sandbox.isUsable && warm.bundleTimeMs === bundleTimeMs) {
        return { sandbox: warm.sandbox, initDurationMs: null };
      }
      await this.#discard(warm.sandbox);
    }
    const starting = Sandbox.start(this.configuration, this.#endpoint, (stream, line) =>
      this.#logGroup.append(stream, line),
    ).then((started) => {
      this.#all.add(started.sandbox);
      return started;
    });
    this.#starting.add(starting);
    return starting.finally(() => this.#starting.delete(starting));
  }

  async #discard(sandbox: Sandbox): Promise<void> {
    this.#all.delete(sandbox);
    await sandbox.close();
  }
}

/** Zero when there is no such file: the process then says so better. */
async function modifiedMs(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return 0;
  }
}

/** What Lambda itself writes when a process ended instead of answering. */
function lastWords(outcome: Outcome, requestId: string): string[] {
  if (outcome.kind === "success" || outcome.ended === undefined) return [];
  const { errorType, errorMessage, trace } = outcome.error;
  if (outcome.ended === "timeout") {
    const text = errorMessage.replace(/^RequestId: \S+ Error: /, "");
    return [`${new Date().toISOString()} ${requestId} ${text}`];
  }
  const message = errorMessage.startsWith("RequestId:")
    ? errorMessage
    : `RequestId: ${requestId} Error: ${errorMessage}`;
  return [message, errorType, ...trace.slice(1)];
}

function reportLine(
  outcome: Outcome,
  requestId: string,
  durationMs: number,
  initDurationMs: number | null,
  peakMb: number,
  { memoryMb }: FunctionConfiguration,
): string {
  const billedMs = Math.ceil(durationMs + (initDurationMs ?? 0));
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${billedMs} ms`,
    `Memory Size: ${memoryMb} MB`,
    // Lambda never reports more than there is.
    `Max Memory Used: ${Math.min(peakMb, memoryMb)} MB`,
  ];
  if (initDurationMs !== null) fields.push(`Init Duration: ${initDurationMs.toFixed(2)} ms`);
  if (outcome.kind === "error" && outcome.ended === "timeout") fields.push("Status: timeout");
  else if (outcome.kind === "error" && outcome.ended !== undefined) {
    fields.push("Status: error", `Error Type: ${outcome.error.errorType}`);
  }
  return `${fields.join("\t")}\t`;
}
