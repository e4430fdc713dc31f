import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
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
  vi.unstubAllEnvs();
});

/** Start a stack with the function, upload the keys, wait, and answer the function's log without the prefixes. */
async function run(
  source: string,
  keys: string[],
  options: Partial<LocalAwsOptions> = {},
): Promise<string[]> {
  stack = await startStack(source, { retryDelaysMs: [], ...options });
  for (const Key of keys) await stack.s3.send(new PutObjectCommand({ Bucket, Key, Body: "a,b\n" }));
  await stack.aws.idle();
  return messages(stack);
}

async function messages({ aws }: TestStack): Promise<string[]> {
  const lines = (await readFile(aws.logFile, "utf8")).replace(/\n$/, "").split("\n");
  return lines.map((line) => line.split("\t").slice(2).join("\t"));
}

/** A function that writes one JSON line. */
const writing = (expression: string) => `
export const handler = async (event, context) => {
  process.stdout.write(JSON.stringify(${expression}) + "\\n");
};
export const recordFailure = async () => {};`;

async function written(expression: string, keys: string[], options: Partial<LocalAwsOptions> = {}) {
  const lines = await run(writing(expression), keys, options);
  return lines.filter((line) => line.startsWith("{") || line.startsWith("[")).map((line) => JSON.parse(line));
}

describe("events", () => {
  test("are shaped as S3 sends them, keys form-encoded", async () => {
    const [event] = await written("event", ["uploads/a b+ü(1)/c.csv"]);
    expect(event).toEqual({
      Records: [
        {
          eventVersion: "2.1",
          eventSource: "aws:s3",
          awsRegion: "us-east-1",
          eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
          eventName: "ObjectCreated:Put",
          userIdentity: { principalId: expect.any(String) },
          requestParameters: { sourceIPAddress: "127.0.0.1" },
          responseElements: { "x-amz-request-id": expect.any(String), "x-amz-id-2": expect.any(String) },
          s3: {
            s3SchemaVersion: "1.0",
            configurationId: expect.any(String),
            bucket: {
              name: Bucket,
              ownerIdentity: { principalId: expect.any(String) },
              arn: `arn:aws:s3:::${Bucket}`,
            },
            object: {
              key: "uploads/a+b%2B%C3%BC%281%29/c.csv",
              size: 4,
              eTag: createHash("md5").update("a,b\n").digest("hex"),
              sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
            },
          },
        },
      ],
    });
  });

  test("come for folder keys, and only below uploads/", async () => {
    const keys = ["uploads/", "processed/x.json", "uploads.csv", "Uploads/x.csv", "uploads/x.csv"];
    expect(await written("event.Records.map((r) => r.s3.object.key)", keys, { concurrency: 1 })).toEqual([
      ["uploads/"],
      ["uploads/x.csv"],
    ]);
  });

  test("have growing sequencers", async () => {
    const keys = ["uploads/1", "uploads/2", "uploads/1", "uploads/1"];
    const found = await written("[event.Records[0].s3.object.sequencer]", keys, { concurrency: 1 });
    const sequencers = found.flat();
    expect(sequencers).toHaveLength(4);
    expect([...new Set(sequencers)].sort()).toEqual(sequencers);
  });
});

