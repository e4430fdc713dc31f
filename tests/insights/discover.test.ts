import { describe, expect, it } from "vitest";
import { discoverFields } from "../../scripts/insights/discover.ts";

function discover(message: string): Record<string, unknown> {
  const fields = discoverFields({
    id: "1",
    timestampMs: 0,
    ingestionTimeMs: 1,
    logGroup: "/aws/lambda/f",
    logStream: "s",
    message,
  });
  const own = ["@timestamp", "@ingestionTime", "@log", "@logStream", "@message", "@ptr"];
  return Object.fromEntries([...fields].filter(([name]) => !own.includes(name)));
}

const requestId = "8f507cfc-0000-4000-8000-6cfe7ba6b1f4";

describe("discoverFields", () => {
  const lines: [what: string, message: string, fields: Record<string, unknown>][] = [
    [
      "a REPORT of a cold start",
      `REPORT RequestId: ${requestId}\tDuration: 163.59 ms\tBilled Duration: 376 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\tInit Duration: 211.93 ms\t\nXRAY TraceId: 1-5bff-abc\tSegmentId: 1\tSampled: true`,
      {
        "@type": "REPORT",
        "@requestId": requestId,
        "@duration": 163.59,
        "@billedDuration": 376,
        "@initDuration": 211.93,
        "@memorySize": 128_000_000,
        "@maxMemoryUsed": 64_000_000,
      },
    ],
    [
      "a REPORT of a warm start",
      `REPORT RequestId: ${requestId}\tDuration: 3.00 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\t`,
      {
        "@type": "REPORT",
        "@requestId": requestId,
        "@duration": 3,
        "@billedDuration": 3,
        "@memorySize": 128_000_000,
        "@maxMemoryUsed": 64_000_000,
      },
    ],
    [
      "START",
      `START RequestId: ${requestId} Version: $LATEST`,
      { "@type": "START", "@requestId": requestId },
    ],
    ["END", `END RequestId: ${requestId}`, { "@type": "END", "@requestId": requestId }],
    ["text", "hello", {}],
    [
      "console.log's prefix",
      `2026-11-21T01:00:00.000Z\t${requestId}\tINFO\thello`,
      { "@requestId": requestId },
    ],
    [
      "JSON after a prefix",
      `2026-11-21T01:00:00.000Z\t${requestId}\tINFO\t{"a":1}`,
      { "@requestId": requestId, a: 1 },
    ],
    ["nested JSON", '{"error":{"name":"E","at":[{"line":3}]}}', { "error.name": "E", "error.at.0.line": 3 }],
    ["the first JSON object only", 'x {"a":1} {"b":2}', { a: 1 }],
    ["braces and quotes in texts", '{"a":"}{\\"}","b":2}', { a: '}{"}', b: 2 }],
    ["booleans and null", '{"yes":true,"no":false,"none":null}', { yes: 1, no: 0 }],
    ["names that begin with @", '{"@type":"REPORT"}', { "@@type": "REPORT" }],
    ["what is no JSON", "{not json}", {}],
    ["JSON that was cut off", '{"a":1', {}],
  ];

  it.each(lines)("%s", (_what, message, fields) => {
    expect(discover(message)).toEqual(fields);
  });

  it("stops at 200 fields of one event, as AWS does", () => {
    const wide = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${i}`, i]));
    expect(Object.keys(discover(JSON.stringify(wide)))).toHaveLength(200);
  });
});
