/**
 * Deals segments of the text to threads, and keeps no more of it in memory than they need to be busy. The thread that deals
 * reads only what goes on with what it has read before the others were there: when it read as they do, in between, they had
 * nothing to do for half of the time (1.33 times one thread's speed at 1 GB, two on two cores).
 */
import { setImmediate } from "node:timers/promises";
import type { TextFile } from "../text-file.ts";
import type { Part, SegmentReport, SegmentTask, TableFacts } from "./messages.ts";
import type { PartReader } from "./part-reader.ts";
import { segmentStart } from "./segment-start.ts";
import { evidenceBytes, FileSegment, HeldSegment, type SegmentText } from "./segment-text.ts";
import { OwnThread, type StartThread, type Thread } from "./thread.ts";

/** A source that is silent for so long is slower than reading: this thread need not wait for it. */
const silentMs = 0.5;

/** The text cannot be read in parts: it is to be read anew, by one thread. */
export class SegmentsDisagreeError extends Error {
  override readonly name = "SegmentsDisagreeError";
  constructor(options?: ErrorOptions) {
    super("The segments of the text do not fit together, or could not be read on their own.", options);
  }
}

/** A segment that is yet to be dealt. */
interface Undealt<Text extends SegmentText> {
  readonly text: Text;
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
  isFree: boolean;
  isBusy: boolean;
  /** The segment that this one, and no other, reads next. */
  goesOnWith: number | null;
  hasRead: boolean;
  part: Promise<Part> | null;
}

export interface CrewOptions {
  /** At least 2: beside the one that deals, if the text has to be dealt. */
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
  /** Segments that were opened, and not yet read. */
  #inHand = 0;
  #position = 0;
  /** The segment whose text comes in. */
  #filling: Undealt<HeldSegment> | null = null;
  /** The segment before, which is dealt once it is known where the next one begins. */
  #full: Undealt<SegmentText> | null = null;
  /** Everybody reads out of it. */
  #file: TextFile | null = null;
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
      const { isFull, position, end } = filling.text;
      const isEnough = isFull || end - position >= evidenceBytes;
      if (filling.startAt === undefined && isEnough) this.#decideStart(filling);
      if (!isFull) continue;
      this.#full = filling;
      this.#filling = null;
    }
    this.#throwFailure();
    this.#askedAtMs = performance.now();
  }

  /**
   * Read the rest of the text out of the file, this thread as well, which has little else to do. Goes on after each
   * segment that was dealt.
   * @throws SegmentsDisagreeError
   */
  async *readFile(file: TextFile): AsyncGenerator<number> {
    this.#file = file;
    const [own] = this.#members;
    if (own !== undefined) own.isFree = true;
    while (this.#position < file.length) {
      const segment = await this.#openInFile(file, file.length);
      if (this.#full !== null) this.#decideStart(segment);
      this.#full = segment;
      this.#position = segment.text.end;
      yield this.#position;
    }
  }

  /** No more text comes; returns when all of it was read. @throws SegmentsDisagreeError */
  async end(last: "end" | "abandoned"): Promise<void> {
    const segment = this.#filling ?? this.#takeUnfull() ?? (await this.#openEmpty());
    if (segment.startAt === undefined) this.#decideStart(segment);
    this.#submit(segment, false, last);
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

  /** The next segment, without a text so far. */
  async #open(): Promise<Undealt<HeldSegment>> {
    await this.#waitForHands();
    const { segmentBytes } = this.#facts;
    const before = this.#full?.text instanceof HeldSegment ? this.#full.text : null;
    const text = new HeldSegment(this.#position, segmentBytes, before, this.#free.pop() ?? null);
    return { text, startAt: this.#full === null ? null : undefined };
  }

  async #openInFile(file: TextFile, end: number): Promise<Undealt<SegmentText>> {
    await this.#waitForHands();
    const text = new FileSegment(file, this.#position, this.#facts.segmentBytes, end);
    return { text, startAt: this.#full === null ? null : undefined };
  }

  /** At the end of the text, which is also that of a segment. */
  #openEmpty(): Promise<Undealt<SegmentText>> {
    return this.#file === null ? this.#open() : this.#openInFile(this.#file, this.#position);
  }

  /** Until there is need for one more segment: each thread reads one, one waits to be dealt, and one is filled. */
  async #waitForHands(): Promise<void> {
    while (this.#inHand === this.#options.threads + 2) await this.#sleep();
    this.#inHand++;
  }

  /** The last segment of a file, which is not dealt yet. */
  #takeUnfull(): Undealt<SegmentText> | null {
    const last = this.#full;
    if (last === null || last.text.isFull) return null;
    this.#full = null;
    return last;
  }

  /** Guess where the segment begins; the one before can be dealt then. */
  #decideStart(segment: Undealt<SegmentText>): void {
    const { text, border } = segment.text.surroundings;
    const start = segmentStart(text, border, this.#facts.dialect, this.#facts.columnCount);
    segment.startAt = start === null ? null : segment.text.position - border + start;
    if (start !== null) this.#startThread();
    if (this.#full !== null) this.#submit(this.#full, start === null, null);
    this.#full = null;
  }

  #startThread(): void {
    const beside = this.#file === null ? this.#options.threads : this.#options.threads - 1;
    if (this.#members.length > beside) return;
    this.#members.push(memberOf(this.#options.startThread(this.#facts, this.#onReport), true));
  }

  #submit(
    { text, startAt = null }: Undealt<SegmentText>,
    isContinued: boolean,
    last: SegmentTask["last"],
  ): void {
    const { index, position, end, held } = text;
    this.#queue.push({ task: { index, position, end, startAt, last, text: held }, isContinued });
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
      const memory = await member.thread.read(task);
      this.#inHand--;
      if (memory !== null) this.#free.push(memory);
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