describe("the function's process", () => {
  test("has Lambda's environment and nothing of the person's", async () => {
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "a real secret");
    vi.stubEnv("AWS_PROFILE", "production");
    vi.stubEnv("NODE_OPTIONS", "--no-deprecation");
    vi.stubEnv("GITHUB_TOKEN", "another secret");
    const [environment] = await written("process.env", ["uploads/x"], { memoryMb: 300 });
    const { PATH: _path, TMPDIR: _tmpdir, ...known } = environment;
    const { LAMBDA_TASK_ROOT, AWS_LAMBDA_LOG_STREAM_NAME, AWS_EXECUTION_ENV, ...fixed } = known;
    expect(fixed).toEqual({
      TZ: ":UTC",
      LANG: "en_US.UTF-8",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_SESSION_TOKEN: "test",
      AWS_REGION: "us-east-1",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_ENDPOINT_URL: stack?.aws.url,
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      AWS_LAMBDA_FUNCTION_NAME: "data-ingestion-pipeline-processor-local",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "300",
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/data-ingestion-pipeline-processor-local",
      _HANDLER: "handler.handler",
      S3_BUCKET: Bucket,
      DYNAMODB_TABLE: "data-ingestion-pipeline-file-metadata-local",
      ENVIRONMENT: "local",
    });
    expect(LAMBDA_TASK_ROOT).toBe(stack?.folder);
    expect(AWS_LAMBDA_LOG_STREAM_NAME).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
    expect(AWS_EXECUTION_ENV).toMatch(/^AWS_Lambda_nodejs\d+\.x$/);
  });

  test("gets Lambda's context", async () => {
    const [context] = await written(
      "{ ...context, remainingMs: context.getRemainingTimeInMillis() }",
      ["uploads/x"],
      {
        timeoutMs: 20_000,
      },
    );
    expect(context).toMatchObject({
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      functionName: "data-ingestion-pipeline-processor-local",
      functionVersion: "$LATEST",
      invokedFunctionArn:
        "arn:aws:lambda:us-east-1:000000000000:function:data-ingestion-pipeline-processor-local",
      memoryLimitInMB: "512",
      logGroupName: "/aws/lambda/data-ingestion-pipeline-processor-local",
    });
    expect(context.remainingMs).toBeGreaterThan(10_000);
    expect(context.remainingMs).toBeLessThanOrEqual(20_000);
  });

  test("is reused while it is warm, and replaced by a new build", async () => {
    const versioned = (version: number) =>
      writing(`["build ${version}", globalThis.n = (globalThis.n ?? 0) + 1]`);
    await run(versioned(1), ["uploads/1", "uploads/2"], { concurrency: 1 });
    if (stack === undefined) throw new Error("no stack");
    await writeFile(join(stack.folder, "handler.mjs"), versioned(2));
    await stack.s3.send(new PutObjectCommand({ Bucket, Key: "uploads/3", Body: "x" }));
    await stack.aws.idle();
    const lines = await messages(stack);
    expect(lines.filter((line) => line.startsWith("["))).toEqual([
      '["build 1",1]',
      '["build 1",2]',
      '["build 2",1]',
    ]);
    const reports = lines.filter((line) => line.startsWith("REPORT"));
    expect(reports.map((line) => line.includes("Init Duration"))).toEqual([true, false, true]);
  });

  test("runs as many events at once as the concurrency allows, each in a process of its own", async () => {
    const source = `
export const handler = async () => {
  process.stdout.write("begin " + process.pid + "\\n");
  await new Promise((done) => setTimeout(done, 400));
  process.stdout.write("end " + process.pid + "\\n");
};`;
    const lines = await run(source, ["uploads/1", "uploads/2", "uploads/3", "uploads/4", "uploads/5"], {
      concurrency: 2,
    });
    let running = 0;
    let most = 0;
    for (const line of lines) {
      if (line.startsWith("begin")) most = Math.max(most, ++running);
      if (line.startsWith("end")) running--;
    }
    expect(most).toBe(2);
    expect(new Set(lines.filter((line) => line.startsWith("begin"))).size).toBe(2);
  });
});

