/** Where and how queries run: the requests that CloudWatch Logs gets, and what comes of its answers. */
import { createServer, type Server } from "node:http";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { afterEach, describe, expect, it } from "vitest";
import { fetchEvents } from "../../scripts/insights/fetch-events.ts";
import { runOnAws } from "../../scripts/insights/run-on-aws.ts";
import { runQuery } from "../../scripts/insights/run-query.ts";
import type { Target } from "../../scripts/targets.ts";

interface Call {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** An answer to one call: a result, or the name of an error. */
type Answer = object | string;

let server: Server | undefined;
afterEach(() => server?.close());

/** A CloudWatch Logs endpoint that answers as told. */
async function logsEndpoint(answer: (call: Call, calls: readonly Call[]) => Answer): Promise<{
  readonly endpoint: string;
  readonly calls: readonly Call[];
}> {
  const calls: Call[] = [];
  const listening = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const operation = String(request.headers["x-amz-target"]).replace(/^.*\./, "");
    calls.push({ operation, input: JSON.parse(body) });
    const answered = answer(calls.at(-1) ?? { operation, input: {} }, calls);
    const failed = typeof answered === "string";
    response.writeHead(failed ? 400 : 200, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(failed ? { __type: answered, message: answered } : answered));
  });
  server = listening;
  await new Promise<void>((settle) => listening.listen(0, "127.0.0.1", settle));
  const address = listening.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { endpoint: `http://127.0.0.1:${address.port}`, calls };
}

function clientFor(endpoint: string): CloudWatchLogsClient {
  return new CloudWatchLogsClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
}

function targetAt(endpoint: string): Target {
  return {
    environment: "local",
    endpoint,
    region: "us-east-1",
    bucket: "b",
    table: "t",
    functionName: "data-ingestion-pipeline-processor-local",
    logGroup: "/aws/lambda/data-ingestion-pipeline-processor-local",
  };
}

const range = { startMs: 1_500, endMs: 10_500 };
const quickly = { intervalMs: 1, timeoutMs: 20 };

describe("runOnAws", () => {
  const complete = {
    status: "Complete",
    results: [[{ field: "n", value: "4" }, { field: "lacking" }]],
    statistics: { bytesScanned: 1234 },
  };

  it("starts the query and polls until it is complete", async () => {
    const { endpoint, calls } = await logsEndpoint(({ operation }, all) => {
      if (operation === "StartQuery") return { queryId: "q" };
      return all.length < 4 ? { status: all.length < 3 ? "Scheduled" : "Running" } : complete;
    });
    const result = await runOnAws(clientFor(endpoint), "stats count(*) as n", ["/a", "/b"], range, quickly);
    expect(result).toEqual({ rows: [[{ field: "n", value: "4" }]], scannedBytes: 1234 });
    expect(calls[0]).toEqual({
      operation: "StartQuery",
      input: { logGroupNames: ["/a", "/b"], queryString: "stats count(*) as n", startTime: 1, endTime: 11 },
    });
    expect(calls.slice(1).map(({ operation }) => operation)).toEqual(Array(3).fill("GetQueryResults"));
  });

  it.each(["Failed", "Cancelled", "Timeout"])("says that the query ended as %s", async (status) => {
    const { endpoint } = await logsEndpoint(({ operation }) =>
      operation === "StartQuery" ? { queryId: "q" } : { status },
    );
    await expect(runOnAws(clientFor(endpoint), "limit 1", ["/a"], range, quickly)).rejects.toThrow(
      `CloudWatch Logs ended the query: ${status}. Try a shorter --since.`,
    );
  });

  it("stops a query that takes too long", async () => {
    const { endpoint, calls } = await logsEndpoint(({ operation }) =>
      operation === "StartQuery"
        ? { queryId: "q" }
        : operation === "StopQuery"
          ? { success: true }
          : { status: "Running" },
    );
    await expect(runOnAws(clientFor(endpoint), "limit 1", ["/a"], range, quickly)).rejects.toThrow(
      "was stopped",
    );
    expect(calls.at(-1)).toEqual({ operation: "StopQuery", input: { queryId: "q" } });
  });
});

describe("fetchEvents", () => {
  const event = (n: number) => ({
    eventId: `e${n}`,
    timestamp: n,
    ingestionTime: n + 1,
    logStreamName: "s",
    message: `m${n}\n`,
  });

  it("reads every page of every group", async () => {
    const { endpoint, calls } = await logsEndpoint(({ input }) => {
      if (input.logGroupName === "/b") return { events: [event(3)] };
      return input.nextToken === "2" ? { events: [event(2)] } : { events: [event(1)], nextToken: "2" };
    });
    const { events, cut } = await fetchEvents(clientFor(endpoint), ["/a", "/b"], range);
    expect(cut).toBe(false);
    expect(events.map(({ id, logGroup, message }) => [id, logGroup, message])).toEqual([
      ["e1", "/a", "m1"],
      ["e2", "/a", "m2"],
      ["e3", "/b", "m3"],
    ]);
    expect(calls[0]?.input).toEqual({ logGroupName: "/a", startTime: 1_500, endTime: 10_500 });
  });

  it("ends where an emulator repeats its token", async () => {
    const { endpoint, calls } = await logsEndpoint(() => ({ events: [], nextToken: "same" }));
    expect((await fetchEvents(clientFor(endpoint), ["/a"], range)).events).toEqual([]);
    expect(calls).toHaveLength(2);
  });
});

describe("runQuery at an emulator", () => {
  const profiled = {
    timestamp: 2_000,
    logStreamName: "s",
    message: '{"message":"file.profiled","row_count":3}',
  };

  it("evaluates the query here and says so", async () => {
    const { endpoint, calls } = await logsEndpoint(({ input }) =>
      String(input.logGroupName).includes("recorder") ? "ResourceNotFoundException" : { events: [profiled] },
    );
    const { rows, remark } = await runQuery("stats sum(row_count) as n", targetAt(endpoint), range);
    expect(rows).toEqual([[{ field: "n", value: "3" }]]);
    expect(remark).toBe(`${endpoint} has no Logs Insights: evaluated here over 1 log event.`);
    expect(calls.map(({ operation }) => operation)).toEqual(["FilterLogEvents", "FilterLogEvents"]);
  });

  it("says what to do where there is no log group yet", async () => {
    const { endpoint } = await logsEndpoint(() => "ResourceNotFoundException");
    await expect(runQuery("limit 1", targetAt(endpoint), range)).rejects.toThrow(
      "There is no log group /aws/lambda/data-ingestion-pipeline-processor-local yet: it comes with the first " +
        "invocation. Upload a file (make upload FILE=… ENV=local) and try again in a minute.",
    );
  });

  it("refuses a misspelt field before anyone trusts its rows", async () => {
    const { endpoint } = await logsEndpoint(() => ({ events: [profiled] }));
    await expect(runQuery("stats sum(row_cuont) as n", targetAt(endpoint), range)).rejects.toThrow(
      'Unknown field "row_cuont". Did you mean "row_count"?',
    );
  });
});
