/**
 * Deals segments of the text to threads, and keeps no more of it in memory than they need to be busy. The thread that deals
 * reads only what goes on with what it has read before the others were there: when it read as they do, in between, they had
 * nothing to do for half of the time (1.33 times one thread's speed at 1 GB, two on two cores).
 */
import { setImmediate } from "node:timers/promises";
import type { Part, SegmentReport, SegmentTask, TableFacts } from "./messages.ts";
import type { PartReader } from "./part-reader.ts";
import { segmentStart } from "./segment-start.ts";
import { SegmentText } from "./segment-text.ts";
import { OwnThread, type StartThread, type Thread } from "./thread.ts";

/** Text behind a border that tells whether records begin there. */
const evidenceBytes = 64 * 1024;

/** A source that is silent for so long is slower than reading: this thread need not wait for it. */
const silentMs = 0.5;

/** The text cannot be read in parts: it is to be read anew, by one thread. */
export class SegmentsDisagreeError extends Error {
  override readonly name = "SegmentsDisagreeError";
  constructor(options?: ErrorOptions) {
    super("The segments of the text do not fit together, or could not be read on their own.", options);
  }
}

/** A segment whose text comes in. */
interface Filling {
  readonly text: SegmentText;
  /** As in `SegmentTask`; undefined as long as it is not known. */
  startAt: number | null | undefined;
}

interface Queued {
  readonly task: SegmentTask;
  /** Whoever reads it has to go on with the next one: where that begins cannot be told. */
  readonly isContinued: boolean;
}

interface Member {
  readonly thread: Thread;
  /** Reads whatever comes next, not only what goes on with what it has read. */
  readonly isFree: boolean;
  isBusy: boolean;
  /** The segment that this one, and no other, reads next. */
  goesOnWith: number | null;
  hasRead: boolean;
  part: Promise<Part> | null;
}

export interface CrewOptions {
  /** At least 2, beside the one that deals. */
  readonly threads: number;
  readonly startThread: StartThread;
}

export class Crew {
  readonly #facts: TableFacts;
  readonly #options: CrewOptions;
  readonly #onReport: (report: SegmentReport) => void;
  readonly #members: Member[];
  /** Memory of segments that were read. */
  readonly #free: ArrayBuffer[] = [];
  #memories = 0;
  #position = 0;
  #filling: Filling | null = null;
  /** The segment before, which is dealt once it is known where the next one begins. */
  #full: Filling | null = null;
  readonly #queue: Queued[] = [];
  #hasEnded = false;
  #failure: SegmentsDisagreeError | null = null;
  /** Something was read, or has failed. */
  #wake: () => void = () => undefined;
  #isWaiting = false;
  #askedAtMs = 0;

  /**
   * @param own reads on this thread
   * @param onReport of the other threads' segments
   */
  constructor(
    facts: TableFacts,
    own: PartReader,
    options: CrewOptions,
    onReport: (report: SegmentReport) => void,
  ) {
    this.#facts = facts;
    this.#options = options;
    this.#onReport = onReport;
    this.#members = [memberOf(new OwnThread(own, () => this.#giveWay()), false)];
    this.#startThread();
  }

