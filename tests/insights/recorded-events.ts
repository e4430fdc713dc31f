/**
 * Recorded log events. One file a function: time, log stream and message, apart by blanks; indented lines go on
 * with the message above.
 */
import { readFileSync } from "node:fs";
import type { LogEvent } from "../../scripts/insights/discover.ts";

function recordedEvents(name: "processor" | "recorder"): readonly LogEvent[] {
  const text = readFileSync(new URL(`recorded/${name}.log`, import.meta.url), "utf8");
  return text
    .trimEnd()
    .split(/\n(?! {4})/)
    .map((line, i) => {
      const [, time = "", logStream = "", message = ""] = /^(\S+) (\S+) ([\s\S]*)$/.exec(line) ?? [];
      return {
        id: `${name}-${i}`,
        timestampMs: Date.parse(time),
        ingestionTimeMs: Date.parse(time) + 1_000,
        logGroup: `/aws/lambda/data-ingestion-pipeline-${name}-local`,
        logStream,
        message: message.replaceAll("\n    ", "\n"),
      };
    });
}

export const allRecordedEvents: readonly LogEvent[] = [
  ...recordedEvents("processor"),
  ...recordedEvents("recorder"),
];
