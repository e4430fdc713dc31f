import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { LocalAwsOptions } from "../../../scripts/local-aws/server.ts";
import { startStack, type TestStack } from "../stack.ts";

const Bucket = "data-ingestion-pipeline-data-local";
let stack: TestStack | undefined;

afterEach(async () => {
  await stack?.dispose();
  stack = undefined;
});

async function run(source: string, options: Partial<LocalAwsOptions> = {}): Promise<TestStack> {
  stack = await startStack(source, options);
  await stack.s3.send(new PutObjectCommand({ Bucket, Key: "uploads/x.csv", Body: "a,b\n" }));
  await stack.aws.idle();
  return stack;
}

const processorLogPath = ({ dataDir }: TestStack) =>
  join(dataDir, "logs/data-ingestion-pipeline-processor-local.log");

async function processorLog(stack: TestStack): Promise<string> {
  return readFile(processorLogPath(stack), "utf8");
}

async function recorderLog({ dataDir }: TestStack): Promise<string> {
  return readFile(join(dataDir, "logs/data-ingestion-pipeline-recorder-local.log"), "utf8");
}

async function deadLetters({ dataDir }: TestStack, folder = "."): Promise<unknown[]> {
  const path = join(dataDir, "dead-letter", folder);
  const names = (await readdir(path)).filter((name) => name.endsWith(".json"));
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(path, name), "utf8"))));
}

const recorder = `
export const recordFailure = async (event, context) => {
  process.stdout.write(JSON.stringify({ event, functionName: context.functionName }) + "\\n");
};`;
const failing = `export const handler = async () => { throw new TypeError("boom"); };`;

/** What the recorder of the tests wrote. */
async function recorded(running: TestStack) {
  const line = (await recorderLog(running)).split("\n").find((text) => text.includes('{"event"')) ?? "";
  return JSON.parse(line.split("\t").slice(2).join("\t"));
}

describe("retries", () => {
  test("an event that fails twice succeeds in its third attempt, with the same request id", async () => {
    const running = await run(
      `let attempts = 0;
export const handler = async () => { if (++attempts < 3) throw new Error("not yet"); };${recorder}`,
    );
    const starts = (await processorLog(running)).split("\n").filter((line) => line.includes("\tSTART "));
    expect(starts).toHaveLength(3);
    expect(new Set(starts.map((line) => line.split("RequestId: ")[1])).size).toBe(1);
    expect(await deadLetters(running)).toEqual([]);
    expect(await deadLetters(running, "recorded")).toEqual([]);
  });

  test("wait as long as they are told", async () => {
    const timed = `export const handler = async () => {
  process.stdout.write("attempt at " + Date.now() + "\\n");
  throw new TypeError("boom");
};${recorder}`;
    const running = await run(timed, { retryDelaysMs: [300, 700] });
    const at = [...(await processorLog(running)).matchAll(/attempt at (\d+)/g)].map(([, ms]) => Number(ms));
    expect(at).toHaveLength(3);
    const [first = 0, second = 0, third = 0] = at;
    // A timer may be a millisecond early.
    expect(second - first).toBeGreaterThanOrEqual(299);
    expect(third - second).toBeGreaterThanOrEqual(699);
  });
});

test("any number of events may wait for their retries, without a warning", async () => {
  const warnings: Error[] = [];
  const listen = (warning: Error) => warnings.push(warning);
  process.on("warning", listen);
  try {
    const running = await startStack(failing + recorder, { retryDelaysMs: [60_000] });
    stack = running;
    for (let i = 0; i < 15; i++) {
      await running.s3.send(new PutObjectCommand({ Bucket, Key: `uploads/${i}.csv`, Body: "a\n" }));
    }
    // The log is there from the function's first line on; what throws would end the waiting.
    const failed = async () =>
      existsSync(processorLogPath(running)) &&
      (await processorLog(running)).split("Invoke Error").length === 16;
    await vi.waitUntil(failed, { timeout: 60_000 });
  } finally {
    process.off("warning", listen);
  }
  expect(warnings.filter(({ name }) => name === "MaxListenersExceededWarning")).toEqual([]);
});