  /** The text up to `position` was read by `own`. */
  begin(position: number): void {
    this.#position = position;
    const [own] = this.#members;
    if (own !== undefined) own.goesOnWith = Math.floor(position / this.#facts.segmentBytes);
  }

  /** Threads that have read some of the text; the one that deals does not count beside others. */
  get threads(): number {
    return Math.max(1, this.#members.filter(({ hasRead, isFree }) => hasRead && isFree).length);
  }

  /** @throws SegmentsDisagreeError */
  async write(chunk: Uint8Array): Promise<void> {
    for (let from = 0; from < chunk.length; ) {
      this.#filling ??= await this.#open();
      const filling = this.#filling;
      const bytes = filling.text.append(chunk.subarray(from));
      from += bytes;
      this.#position += bytes;
      const { isFull, length } = filling.text;
      if (filling.startAt === undefined && (isFull || length >= evidenceBytes)) this.#decideStart(filling);
      if (!isFull) continue;
      this.#full = filling;
      this.#filling = null;
    }
    this.#throwFailure();
    this.#askedAtMs = performance.now();
  }

  /** No more text comes; returns when all of it was read. @throws SegmentsDisagreeError */
  async end(last: "end" | "abandoned"): Promise<void> {
    this.#filling ??= await this.#open();
    const filling = this.#filling;
    if (filling.startAt === undefined) this.#decideStart(filling);
    this.#submit(filling, false, last);
    this.#hasEnded = true;
    this.#dispatch();
    while (this.#queue.length > 0 || this.#members.some(({ isBusy }) => isBusy)) await this.#sleep();
    this.#throwFailure();
  }

  /** After the end: what each thread has found. @throws SegmentsDisagreeError */
  async parts(): Promise<Part[]> {
    const parts = await Promise.all(this.#members.map((member) => partOf(member))).catch((error: unknown) => {
      throw new SegmentsDisagreeError({ cause: error });
    });
    return parts;
  }

  stop(): void {
    this.#failure ??= new SegmentsDisagreeError();
    for (const { thread } of this.#members) thread.stop();
  }

  /** Memory for the next segment's text. */
  async #open(): Promise<Filling> {
    // Each thread reads one, one waits to be dealt, and one is filled.
    const memoriesMax = this.#options.threads + 2;
    while (this.#free.length === 0 && this.#memories === memoriesMax) await this.#sleep();
    if (this.#free.length === 0) this.#memories++;
    const before = this.#full?.text ?? null;
    const { segmentBytes } = this.#facts;
    const text = new SegmentText(this.#position, segmentBytes, before, this.#free.pop() ?? null);
    return { text, startAt: before === null ? null : undefined };
  }

  /** Guess where the segment begins; the one before can be dealt then. */
  #decideStart(filling: Filling): void {
    const { text, border } = filling.text.surroundings;
    const start = segmentStart(text, border, this.#facts.dialect, this.#facts.columnCount);
    filling.startAt = start === null ? null : filling.text.inMemory(start);
    if (start !== null) this.#startThread();
    if (this.#full !== null) this.#submit(this.#full, start === null, null);
    this.#full = null;
  }

  #startThread(): void {
    if (this.#members.length > this.#options.threads) return;
    this.#members.push(memberOf(this.#options.startThread(this.#facts, this.#onReport), true));
  }

  #submit({ text, startAt = null }: Filling, isContinued: boolean, last: SegmentTask["last"]): void {
    const { index, memory, position } = text;
    this.#queue.push({ task: { index, memory, ...text.bounds, position, startAt, last }, isContinued });
    this.#dispatch();
  }

  #dispatch(): void {
    for (const member of this.#members) {
      if (member.isBusy) continue;
      const wanted = this.#queue.findIndex(({ task }) =>
        member.goesOnWith === null
          ? member.isFree && task.startAt !== null
          : task.index === member.goesOnWith,
      );
      const [queued] = wanted < 0 ? [] : this.#queue.splice(wanted, 1);
      if (queued !== undefined) void this.#run(member, queued);
      else if (this.#hasEnded && this.#failure === null) void partOf(member).catch(() => undefined);
    }
  }

  async #run(member: Member, { task, isContinued }: Queued): Promise<void> {
    member.isBusy = true;
    member.hasRead = true;
    member.goesOnWith = isContinued ? task.index + 1 : null;
    try {
      this.#free.push(await member.thread.read(task));
    } catch (error) {
      this.#failure ??= new SegmentsDisagreeError({ cause: error });
      this.#queue.length = 0;
    }
    member.isBusy = false;
    if (this.#failure === null) this.#dispatch();
    this.#wake();
  }

  /** Between two steps of this thread's own reading: the source goes first, or the others would have nothing to do. */
  async #giveWay(): Promise<void> {
    do {
      await setImmediate();
      this.#throwFailure();
    } while (!this.#isWaiting && performance.now() - this.#askedAtMs < silentMs);
  }

  async #sleep(): Promise<void> {
    this.#throwFailure();
    this.#isWaiting = true;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#isWaiting = false;
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure;
  }
}

function memberOf(thread: Thread, isFree: boolean): Member {
  return { thread, isFree, isBusy: false, goesOnWith: null, hasRead: false, part: null };
}

function partOf(member: Member): Promise<Part> {
  member.part ??= member.thread.finish();
  return member.part;
}
