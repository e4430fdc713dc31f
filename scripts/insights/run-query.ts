/** A query where it can be evaluated: by CloudWatch Logs Insights on AWS, here for every emulator. */
import { type CloudWatchLogsClient, ResourceNotFoundException } from "@aws-sdk/client-cloudwatch-logs";
import { logsClient } from "../clients.ts";
import { CommandFailure } from "../command-failure.ts";
import { recorderNameOf } from "../resource-names.ts";
import type { Target } from "../targets.ts";
import { evaluateQuery, type ResultRow } from "./evaluate.ts";
import { eventsMax, type FetchedEvents, fetchEvents, type TimeRange } from "./fetch-events.ts";
import { runOnAws } from "./run-on-aws.ts";

export interface QueryAnswer {
  readonly rows: readonly ResultRow[];
  /** How the rows came about, for the user. */
  readonly remark: string;
}

/**
 * @throws QueryError for a query that is wrong; CommandFailure when there is no log group yet; service errors as
 *   they come.
 */
export async function runQuery(query: string, target: Target, range: TimeRange): Promise<QueryAnswer> {
  const client = logsClient(target);
  try {
    return target.endpoint === null
      ? await onAws(client, query, target, range)
      : await here(client, query, target, range);
  } finally {
    client.destroy();
  }
}

/** The processor's log group, and the failure recorder's, which some deployments do without. */
function logGroupsOf(target: Target): readonly string[] {
  return [target.logGroup, `/aws/lambda/${recorderNameOf(target.environment)}`];
}

async function onAws(
  client: CloudWatchLogsClient,
  query: string,
  target: Target,
  range: TimeRange,
): Promise<QueryAnswer> {
  const run = async (logGroups: readonly string[]): Promise<QueryAnswer> => {
    const { rows, scannedBytes } = await runOnAws(client, query, logGroups, range);
    return {
      rows,
      remark: `CloudWatch Logs Insights read ${megabytes(scannedBytes)} of ${logGroups.join(" and ")}.`,
    };
  };
  return (
    (await unlessMissing(run(logGroupsOf(target)))) ??
    (await unlessMissing(run([target.logGroup]))) ??
    noLogGroup(target)
  );
}

async function here(
  client: CloudWatchLogsClient,
  query: string,
  target: Target,
  range: TimeRange,
): Promise<QueryAnswer> {
  const fetched: FetchedEvents[] = [];
  for (const logGroup of logGroupsOf(target)) {
    const found = await unlessMissing(fetchEvents(client, [logGroup], range));
    if (found !== undefined) fetched.push(found);
  }
  if (fetched.length === 0) return noLogGroup(target);
  const events = fetched.flatMap((part) => part.events);
  const count = events.length;
  const rows = evaluateQuery(query, events);
  const cut = fetched.some((part) => part.cut)
    ? ` Only the first ${eventsMax} events were read: state a shorter --since.`
    : "";
  const remark = `${target.endpoint} has no Logs Insights: evaluated here over ${count} log event${count === 1 ? "" : "s"}.${cut}`;
  return { rows, remark };
}

async function unlessMissing<T>(running: Promise<T>): Promise<T | undefined> {
  try {
    return await running;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

function noLogGroup(target: Target): never {
  const upload = `make upload FILE=… ENV=${target.environment}`;
  throw new CommandFailure(
    `There is no log group ${target.logGroup} yet: it comes with the first invocation. Upload a file (${upload}) and ` +
      "try again in a minute.",
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(bytes < 1_000_000 ? 3 : 1)} MB`;
}
