/** Who reads segments: a thread of its own, or this one between its other duties. */
import { Worker } from "node:worker_threads";
import { UnfitFileError } from "../text-file.ts";
import type { FromThread, Part, SegmentReport, SegmentTask, TableFacts, ToThread } from "./messages.ts";
import type { PartReader } from "./part-reader.ts";

/** One task at a time. Everything is rejected with what went wrong first. */
export interface Thread {
  /** Resolves when the segment was read, and reported. @returns the memory of the task, if any: free to be used again */
  read(task: SegmentTask): Promise<ArrayBuffer | null>;
  /** Once, after the last task. */
  finish(): Promise<Part>;
  stop(): void;
}

/** @param onReport told of each segment that the thread has read */
export type StartThread = (facts: TableFacts, onReport: (report: SegmentReport) => void) => Thread;

export const startWorkerThread: StartThread = (facts, onReport) => new WorkerThread(facts, onReport);

class WorkerThread implements Thread {
  readonly #worker: Worker;
  readonly #onReport: (report: SegmentReport) => void;
  #onMessage: (message: FromThread) => void = () => undefined;
  #onError: (error: unknown) => void = () => undefined;
  #failure: unknown = null;

  constructor(facts: TableFacts, onReport: (report: SegmentReport) => void) {
    this.#onReport = onReport;
    this.#worker = startWorker(facts);
    this.#worker.on("message", (message: FromThread) => this.#onMessage(message));
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", (code) => this.#fail(new Error(`The thread ended with code ${code}.`)));
  }

  async read(task: SegmentTask): Promise<ArrayBuffer | null> {
    const answer = await this.#ask({ kind: "read", task }, task.text === null ? [] : [task.text.memory]);
    if (answer.kind !== "report") throw unexpected(answer);
    this.#onReport(answer.report);
    return answer.memory;
  }

  async finish(): Promise<Part> {
    const answer = await this.#ask({ kind: "finish" }, []);
    if (answer.kind !== "part") throw unexpected(answer);
    const { columns, rowHashes, ...part } = answer.part;
    return {
      ...part,
      rowHashes: () => rowHashes,
      columns: (index) => {
        const column = columns[index];
        if (column === undefined) throw new RangeError(`no column ${index} of ${columns.length}`);
        return column;
      },
    };
  }

  stop(): void {
    void this.#worker.terminate();
  }

  #ask(message: ToThread, handedOver: readonly ArrayBuffer[]): Promise<FromThread> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) {
        reject(this.#failure);
        return;
      }
      this.#onMessage = resolve;
      this.#onError = reject;
      this.#worker.postMessage(message, handedOver);
    });
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#onError(this.#failure);
  }
}

function unexpected(answer: FromThread): Error {
  if (answer.kind !== "failed") return new Error(`A thread answered with a ${answer.kind}.`);
  return answer.isUnfitFile ? new UnfitFileError(answer.reason) : new Error(answer.reason);
}

/** Beside the bundle lies the script's own; from the sources it is loaded as they are, by tsx. */
function startWorker(workerData: TableFacts): Worker {
  if (!import.meta.url.endsWith(".ts")) {
    return new Worker(new URL("./segment-worker.mjs", import.meta.url), { workerData });
  }
  const script = new URL("./segment-worker.ts", import.meta.url).href;
  const loader = import.meta.resolve("tsx/esm/api");
  const load = `import(${JSON.stringify(loader)}).then((tsx) => tsx.tsImport(${JSON.stringify(script)}, ${JSON.stringify(script)}))`;
  return new Worker(load, { eval: true, workerData });
}

/** Reads on this thread, in steps between which `pause` gives way to whatever is more urgent. */
export class OwnThread implements Thread {
  readonly #reader: PartReader;
  readonly #pause: () => Promise<void>;

  constructor(reader: PartReader, pause: () => Promise<void>) {
    this.#reader = reader;
    this.#pause = pause;
  }

  async read(task: SegmentTask): Promise<ArrayBuffer | null> {
    for (const _ of this.#reader.read(task)) await this.#pause();
    return task.text?.memory ?? null;
  }

  async finish(): Promise<Part> {
    return this.#reader.part();
  }

  stop(): void {
    this.#reader.close();
  }
}
