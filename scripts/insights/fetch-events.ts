/** All events of log groups in a span of time, by FilterLogEvents. */
import { type CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { LogEvent } from "./discover.ts";

/** Events that are fetched at the most: some 200 MB of log lines in memory. */
export const eventsMax = 200_000;

export interface TimeRange {
  readonly startMs: number;
  readonly endMs: number;
}

export interface FetchedEvents {
  readonly events: readonly LogEvent[];
  /** Whether the span holds more than `eventsMax` events, so that some are missing. */
  readonly cut: boolean;
}

/** @throws ResourceNotFoundException when a group does not exist. */
export async function fetchEvents(
  client: Pick<CloudWatchLogsClient, "send">,
  logGroups: readonly string[],
  range: TimeRange,
): Promise<FetchedEvents> {
  const events: LogEvent[] = [];
  for (const logGroup of logGroups) {
    let nextToken: string | undefined;
    do {
      const page = await client.send(
        new FilterLogEventsCommand({
          logGroupName: logGroup,
          startTime: range.startMs,
          endTime: range.endMs,
          ...(nextToken === undefined ? {} : { nextToken }),
        }),
      );
      for (const event of page.events ?? []) {
        const timestampMs = event.timestamp ?? 0;
        events.push({
          id: event.eventId ?? `${logGroup}/${events.length}`,
          timestampMs,
          ingestionTimeMs: event.ingestionTime ?? timestampMs,
          logGroup,
          logStream: event.logStreamName ?? "",
          message: (event.message ?? "").trimEnd(),
        });
        if (events.length >= eventsMax) return { events, cut: true };
      }
      // Some emulators repeat the token of the last page instead of leaving it out.
      nextToken = page.nextToken === nextToken ? undefined : page.nextToken;
    } while (nextToken !== undefined);
  }
  return { events, cut: false };
}
