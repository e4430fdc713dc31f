/**
 * A function that is killed in every attempt: out of memory, out of time. Nothing in the function provokes it; the
 * file is too wide for what the function is given.
 */
import { expect, onTestFinished, test } from "vitest";
import type { Target } from "../../scripts/targets.ts";
import { type FunctionLimits, PipelineUnderTest } from "./pipeline-under-test.ts";

const columns = 100_000;
/** The profile of 100,000 columns takes some 200 MB and, once the last row is read, more than a second. */
const wideTable = [
  Array.from({ length: columns }, (_, i) => `column_${i}`),
  ...[1, 2, 3].map((row) => Array.from({ length: columns }, (_, i) => String(row * i))),
]
  .map((cells) => `${cells.join(",")}\n`)
  .join("");

/** The pipeline under test, its function limited; null where nothing can be deployed for a test. */
async function openLimited(name: string, limits: FunctionLimits): Promise<PipelineUnderTest | null> {
  const usual = await PipelineUnderTest.open();
  onTestFinished(() => usual.close());
  if (usual.target.environment === "local") return PipelineUnderTest.embedded(limits);
  return usual.target.endpoint === null ? null : PipelineUnderTest.besides(usual.target, name, limits);
}

async function isMinistack({ endpoint }: Target): Promise<boolean> {
  return (await fetch(`${endpoint}/_ministack/health`)).ok;
}

test("out of memory: the item says so, and what to do", { timeout: 180_000 }, async ({ skip }) => {
  const pipeline = await openLimited("out-of-memory", {
    memoryMb: 128,
    // ministack does not hold a function to its memory; V8 ends it by this bound as it does by Lambda's.
    variables: { NODE_OPTIONS: "--max-old-space-size=64" },
  });
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
  const pipeline = await openLimited("out-of-time", { memoryMb: 2048, timeoutMs: 1000 });
  if (pipeline === null) return skip("Nothing is deployed to AWS for a test.");
  onTestFinished(() => pipeline.close());
  expect(await pipeline.profile("wide.csv", wideTable)).toMatchObject({
    status: "error",
    errorCode: "TIMEOUT",
    errorMessage:
      "The function was stopped after its 1 s, before the file was profiled; give the function more memory or time, or split the file.",
  });
});
