import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import type { Readable } from "node:stream";
import { isJsonObject, type JsonObject, numberOf, stringOf } from "../json.ts";
import {
  type FunctionConfiguration,
  functionArn,
  heapFlags,
  processEnvironment,
} from "./function-configuration.ts";
import { forEachLine } from "./lines.ts";
import { type ResidentMemory, residentMemory } from "./resident-memory.ts";
import { sandboxProgram } from "./sandbox-program.ts";

/** How an invocation failed, as Lambda words it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

export type Outcome =
  | { readonly kind: "success"; readonly result: unknown }
  | {
      readonly kind: "error";
      readonly error: FunctionError;
      /** Why the process ended, when it did. */
      readonly ended?: "timeout" | "out_of_memory" | "exit";
    };

/** How often the memory of a function's process is looked at. */
const memoryPollMs = 50;

/** Milliseconds that loading the bundle may take before the process is given up. */
const initTimeoutMs = 30_000;

interface Invocation {
  readonly requestId: string;
  readonly finish: (outcome: Outcome) => void;
  /** Output streams that have not delivered all that the function wrote. */
  readonly unread: Set<Readable>;
  message: JsonObject | null;
}

/** A process that runs one function, one invocation at a time. */
export class Sandbox {
  readonly logStream: string;
  readonly #process: ChildProcess;
  readonly #configuration: FunctionConfiguration;
  readonly #log: (stream: string, line: string) => void;
  readonly #exited: Promise<void>;
  #state: "starting" | "ready" | "ended" = "starting";
  #initError: FunctionError | null = null;
  #killedFor: "timeout" | "out_of_memory" | null = null;
  #current: Invocation | null = null;
  #peakBytes = 0;

