/**
 * The function as deployed (./handler.mjs, imported when this runs) in a process that misbehaves as it is told, and
 * whose clock may be wrong. Events from S3 are handed to the harness, which delivers them in its own way.
 */
import type { Context } from "aws-lambda";
import type { InvocationFault } from "./fault-plan.ts";

interface DeployedFunction {
  readonly handler: (event: unknown, context: Context) => Promise<void>;
  readonly recordFailure: (event: unknown, context: Context) => Promise<unknown>;
}

async function ask(what: string, question: object): Promise<unknown> {
  const url = `${process.env.HARNESS_URL}/${what}`;
  const answer = await fetch(url, { method: "POST", body: JSON.stringify(question) });
  return answer.json();
}

const skewMs = Number(await ask("process", { pid: process.pid }));
if (skewMs !== 0) {
  const RightDate = Date;
  globalThis.Date = new Proxy(RightDate, {
    construct: (target, values, newTarget) =>
      Reflect.construct(target, values.length === 0 ? [RightDate.now() + skewMs] : values, newTarget),
    get: (target, name) =>
      name === "now" ? () => RightDate.now() + skewMs : Reflect.get(target, name, target),
  });
}

const deployedUrl = new URL("./handler.mjs", import.meta.url).href;
const deployed: DeployedFunction = await import(deployedUrl);

/** Lambda counts the time that is left by its own clock, not by the function's. */
function rightContext(context: Context): Context {
  return { ...context, getRemainingTimeInMillis: () => context.getRemainingTimeInMillis() + skewMs };
}

export const handler = async (event: object, context: Context): Promise<void> => {
  if (!("delivered" in event)) {
    await ask("event", event);
    return;
  }
  const { awsRequestId } = context;
  const fault = (await ask("begin", { pid: process.pid, awsRequestId, event })) as InvocationFault | null;
  const strike = () => ask("strike", { awsRequestId });
  if (fault?.kind === "timed_out") {
    await strike();
    await new Promise(() => setInterval(() => {}, 1_000));
  }
  const disarm = arm(fault, strike);
  try {
    if (fault?.kind === "threw") {
      await strike();
      throw new Error("The harness makes this invocation fail.");
    }
    await deployed.handler(event, rightContext(context));
  } finally {
    disarm();
    await ask("end", { awsRequestId });
  }
};

export const recordFailure = (event: unknown, context: Context): Promise<unknown> =>
  deployed.recordFailure(event, rightContext(context));

/** Misfortune strikes after its time, unless the invocation has ended by then. */
function arm(fault: InvocationFault | null, strike: () => Promise<unknown>): () => void {
  if (fault === null || fault.kind === "threw") return () => {};
  const timer = setTimeout(
    async () => {
      await strike();
      if (fault.kind === "killed") process.kill(process.pid, "SIGKILL");
      if (fault.kind === "exited") process.exit(3);
      if (fault.kind === "out_of_memory") setInterval(takeMemory, 1);
    },
    "afterMs" in fault ? fault.afterMs : 0,
  );
  return () => clearTimeout(timer);
}

const taken: Buffer[] = [];

function takeMemory(): void {
  if (taken.length < 64) taken.push(Buffer.alloc(32 * 1024 * 1024, 1));
}
