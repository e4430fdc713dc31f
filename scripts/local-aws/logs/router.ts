/** The part of CloudWatch Logs that `aws logs tail` and the command line need. */
import { AwsError } from "../aws-error.ts";
import { accountId, region } from "../identity.ts";
import { isJsonObject, type JsonObject, numberOf, stringOf } from "../json.ts";
import { filterPattern } from "./filter-pattern.ts";
import type { LogEvent, LogGroup } from "./log-store.ts";

/** Events of one FilterLogEvents answer at the most, and by default. */
const eventsMax = 10_000;

/** Answer an operation with plain data. @throws AwsError. */
export async function answerLogs(
  groups: readonly LogGroup[],
  operation: string,
  input: JsonObject,
): Promise<JsonObject> {
  switch (operation) {
    case "FilterLogEvents":
      return filterLogEvents(groupOf(groups, input), input);
    case "DescribeLogGroups":
      return describeLogGroups(groups, input);
    case "DescribeLogStreams":
      return describeLogStreams(groupOf(groups, input), input);
    default:
      throw new AwsError(
        "UnknownOperationException",
        400,
        `The embedded CloudWatch Logs has no ${operation}.`,
      );
  }
}

function groupOf(groups: readonly LogGroup[], input: JsonObject): LogGroup {
  const identifier = stringOf(input, "logGroupName") ?? stringOf(input, "logGroupIdentifier") ?? "";
  const name = identifier.replace(/^arn:[^/]*:log-group:/, "").replace(/:\*$/, "");
  const group = groups.find((candidate) => candidate.name === name);
  if (group !== undefined) return group;
  throw new AwsError("ResourceNotFoundException", 400, "The specified log group does not exist.");
}

async function filterLogEvents(group: LogGroup, input: JsonObject): Promise<JsonObject> {
  const matches = filterPattern(stringOf(input, "filterPattern") ?? "");
  const isInStream = streamFilter(input);
  const startTime = numberOf(input, "startTime") ?? 0;
  const endTime = numberOf(input, "endTime") ?? Number.POSITIVE_INFINITY;
  const after = stringOf(input, "nextToken") ?? "";
  const limit = Math.min(eventsMax, Math.max(1, numberOf(input, "limit") ?? eventsMax));

  const events: LogEvent[] = [];
  let hasMore = false;
  for await (const event of group.read()) {
    if (event.eventId <= after || event.timestamp < startTime || event.timestamp > endTime) continue;
    if (!isInStream(event.stream) || !matches(event.message)) continue;
    if (events.length === limit) {
      hasMore = true;
      break;
    }
    events.push(event);
  }
  return {
    events: events.map(({ stream, timestamp, message, eventId }) => ({
      logStreamName: stream,
      timestamp,
      message,
      ingestionTime: timestamp,
      eventId,
    })),
    searchedLogStreams: [],
    ...(hasMore ? { nextToken: events.at(-1)?.eventId } : {}),
  };
}

function streamFilter(input: JsonObject): (stream: string) => boolean {
  const prefix = stringOf(input, "logStreamNamePrefix") ?? "";
  const names = Array.isArray(input.logStreamNames) ? input.logStreamNames : null;
  return (stream) => stream.startsWith(prefix) && (names === null || names.includes(stream));
}

function describeLogGroups(groups: readonly LogGroup[], input: JsonObject): JsonObject {
  const prefix = stringOf(input, "logGroupNamePrefix") ?? "";
  const part = stringOf(input, "logGroupNamePattern") ?? "";
  return {
    logGroups: groups
      .filter(({ name }) => name.startsWith(prefix) && name.includes(part))
      .map(({ name, sizeBytes }) => ({
        logGroupName: name,
        arn: `${groupArn(name)}:*`,
        logGroupArn: groupArn(name),
        storedBytes: sizeBytes,
        creationTime: 0,
        metricFilterCount: 0,
      })),
  };
}

async function describeLogStreams(group: LogGroup, input: JsonObject): Promise<JsonObject> {
  const prefix = stringOf(input, "logStreamNamePrefix") ?? "";
  const streams = new Map<string, { first: number; last: number }>();
  for await (const { stream, timestamp } of group.read()) {
    if (!stream.startsWith(prefix)) continue;
    streams.set(stream, { first: streams.get(stream)?.first ?? timestamp, last: timestamp });
  }
  const byTime = stringOf(input, "orderBy") === "LastEventTime";
  const sorted = [...streams].sort(([a, timesA], [b, timesB]) =>
    byTime ? timesA.last - timesB.last : a < b ? -1 : 1,
  );
  if (input.descending === true) sorted.reverse();
  return {
    logStreams: sorted.slice(0, numberOf(input, "limit") ?? 50).map(([name, { first, last }]) => ({
      logStreamName: name,
      arn: `${groupArn(group.name)}:log-stream:${name}`,
      creationTime: first,
      firstEventTimestamp: first,
      lastEventTimestamp: last,
      lastIngestionTime: last,
      storedBytes: 0,
    })),
  };
}

function groupArn(name: string): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${name}`;
}

/** The input of an operation of a JSON protocol. @throws AwsError SerializationException. */
export function parseJsonInput(text: string): JsonObject {
  let input: unknown;
  try {
    input = JSON.parse(text === "" ? "{}" : text);
  } catch {
    input = null;
  }
  if (isJsonObject(input)) return input;
  throw new AwsError("SerializationException", 400, "The request body is no JSON object.");
}
