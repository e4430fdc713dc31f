/** Ports that only write down what they are told. */
import type { EventLog, LogFields, Metrics, Platform } from "../../lambda/ports.ts";

export interface LoggedEvent {
  readonly level: "info" | "warn" | "error";
  readonly event: string;
  readonly fields: LogFields;
  readonly cause?: unknown;
}

export class RecordingLog implements EventLog {
  readonly events: LoggedEvent[] = [];
  info(event: string, fields: LogFields): void {
    this.events.push({ level: "info", event, fields });
  }
  warn(event: string, fields: LogFields): void {
    this.events.push({ level: "warn", event, fields });
  }
  error(event: string, fields: LogFields, cause: unknown): void {
    this.events.push({ level: "error", event, fields, cause });
  }
  get names(): readonly string[] {
    return this.events.map(({ event }) => event);
  }
}

type Figures = Parameters<Metrics["fileProfiled"]>[0];

export class RecordingMetrics implements Metrics {
  readonly files: Figures[] = [];
  fileProfiled(figures: Figures): void {
    this.files.push(figures);
  }
}

export const plainPlatform: Platform = {
  coldStart: false,
  coreShare: 1,
  peakMemoryMb: () => 100,
  costUsd: (durationMs) => durationMs / 1e6,
};
