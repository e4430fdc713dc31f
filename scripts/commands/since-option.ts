import { InvalidArgumentError, Option } from "commander";
import { sinceMs } from "../time-span.ts";

/** `--since`, in milliseconds since 1970. @param usual so long ago where it is not stated, e.g. `1h` */
export function sinceOption(usual: string): Option {
  return new Option("--since <time>", "how far back: 45m, 3h, 7d, 2w, or an ISO 8601 time")
    .argParser(parseSince)
    .default(parseSince(usual), usual);
}

function parseSince(text: string): number {
  const startMs = sinceMs(text, Date.now());
  if (startMs === undefined)
    throw new InvalidArgumentError("Expected 45m, 3h, 7d, 2w or an ISO 8601 time in the past.");
  return startMs;
}
