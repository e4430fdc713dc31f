/** A query run by CloudWatch Logs Insights itself: StartQuery, then GetQueryResults until it is complete. */
import { setTimeout as sleep } from "node:timers/promises";
import {
  type CloudWatchLogsClient,
  GetQueryResultsCommand,
  StartQueryCommand,
  StopQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CommandFailure } from "../command-failure.ts";
import type { ResultRow } from "./evaluate.ts";
import type { TimeRange } from "./fetch-events.ts";

export interface InsightsResult {
  readonly rows: readonly ResultRow[];
  /** Bytes read, at $0.005 per GB. */
  readonly scannedBytes: number;
}

export interface Polling {
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

const defaultPolling: Polling = { intervalMs: 500, timeoutMs: 120_000 };

/**
 * Run a query and wait for it.
 *
 * @throws CommandFailure when it fails, is cancelled or takes longer than the timeout (it is then stopped);
 *   MalformedQueryException and other service errors as they come.
 */
export async function runOnAws(
  client: Pick<CloudWatchLogsClient, "send">,
  query: string,
  logGroups: readonly string[],
  range: TimeRange,
  polling: Polling = defaultPolling,
): Promise<InsightsResult> {
  const { queryId } = await client.send(
    new StartQueryCommand({
      logGroupNames: [...logGroups],
      queryString: query,
      startTime: Math.floor(range.startMs / 1000),
      endTime: Math.ceil(range.endMs / 1000),
    }),
  );
  if (queryId === undefined) throw new CommandFailure("CloudWatch Logs started the query but gave it no id.");

  for (let waitedMs = 0; waitedMs <= polling.timeoutMs; waitedMs += polling.intervalMs) {
    const answer = await client.send(new GetQueryResultsCommand({ queryId }));
    switch (answer.status) {
      case "Complete":
        return {
          rows: (answer.results ?? []).map(toRow),
          scannedBytes: answer.statistics?.bytesScanned ?? 0,
        };
      case "Failed":
      case "Cancelled":
      case "Timeout":
        throw new CommandFailure(`CloudWatch Logs ended the query: ${answer.status}. Try a shorter --since.`);
      default:
        await sleep(polling.intervalMs);
    }
  }
  await client.send(new StopQueryCommand({ queryId }));
  throw new CommandFailure(
    `The query was not complete after ${polling.timeoutMs / 1000} s and was stopped. Try a shorter --since.`,
  );
}

function toRow(fields: readonly { field?: string | undefined; value?: string | undefined }[]): ResultRow {
  return fields.flatMap(({ field, value }) =>
    field === undefined || value === undefined ? [] : [{ field, value }],
  );
}
