/**
 * What Lambda sends to the on-failure destination when it gives an event up.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
import { ProfilerError } from "../errors.ts";

/** An event that was given up, and why. */
export interface ExhaustedEvent {
  /** The S3 event. */
  readonly event: unknown;
  readonly error: ProfilerError<"OUT_OF_MEMORY" | "TIMEOUT" | "RETRIES_EXHAUSTED">;
  /** Of the invocation that was given up: its attempts bear it in the log. Null when the message does not tell. */
  readonly requestId: string | null;
}

/** Characters of a service's message that are kept. */
const reasonCharsMax = 500;

/**
 * @param body of one queue message: a destination record, or an S3 event as a dead-letter queue gets it
 * @throws SyntaxError when it is neither
 */
export function parseFailure(body: string): ExhaustedEvent {
  const record: unknown = JSON.parse(body);
  if (!isObject(record)) throw new SyntaxError("The message is no JSON object.");
  if ("Records" in record) {
    const error = exhausted(1, "DeadLetter", "the platform gives no reason");
    return { event: record, error, requestId: null };
  }
  if (!isObject(record.requestPayload)) throw new SyntaxError("The message holds no requestPayload.");
  const context = isObject(record.requestContext) ? record.requestContext : {};
  return {
    event: record.requestPayload,
    error: reasonOf(record, context),
    requestId: text(context.requestId),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function reasonOf(record: Fields, context: Fields): ExhaustedEvent["error"] {
  const response = isObject(record.responsePayload) ? record.responsePayload : {};
  const type = text(response.errorType) ?? "";
  const message = text(response.errorMessage) ?? "";
  const said = [type, message].filter((part) => part !== "").join(": ");

  // "signal: aborted" is V8 at the end of its heap, "signal: killed" the system at the end of the memory.
  if (/OutOfMemory|signal: (killed|aborted)|heap out of memory|heap limit/i.test(said)) {
    return new ProfilerError("OUT_OF_MEMORY", { memoryMb: null });
  }
  const timedOut = /Task timed out after ([\d.]+) seconds/i.exec(said);
  if (timedOut) return new ProfilerError("TIMEOUT", { timeoutMs: Number(timedOut[1]) * 1000 });

  const attempts = typeof context.approximateInvokeCount === "number" ? context.approximateInvokeCount : 1;
  const condition = text(context.condition) ?? "unknown condition";
  const fallback =
    condition === "EventAgeExceeded" ? "the function was throttled for too long" : "no reason given";
  return exhausted(attempts, condition, said === "" ? fallback : inWords(said));
}

/** A process that just ended may have been out of memory, but may have crashed as well: that much is said. */
function inWords(said: string): string {
  const reason = said.slice(0, reasonCharsMax).replace(/\.+$/, "");
  return /Worker process died|Runtime\.ExitError/.test(said)
    ? `the function's process ended without an answer, often for want of memory (${reason})`
    : reason;
}

const exhausted = (attempts: number, condition: string, reason: string) =>
  new ProfilerError("RETRIES_EXHAUSTED", { attempts, condition, reason });

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
