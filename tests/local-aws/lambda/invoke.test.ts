import { readFile } from "node:fs/promises";
import { InvokeCommand, type InvokeCommandInput, LambdaClient } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clientOptions, startStack, type TestStack } from "../stack.ts";

let stack: TestStack;
let lambda: LambdaClient;

beforeAll(async () => {
  stack = await startStack(
    `export const handler = async (event) => { process.stdout.write("got " + JSON.stringify(event) + "\\n"); };
     export const recordFailure = async () => {};`,
  );
  lambda = new LambdaClient({ ...clientOptions, endpoint: stack.aws.url, maxAttempts: 1 });
});
afterAll(async () => {
  lambda?.destroy();
  await stack?.dispose();
});

const invoke = (input: Partial<InvokeCommandInput>) =>
  lambda.send(
    new InvokeCommand({
      FunctionName: stack.aws.names.functionName,
      InvocationType: "Event",
      Payload: JSON.stringify({ n: 1 }),
      ...input,
    }),
  );

test("an event is taken at once and runs later", async () => {
  const { StatusCode } = await invoke({ Payload: JSON.stringify({ Records: [], note: "ü" }) });
  expect(StatusCode).toBe(202);
  await stack.aws.idle();
  expect(await readFile(stack.aws.logFile, "utf8")).toContain('got {"Records":[],"note":"ü"}');
});

test("the ARN names the function too", async () => {
  const { functionName } = stack.aws.names;
  const arn = `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`;
  expect((await invoke({ FunctionName: arn })).StatusCode).toBe(202);
});

test.each<[string, Partial<InvokeCommandInput>, string]>([
  ["another function", { FunctionName: "other" }, "ResourceNotFoundException"],
  ["waiting for the answer", { InvocationType: "RequestResponse" }, "InvalidParameterValueException"],
  ["what is no JSON", { Payload: Buffer.from("{") }, "InvalidRequestContentException"],
  ["more than 1 MiB", { Payload: JSON.stringify("x".repeat(1024 * 1024)) }, "RequestTooLargeException"],
])("%s is refused", async (_, input, name) => {
  await expect(invoke(input)).rejects.toMatchObject({ name });
});
