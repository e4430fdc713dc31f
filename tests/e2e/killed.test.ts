/** A function that is killed in every attempt: out of memory, out of time. Nothing in the function provokes it. */
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { columnsMax } from "../../lambda/limits.ts";
import type { Target } from "../../scripts/targets.ts";
import { type FunctionLimits, PipelineUnderTest } from "./pipeline-under-test.ts";

const rows = 40;
/** As wide as is allowed: its profile takes some 400 MB. */
const wideTable = [
  Array.from({ length: columnsMax }, (_, i) => `column_${i}`),
  ...Array.from({ length: rows }, (_, row) => Array.from({ length: columnsMax }, (_, i) => String(row * i))),
]
  .map((cells) => `${cells.join(",")}\n`)
  .join("");

/** The pipeline under test, its function limited; null where nothing can be deployed for a test. */
async function openLimited(
  name: string,
  limitsOn: (target: Target) => Promise<FunctionLimits>,
): Promise<PipelineUnderTest | null> {
  const usual = await PipelineUnderTest.open();
  onTestFinished(() => usual.close());
  const { target } = usual;
  const limits = await limitsOn(target);
  if (target.environment === "local") return PipelineUnderTest.embedded(limits);
  return target.endpoint === null ? null : PipelineUnderTest.besides(target, name, limits);
}

async function isMinistack({ endpoint }: Target): Promise<boolean> {
  return (await fetch(`${endpoint}/_ministack/health`)).ok;
}

/** An endpoint that takes connections and never answers; for a function in a container, an address without a host. */
async function silentEndpoint(target: Target): Promise<string> {
  if (target.environment === "localstack" && !(await isMinistack(target))) return "http://192.0.2.1"; // RFC 5737
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket.on("error", () => {}))).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return `http://127.0.0.1:${address.port}`;
}

test("out of memory: the item says so, and what to do", { timeout: 180_000 }, async ({ skip }) => {
  const pipeline = await openLimited("out-of-memory", async () => ({
    memoryMb: 128,
    // ministack does not hold a function to its memory; V8 ends it by this bound as it does by Lambda's.
    variables: { NODE_OPTIONS: "--max-old-space-size=40" },
  }));
  if (pipeline === null) return skip("Nothing is deployed to AWS for a test.");
  onTestFinished(() => pipeline.close());
  const item = await pipeline.profile("wide.csv", wideTable);
  const expected = (await isMinistack(pipeline.target))
    ? {
        errorCode: "RETRIES_EXHAUSTED",
        errorMessage:
          "The file could not be profiled in 3 attempts (RetriesExhausted): the function's process ended without an answer, often for want of memory (Runtime.HandlerError: Worker process died). Upload it again once the cause is gone.",
      }
    : {
        errorCode: "OUT_OF_MEMORY",
        errorMessage: "The function ran out of memory. Give it more memory, or split the file.",
      };
  expect(item).toMatchObject({ status: "error", rowCount: 0, ...expected });
});

test("out of time: the item says how much there was, and what to do", { timeout: 180_000 }, async ({
  skip,
}) => {
  const pipeline = await openLimited("out-of-time", async (target) => ({
    timeoutMs: 1000,
    // The function waits for its file until it is killed. The recorder needs no S3.
    variables: { AWS_ENDPOINT_URL_S3: await silentEndpoint(target) },
  }));
  if (pipeline === null) return skip("Nothing is deployed to AWS for a test.");
  onTestFinished(() => pipeline.close());
  expect(await pipeline.profile("slow.csv", "a\n1\n")).toMatchObject({
    status: "error",
    errorCode: "TIMEOUT",
    errorMessage:
      "The function was stopped after its 1 s, before the file was profiled; give the function more memory or time, or split the file.",
  });
});
