import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  StartQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LogGroup } from "../../../scripts/local-aws/logs/log-store.ts";
import { clientOptions, startStack, type TestStack } from "../stack.ts";

const logGroupName = "/aws/lambda/data-ingestion-pipeline-processor-local";

describe("CloudWatch Logs", () => {
  let stack: TestStack;
  let client: CloudWatchLogsClient;

  beforeAll(async () => {
    stack = await startStack(
      `export const handler = async (event) => {
  process.stdout.write(JSON.stringify({ message: "file.profiled", key: event.Records[0].s3.object.key, text: "tab\\t" }) + "\\n");
};`,
      { concurrency: 1 },
    );
    client = new CloudWatchLogsClient({ ...clientOptions, endpoint: stack.aws.url });
    for (const Key of ["uploads/1.csv", "uploads/2.csv", "uploads/3.csv"]) {
      await stack.s3.send(
        new PutObjectCommand({ Bucket: "data-ingestion-pipeline-data-local", Key, Body: "x" }),
      );
    }
    await stack.aws.idle();
  });
  afterAll(async () => {
    client.destroy();
    await stack.dispose();
  });

  async function events(input: Partial<FilterLogEventsCommandInput> = {}) {
    const all = [];
    let nextToken: string | undefined;
    do {
      const page = await client.send(new FilterLogEventsCommand({ logGroupName, ...input, nextToken }));
      all.push(...(page.events ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return all;
  }

  test("FilterLogEvents answers every event, in order, with ids of its own", async () => {
    const all = await events();
    expect(all.map(({ message }) => message?.split(/[ {]/, 1)[0])).toEqual([
      "START",
      "",
      "END",
      "REPORT",
      "START",
      "",
      "END",
      "REPORT",
      "START",
      "",
      "END",
      "REPORT",
    ]);
    expect(new Set(all.map(({ eventId }) => eventId)).size).toBe(12);
    expect(all[0]).toMatchObject({
      logStreamName: expect.stringMatching(/\[\$LATEST\]/),
      timestamp: expect.any(Number),
      ingestionTime: expect.any(Number),
    });
    expect(JSON.parse(all[1]?.message ?? "")).toEqual({
      message: "file.profiled",
      key: "uploads/1.csv",
      text: "tab\t",
    });
  });

  test.each([1, 2, 5, 12])("pages of %i give the same events", async (limit) => {
    expect(await events({ limit })).toEqual(await events());
  });

  test("filters by pattern, time and stream", async () => {
    expect(await events({ filterPattern: '"file.profiled" "2.csv"' })).toHaveLength(1);
    const all = await events();
    const [first] = all;
    const stream = first?.logStreamName ?? "";
    expect(await events({ logStreamNames: [stream] })).toHaveLength(12);
    expect(await events({ logStreamNames: ["other"] })).toEqual([]);
    expect(await events({ logStreamNamePrefix: stream.slice(0, 10) })).toHaveLength(12);
    const fifth = all[4]?.timestamp ?? 0;
    const since = all.filter(({ timestamp = 0 }) => timestamp >= fifth);
    expect(await events({ startTime: fifth })).toEqual(since);
    expect(await events({ endTime: (first?.timestamp ?? 0) - 1 })).toEqual([]);
  });

  test("groups and streams are described", async () => {
    const { logGroups } = await client.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: "/aws/lambda" }),
    );
    expect(logGroups?.map((group) => group.logGroupName)).toEqual([
      logGroupName,
      "/aws/lambda/data-ingestion-pipeline-recorder-local",
    ]);
    const streams = await client.send(
      new DescribeLogStreamsCommand({ logGroupName, orderBy: "LastEventTime", descending: true }),
    );
    expect(streams.logStreams).toHaveLength(1);
  });

  test("what is not there is refused", async () => {
    await expect(events({ logGroupName: "/aws/lambda/other" })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    const query = { logGroupName, startTime: 0, endTime: 1, queryString: "fields @message" };
    await expect(client.send(new StartQueryCommand(query))).rejects.toMatchObject({
      name: "UnknownOperationException",
    });
  });
});

describe("LogGroup", () => {
  test("is bounded: the oldest events go, the ids stay ascending, also after a restart", async () => {
    const folder = await mkdtemp(join(tmpdir(), "log-group-"));
    try {
      const line = "x".repeat(1_000_000);
      let group = new LogGroup(folder, "fn");
      for (let i = 0; i < 30; i++) {
        if (i === 15) group = new LogGroup(folder, "fn");
        group.append("stream", `${i} ${line}`);
      }
      const ids: string[] = [];
      const numbers: number[] = [];
      for await (const { eventId, message } of group.read()) {
        ids.push(eventId);
        numbers.push(Number(message.split(" ", 1)[0]));
      }
      expect(ids).toEqual([...ids].sort());
      expect(numbers.at(-1)).toBe(29);
      expect(numbers).toEqual(numbers.map((_, i) => (numbers[0] ?? 0) + i));
      expect(numbers.length).toBeGreaterThanOrEqual(10);
      const files = await readdir(folder);
      expect(files).toHaveLength(2);
      for (const name of files)
        expect((await stat(join(folder, name))).size).toBeLessThanOrEqual(10 * 1024 * 1024);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