describe("an event that fails for good", () => {
  test("becomes a destination record as Lambda writes it", async () => {
    const running = await run(failing + recorder);
    const [record] = await deadLetters(running, "recorded");
    expect(record).toEqual({
      version: "1.0",
      timestamp: expect.stringMatching(/^\d{4}-/),
      requestContext: {
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        functionArn:
          "arn:aws:lambda:us-east-1:000000000000:function:data-ingestion-pipeline-processor-local:$LATEST",
        condition: "RetriesExhausted",
        approximateInvokeCount: 3,
      },
      requestPayload: { Records: [expect.objectContaining({ eventName: "ObjectCreated:Put" })] },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      responsePayload: {
        errorType: "TypeError",
        errorMessage: "boom",
        trace: expect.arrayContaining(["TypeError: boom"]),
      },
    });
  });

  test("reaches the recorder as a message of a queue", async () => {
    const running = await run(failing + recorder);
    const { event, functionName } = await recorded(running);
    expect(functionName).toBe("data-ingestion-pipeline-recorder-local");
    expect(event.Records).toMatchObject([
      { eventSource: "aws:sqs", messageId: expect.any(String), attributes: { ApproximateReceiveCount: "1" } },
    ]);
    const [record] = await deadLetters(running, "recorded");
    expect(JSON.parse(event.Records[0].body)).toEqual(record);
    expect(await deadLetters(running)).toEqual([]);
  });

  const deaths: [name: string, source: string, errorType: string, message: RegExp][] = [
    [
      "a timeout",
      "while (true);",
      "Sandbox.Timedout",
      /^RequestId: \S+ Error: Task timed out after 0\.20 seconds$/,
    ],
    [
      "the end of memory",
      "const kept = []; while (true) { kept.push(Buffer.alloc(4_000_000, 1)); await new Promise(setImmediate); }",
      "Runtime.OutOfMemory",
      /signal: killed$/,
    ],
    ["an exit", "process.exit(1);", "Runtime.ExitError", /Runtime exited with error: exit status 1$/],
  ];
  test.each(deaths)("by %s says so", async (name, body, errorType, message) => {
    const running = await run(`export const handler = async () => { ${body} };${recorder}`, {
      memoryMb: 160,
      timeoutMs: name === "a timeout" ? 200 : 20_000,
    });
    const [record] = await deadLetters(running, "recorded");
    expect(record).toMatchObject({
      requestContext: { approximateInvokeCount: 3 },
      responsePayload: { errorType, errorMessage: expect.stringMatching(message) },
    });
  });
});

describe("a recorder that fails", () => {
  test("is tried again, and a message that it hands back counts as failed", async () => {
    const running = await run(
      `${failing}
let calls = 0;
export const recordFailure = async ({ Records }) => {
  calls++;
  process.stdout.write("received " + Records[0].attributes.ApproximateReceiveCount + "\\n");
  if (calls === 1) throw new Error("table is not there");
  if (calls === 2) return { batchItemFailures: [{ itemIdentifier: Records[0].messageId }] };
};`,
    );
    const log = await recorderLog(running);
    expect(log.match(/received \d/g)).toEqual(["received 1", "received 2", "received 3"]);
    expect(await deadLetters(running, "recorded")).toHaveLength(1);
  });

  test("leaves the record in the folder, to be delivered at the next start", async () => {
    const source = `${failing}
import { existsSync } from "node:fs";
export const recordFailure = async () => { if (!existsSync("table-is-there")) throw new Error("no table"); };`;
    const running = await run(source);
    expect(await deadLetters(running)).toHaveLength(1);
    await writeFile(join(running.folder, "table-is-there"), "");
    stack = await running.restart();
    await stack.aws.idle();
    expect(await deadLetters(stack)).toEqual([]);
    expect(await deadLetters(stack, "recorded")).toHaveLength(1);
  });
});
