import { appendFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { logGroupOf } from "../names.ts";

export interface LogEvent {
  /** Unique within the group and ascending. */
  readonly eventId: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly stream: string;
  readonly message: string;
}

/** Bytes after which a log file is put aside; one older file is kept, so a function has twice that. */
const fileBytesMax = 10 * 1024 * 1024;

/**
 * A function's log group in `<folder>/<function>.log`: an event a line, `time<TAB>stream<TAB>message`. Line
 * breaks within a message become carriage returns, as Lambda itself does in text format. Older events are in
 * `<function>.<number>.log`.
 */
export class LogGroup {
  readonly name: string;
  readonly path: string;
  readonly #folder: string;
  readonly #functionName: string;
  #sizeBytes: number;
  /** Grows with every rotation and is part of the event ids. */
  #generation: number;

  constructor(folder: string, functionName: string) {
    mkdirSync(folder, { recursive: true });
    this.name = logGroupOf(functionName);
    this.path = join(folder, `${functionName}.log`);
    this.#folder = folder;
    this.#functionName = functionName;
    this.#sizeBytes = existsSync(this.path) ? statSync(this.path).size : 0;
    this.#generation = (this.#olderGenerations().at(-1) ?? -1) + 1;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Synchronous, so that lines stand in the order of their arrival and are there when the process dies. */
  append(stream: string, message: string, time: Date = new Date()): void {
    const text = message.replace(/[\r\n]+$/, "").replaceAll("\n", "\r");
    const line = Buffer.from(`${time.toISOString()}\t${stream}\t${text}\n`);
    if (this.#sizeBytes > 0 && this.#sizeBytes + line.length > fileBytesMax) this.#rotate();
    appendFileSync(this.path, line);
    this.#sizeBytes += line.length;
  }

  /** All events that are still kept, oldest first. */
  async *read(): AsyncGenerator<LogEvent> {
    const older = this.#olderGenerations().map((generation) => ({
      generation,
      path: this.#olderPath(generation),
    }));
    for (const { generation, path } of [...older, { generation: this.#generation, path: this.path }]) {
      if (!existsSync(path)) continue;
      let lineNumber = 0;
      for (const line of (await readFile(path, "utf8")).split("\n")) {
        lineNumber++;
        const [time = "", stream = "", ...message] = line.split("\t");
        const timestamp = Date.parse(time);
        // A line that was cut off by a crash.
        if (Number.isNaN(timestamp) || message.length === 0) continue;
        yield { eventId: eventId(generation, lineNumber), timestamp, stream, message: message.join("\t") };
      }
    }
  }

  #rotate(): void {
    for (const generation of this.#olderGenerations()) rmSync(this.#olderPath(generation), { force: true });
    renameSync(this.path, this.#olderPath(this.#generation));
    this.#generation++;
    this.#sizeBytes = 0;
  }

  #olderGenerations(): number[] {
    return readdirSync(this.#folder)
      .filter((name) => name.startsWith(`${this.#functionName}.`))
      .map((name) => /^\.(\d+)\.log$/.exec(name.slice(this.#functionName.length))?.[1])
      .filter((generation) => generation !== undefined)
      .map(Number)
      .sort((a, b) => a - b);
  }

  #olderPath(generation: number): string {
    return join(this.#folder, `${this.#functionName}.${generation}.log`);
  }
}

/** CloudWatch's ids are 56 digits too. */
function eventId(generation: number, lineNumber: number): string {
  return `${generation}`.padStart(28, "0") + `${lineNumber}`.padStart(28, "0");
}
