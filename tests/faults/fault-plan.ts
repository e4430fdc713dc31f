/**
 * What goes wrong, and when: decided by the seed, the operation, the file and how often that operation met that
 * file, never by time. The same seed thus makes the same plan, however the requests interleave.
 */
import { type Random, seeded } from "../generate/random.ts";

/** What the function asks of S3 and DynamoDB. */
export const operations = ["GetObject", "HeadObject", "PutObject", "GetItem", "PutItem"] as const;
export type Operation = (typeof operations)[number];

/** `at` is the share of the body that is delivered before the fault. */
export type ServiceFault =
  | { readonly kind: "refused"; readonly status: number; readonly code: string }
  /** The connection is reset before the request reaches the service. */
  | { readonly kind: "reset" }
  /** The service does what was asked, and its answer is lost. */
  | { readonly kind: "answer_lost" }
  | { readonly kind: "slow"; readonly ms: number }
  | { readonly kind: "reset_midway" | "stalled" | "truncated" | "corrupted"; readonly at: number }
  /** The object is there, but not to be seen yet. */
  | { readonly kind: "invisible" }
  /** Somebody writes or deletes the object while it is read; the connection breaks there, or it does not. */
  | { readonly kind: "overwritten" | "deleted"; readonly at: number; readonly reset: boolean }
  /** SIGKILL of the function's process, before the request reaches the service or before the answer comes back. */
  | { readonly kind: "killed_before" | "killed_after" };

/** What happens to an invocation as a whole. */
export type InvocationFault =
  | { readonly kind: "killed" | "out_of_memory"; readonly afterMs: number }
  | { readonly kind: "timed_out" | "exited" | "threw" };

/** How an event comes to the function. */
export interface Delivery {
  /** Pauses before each copy of the event. */
  readonly delaysMs: readonly number[];
  /** Held until others are there too, and delivered as one event of several records. */
  readonly batched: boolean;
  /** A batch whose records are delivered singly besides. */
  readonly split: boolean;
}

const s3Refusals = [
  ["refused", 500, "InternalError"],
  ["refused", 503, "ServiceUnavailable"],
  ["refused", 503, "SlowDown"],
] as const;

/** Of two conditional writes at once S3 refuses one, whichever it is. */
const s3WriteRefusals = [...s3Refusals, ["refused", 409, "ConditionalRequestConflict"]] as const;

const dynamoDbRefusals = [
  ["refused", 400, "ProvisionedThroughputExceededException"],
  ["refused", 400, "ThrottlingException"],
  ["refused", 400, "TransactionConflictException"],
  ["refused", 500, "InternalServerError"],
] as const;

const invocationFaults = [
  "killed",
  "killed",
  "killed",
  "out_of_memory",
  "timed_out",
  "exited",
  "threw",
] as const;

/** S3 shows what was written at once; what stands in for it may lag, but not for ever. */
const readFaults = ["refused", "slow", "reset", "reset_midway", "stalled", "truncated", "corrupted"] as const;
const firstReadFaults = [
  ...readFaults,
  ...readFaults,
  "invisible",
  "invisible",
  "overwritten",
  "deleted",
  "killed_before",
  "killed_after",
] as const;

const otherFaults = ["reset", "answer_lost", "slow", "slow", "killed_before", "killed_after"] as const;

/** Milliseconds by which the clock of a function's process is wrong. */
const skewsMs = [0, 0, 0, 0, -600_000, 600_000] as const;

export class FaultPlan {
  readonly seed: number;
  /** Scales every probability: 0 is fine weather. */
  severity: number;
  readonly #met = new Map<string, number>();

  constructor(seed: number, severity = 1) {
    this.seed = seed;
    this.severity = severity;
  }

  /** The fault that the next such operation meets, or null. */
  service(operation: Operation, fileName: string): ServiceFault | null {
    const { random, nth } = this.#next(operation, fileName);
    if (!random.chance(0.16 * this.severity)) return null;
    switch (operation) {
      case "GetObject":
        return getFault(random, nth);
      case "PutObject":
        return random.chance(0.4) ? refusal(random, s3WriteRefusals) : commonFault(random);
      case "HeadObject":
        return random.chance(0.4) ? refusal(random, s3Refusals) : commonFault(random);
      default:
        return random.chance(0.5) ? refusal(random, dynamoDbRefusals) : commonFault(random);
    }
  }

  invocation(fileName: string): InvocationFault | null {
    const { random } = this.#next("invocation", fileName);
    if (!random.chance(0.05 * this.severity)) return null;
    const kind = random.pick(invocationFaults);
    if (kind === "killed" || kind === "out_of_memory") return { kind, afterMs: random.between(0, 40) };
    return { kind };
  }

  delivery(fileName: string): Delivery {
    const { random } = this.#next("delivery", fileName);
    const delayMs = (max: number) => (this.severity === 0 ? 0 : random.between(0, max));
    const copies = random.chance(0.15 * this.severity) ? random.between(1, 4) : 0;
    return {
      delaysMs: [
        random.chance(0.3) ? delayMs(400) : 0,
        ...Array.from({ length: copies }, () => delayMs(3_000)),
      ],
      batched: random.chance(0.1 * this.severity),
      split: random.chance(0.5),
    };
  }

  /** @param process counted from 0 */
  skewMs(process: number): number {
    return this.severity === 0 ? 0 : this.#random("skew", process).pick(skewsMs);
  }

  #next(what: string, fileName: string): { readonly random: Random; readonly nth: number } {
    const place = `${what} ${fileName}`;
    const nth = this.#met.get(place) ?? 0;
    this.#met.set(place, nth + 1);
    return { random: this.#random(place, nth), nth };
  }

  #random(place: string, nth: number): Random {
    return seeded(fnv1a(`${this.seed} ${place} ${nth}`));
  }
}

function getFault(random: Random, nth: number): ServiceFault {
  const at = random.next();
  const kind = random.pick<(typeof firstReadFaults)[number]>(nth < 2 ? firstReadFaults : readFaults);
  switch (kind) {
    case "refused":
      return refusal(random, s3Refusals);
    case "slow":
      return { kind, ms: random.between(20, 250) };
    case "reset_midway":
    case "stalled":
    case "truncated":
      return { kind, at };
    case "corrupted":
      // The first byte decides what a file is taken for.
      return { kind, at: random.chance(0.25) ? 0 : at };
    case "overwritten":
    case "deleted":
      return { kind, at, reset: random.chance(0.5) };
    default:
      return { kind };
  }
}

function commonFault(random: Random): ServiceFault {
  const kind = random.pick(otherFaults);
  return kind === "slow" ? { kind, ms: random.between(20, 250) } : { kind };
}

type Refusal = (typeof s3WriteRefusals | typeof dynamoDbRefusals)[number];

function refusal(random: Random, refusals: readonly [Refusal, ...Refusal[]]): ServiceFault {
  const [kind, status, code] = random.pick(refusals);
  return { kind, status, code };
}

/** 32 bits of a text: http://www.isthe.com/chongo/tech/comp/fnv/ */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
