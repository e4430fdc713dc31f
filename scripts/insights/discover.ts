/**
 * A log event → the fields that Logs Insights finds in it: the system's own, those of Lambda's platform lines
 * (text log format) and those of the first JSON object in the message.
 */
import type { Value } from "./values.ts";

export interface LogEvent {
  /** Names the event uniquely; becomes `@ptr`. */
  readonly id: string;
  readonly timestampMs: number;
  readonly ingestionTimeMs: number;
  readonly logGroup: string;
  readonly logStream: string;
  readonly message: string;
}

/** Fields that AWS extracts from one JSON event at the most; further ones are not discovered. */
const jsonFieldsMax = 200;

export function discoverFields(event: LogEvent): Map<string, Value> {
  const fields = new Map<string, Value>([
    ["@timestamp", { instantMs: event.timestampMs }],
    ["@ingestionTime", { instantMs: event.ingestionTimeMs }],
    ["@log", event.logGroup],
    ["@logStream", event.logStream],
    ["@message", event.message],
    ["@ptr", event.id],
  ]);
  const platform = /^(START|END|REPORT) RequestId: (\S+)/.exec(event.message);
  if (platform !== null) {
    addPlatformFields(fields, event.message, platform[1] ?? "", platform[2] ?? "");
    return fields;
  }
  // The prefix that the runtime gives console.log: time, request, level.
  const requestId = /^\d{4}-[\d:T.-]+Z\t([\da-f-]{36})\t/.exec(event.message)?.[1];
  if (requestId !== undefined) fields.set("@requestId", requestId);
  const json = firstJsonObject(event.message);
  if (json !== undefined) addJsonFields(fields, json);
  return fields;
}

const reportFigures = [
  { field: "@duration", pattern: /\tDuration: ([\d.]+) ms/, factor: 1 },
  { field: "@billedDuration", pattern: /\tBilled Duration: ([\d.]+) ms/, factor: 1 },
  { field: "@initDuration", pattern: /\tInit Duration: ([\d.]+) ms/, factor: 1 },
  // AWS makes bytes of the line's MB with 10^6, not 2^20: 768 MB are 768,000,000.
  { field: "@memorySize", pattern: /\tMemory Size: ([\d.]+) MB/, factor: 1_000_000 },
  { field: "@maxMemoryUsed", pattern: /\tMax Memory Used: ([\d.]+) MB/, factor: 1_000_000 },
] as const;

function addPlatformFields(
  fields: Map<string, Value>,
  message: string,
  type: string,
  requestId: string,
): void {
  fields.set("@type", type);
  fields.set("@requestId", requestId);
  if (type !== "REPORT") return;
  for (const { field, pattern, factor } of reportFigures) {
    const figure = pattern.exec(message)?.[1];
    if (figure !== undefined) fields.set(field, Number(figure) * factor);
  }
}

/** The first balanced `{…}` of the message that is JSON. */
function firstJsonObject(message: string): object | undefined {
  const start = message.indexOf("{");
  if (start === -1) return undefined;
  let depth = 0;
  let inText = false;
  for (let i = start; i < message.length; i++) {
    const character = message[i];
    if (inText) {
      if (character === "\\") i++;
      else if (character === '"') inText = false;
    } else if (character === '"') inText = true;
    else if (character === "{") depth++;
    else if (character === "}" && --depth === 0) return parseObject(message.slice(start, i + 1));
  }
  return undefined;
}

function parseObject(text: string): object | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? parsed : undefined;
  } catch (error) {
    // A message may hold braces that are no JSON; it then has no fields of its own.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Levels and array positions are joined by dots; null is no field; booleans are 1 and 0, as on AWS. */
function addJsonFields(fields: Map<string, Value>, json: object): void {
  let added = 0;
  const add = (value: unknown, name: string): void => {
    if (value === null || added >= jsonFieldsMax) return;
    if (typeof value === "object") {
      for (const [key, inner] of Object.entries(value))
        add(inner, name === "" ? escapeAt(key) : `${name}.${key}`);
    } else if (typeof value === "string" || typeof value === "number") {
      fields.set(name, value);
      added++;
    } else if (typeof value === "boolean") {
      fields.set(name, value ? 1 : 0);
      added++;
    }
  };
  add(json, "");
}

/** A name that begins with @ gets a second one, so that it cannot pass for a system field. */
function escapeAt(key: string): string {
  return key.startsWith("@") ? `@${key}` : key;
}