  private constructor(
    configuration: FunctionConfiguration,
    endpoint: string,
    log: (stream: string, line: string) => void,
  ) {
    this.#configuration = configuration;
    this.#log = log;
    const day = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
    this.logStream = `${day}/[$LATEST]${randomBytes(16).toString("hex")}`;
    this.#process = spawn(
      process.execPath,
      [...heapFlags(configuration.memoryMb), "--input-type=module", "--eval", sandboxProgram],
      {
        cwd: dirname(configuration.bundle),
        env: processEnvironment(configuration, this.logStream, endpoint),
        stdio: ["ignore", "pipe", "pipe", "ipc"],
      },
    );
    const { stdout, stderr } = this.#process;
    for (const stream of [stdout, stderr]) if (stream !== null) this.#readLines(stream);
    this.#exited = new Promise((resolve) => {
      // "close" comes after the last output was read.
      this.#process.once("close", (code, signal) => {
        this.#ended(code, signal);
        resolve();
      });
      this.#process.on("error", () => {
        this.#ended(null, null);
        resolve();
      });
    });
  }

  /** Start a process and load the bundle; `initDurationMs` covers both. A failed load shows at the first invoke. */
  static async start(
    configuration: FunctionConfiguration,
    endpoint: string,
    log: (stream: string, line: string) => void,
  ): Promise<{ readonly sandbox: Sandbox; readonly initDurationMs: number }> {
    const started = performance.now();
    const sandbox = new Sandbox(configuration, endpoint, log);
    await sandbox.#initialized();
    return { sandbox, initDurationMs: performance.now() - started };
  }

  get isUsable(): boolean {
    return this.#state === "ready" && this.#current === null;
  }

  /** The greatest resident memory that was seen. */
  get peakMb(): number {
    return Math.ceil(this.#peakBytes / 1024 / 1024);
  }

  /** Run one event, within the function's time and memory. Never rejects. */
  async invoke(requestId: string, event: unknown): Promise<Outcome> {
    if (this.#state !== "ready") {
      return {
        kind: "error",
        error: this.#initError ?? exitError(requestId, "exited before it was ready"),
        ended: "exit",
      };
    }
    const { timeoutMs, name, memoryMb } = this.#configuration;
    const timer = setTimeout(() => this.#killFor("timeout"), timeoutMs);
    const poll = setInterval(() => void this.#checkMemory(), memoryPollMs);
    try {
      return await new Promise<Outcome>((finish) => {
        const { stdout, stderr } = this.#process;
        const unread = new Set([stdout, stderr].filter((stream) => stream !== null));
        this.#current = { requestId, finish, unread, message: null };
        const context = {
          functionName: name,
          functionVersion: "$LATEST",
          invokedFunctionArn: functionArn(name),
          memoryLimitInMB: String(memoryMb),
          logGroupName: `/aws/lambda/${name}`,
          logStreamName: this.logStream,
        };
        this.#process.send({ requestId, event, context, deadlineMs: Date.now() + timeoutMs });
      });
    } finally {
      clearTimeout(timer);
      clearInterval(poll);
      this.#current = null;
      await this.#readMemory();
    }
  }

  /** End the process at once. */
  async close(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#exited;
  }

  #initialized(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#killFor("timeout"), initTimeoutMs);
      void this.#exited.then(() => {
        clearTimeout(timer);
        resolve();
      });
      this.#process.on("message", (message: unknown) => {
        if (!isJsonObject(message)) return;
        if (message.type === "done") {
          this.#received(message);
          return;
        }
        clearTimeout(timer);
        if (message.type === "ready") {
          this.#state = "ready";
          resolve();
        } else {
          this.#initError = functionErrorOf(message.error);
        }
      });
    });
  }

  #readLines(stream: Readable): void {
    forEachLine(stream, (line) => {
      const endMark = `\0${this.#current?.requestId}`;
      const isLast = line.endsWith(endMark);
      // What the function wrote last need not have ended its line.
      const text = isLast ? line.slice(0, -endMark.length) : line;
      if (text !== "" || !isLast) this.#log(this.logStream, text);
      if (!isLast) return;
      this.#current?.unread.delete(stream);
      this.#finishWhenRead();
    });
  }

  #received(message: JsonObject): void {
    const invocation = this.#current;
    if (invocation === null || invocation.requestId !== stringOf(message, "requestId")) return;
    invocation.message = message;
    this.#peakBytes = Math.max(this.#peakBytes, numberOf(message, "rssBytes") ?? 0);
    this.#finishWhenRead();
  }

  #finishWhenRead(): void {
    const invocation = this.#current;
    if (invocation === null || invocation.message === null || invocation.unread.size > 0) return;
    const { error, result } = invocation.message;
    invocation.finish(
      error === undefined ? { kind: "success", result } : { kind: "error", error: functionErrorOf(error) },
    );
  }

  #ended(code: number | null, signal: NodeJS.Signals | null): void {
    this.#state = "ended";
    const requestId = this.#current?.requestId ?? "";
    const seconds = (this.#configuration.timeoutMs / 1000).toFixed(2);
    if (this.#killedFor === "timeout") {
      const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`;
      this.#fail({ errorType: "Sandbox.Timedout", errorMessage, trace: [] }, "timeout");
    } else if (this.#killedFor === "out_of_memory") {
      const errorMessage = `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`;
      this.#fail({ errorType: "Runtime.OutOfMemory", errorMessage, trace: [] }, "out_of_memory");
    } else {
      // V8 aborts when its heap is full.
      const reason =
        signal === "SIGABRT"
          ? "signal: aborted (core dumped)"
          : signal === null
            ? `exit status ${code ?? "unknown"}`
            : `signal: ${signal}`;
      const what = code === 0 ? "exited without providing a reason" : `exited with error: ${reason}`;
      this.#fail(exitError(requestId, what), signal === "SIGABRT" ? "out_of_memory" : "exit");
    }
  }

  #fail(error: FunctionError, ended: "timeout" | "out_of_memory" | "exit"): void {
    this.#initError ??= error;
    this.#current?.finish({ kind: "error", error, ended });
  }

  #killFor(reason: "timeout" | "out_of_memory"): void {
    this.#killedFor ??= reason;
    this.#process.kill("SIGKILL");
  }

  async #checkMemory(): Promise<void> {
    const memory = await this.#readMemory();
    if (memory === null || this.#current === null) return;
    if (memory.nowBytes > this.#configuration.memoryMb * 1024 * 1024) this.#killFor("out_of_memory");
  }

  async #readMemory(): Promise<ResidentMemory | null> {
    const { pid } = this.#process;
    const memory = pid === undefined ? null : await residentMemory(pid);
    this.#peakBytes = Math.max(this.#peakBytes, memory?.peakBytes ?? 0);
    return memory;
  }
}

function exitError(requestId: string, what: string): FunctionError {
  return {
    errorType: "Runtime.ExitError",
    errorMessage: `RequestId: ${requestId} Error: Runtime ${what}`,
    trace: [],
  };
}

function functionErrorOf(value: unknown): FunctionError {
  const error = isJsonObject(value) ? value : {};
  return {
    errorType: stringOf(error, "errorType") ?? "Error",
    errorMessage: stringOf(error, "errorMessage") ?? "",
    trace: Array.isArray(error.trace) ? error.trace.map(String) : [],
  };
}