describe("the log", () => {
  test("reads as CloudWatch's: platform lines, console with prefix, raw output untouched", async () => {
    const lines = await run(
      `console.log("loading");
export const handler = async () => {
  console.info("two\\nlines", { a: 1 });
  console.warn("careful");
  process.stdout.write('{"json":true}\\n');
  process.stdout.write("no line end");
};`,
      ["uploads/x"],
    );
    const id = /^START RequestId: (\S+) Version: \$LATEST$/.exec(lines[1] ?? "")?.[1];
    const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
    expect(lines[0]).toMatch(new RegExp(`^${time}\t\tINFO\tloading$`));
    const own = lines.slice(2, -2);
    expect(own).toContainEqual(
      expect.stringMatching(new RegExp(`^${time}\t${id}\tINFO\ttwo\rlines \\{ a: 1 \\}$`)),
    );
    expect(own).toContainEqual(expect.stringMatching(new RegExp(`^${time}\t${id}\tWARN\tcareful$`)));
    expect(own).toContain('{"json":true}');
    expect(own).toContain("no line end");
    expect(lines.at(-2)).toBe(`END RequestId: ${id}`);
    expect(lines.at(-1)).toMatch(
      new RegExp(
        `^REPORT RequestId: ${id}\tDuration: [\\d.]+ ms\tBilled Duration: \\d+ ms\tMemory Size: 512 MB\tMax Memory Used: \\d+ MB\tInit Duration: [\\d.]+ ms\t$`,
      ),
    );
  });

  test("holds everything that was written before the answer", async () => {
    const source = `export const handler = async () => {
  for (let i = 0; i < 5000; i++) process.stdout.write("line " + i + "\\n");
};`;
    const lines = await run(source, ["uploads/x"]);
    expect(lines.filter((line) => line.startsWith("line "))).toHaveLength(5000);
    expect(lines.at(-2)).toMatch(/^END/);
  });
});

describe("limits", () => {
  test("an invocation that takes too long is killed", async () => {
    const lines = await run("export const handler = async () => { while (true); };", ["uploads/x"], {
      timeoutMs: 300,
    });
    expect(lines).toContainEqual(
      expect.stringMatching(/^\S+Z [0-9a-f-]{36} Task timed out after 0\.30 seconds$/),
    );
    expect(lines.at(-1)).toContain("\tStatus: timeout\t");
  });

  test("a process that grows beyond the memory is killed, and the next event gets a new one", async () => {
    const source = `
export const handler = async (event) => {
  if (event.Records[0].s3.object.key !== "uploads/big") return;
  const kept = [];
  while (true) { kept.push(Buffer.alloc(4 * 1024 * 1024, 1)); await new Promise(setImmediate); }
};`;
    const lines = await run(source, ["uploads/big", "uploads/small"], { memoryMb: 200, concurrency: 1 });
    expect(lines).toContainEqual(
      expect.stringMatching(/^RequestId: \S+ Error: Runtime exited with error: signal: killed$/),
    );
    const reports = lines.filter((line) => line.startsWith("REPORT"));
    expect(reports[0]).toContain("Max Memory Used: 200 MB\tInit Duration");
    expect(reports[0]).toContain("\tStatus: error\tError Type: Runtime.OutOfMemory\t");
    expect(reports[1]).not.toContain("Status");
  });

  test("a function that ends its process", async () => {
    const lines = await run("export const handler = async () => process.exit(3);", ["uploads/x"]);
    expect(lines).toContainEqual(
      expect.stringMatching(/^RequestId: \S+ Error: Runtime exited with error: exit status 3$/),
    );
    expect(lines.at(-1)).toContain("Error Type: Runtime.ExitError");
  });

  test.each([
    ["throws while it loads", "throw new RangeError('bad setting');", "RangeError", "bad setting"],
    [
      "has no handler",
      "export const other = 1;",
      "Runtime.HandlerNotFound",
      "handler.handler is undefined or not exported",
    ],
    ["is no JavaScript", "this is not JavaScript", "SyntaxError", "Unexpected identifier"],
  ])("a bundle that %s", async (_name, source, type, message) => {
    const lines = await run(source, ["uploads/x"]);
    expect(lines.join("\n")).toContain(message);
    expect(lines.at(-1)).toContain(`Error Type: ${type}`);
  });
});
