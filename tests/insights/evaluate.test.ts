import { describe, expect, it } from "vitest";
import type { LogEvent } from "../../scripts/insights/discover.ts";
import { evaluateQuery } from "../../scripts/insights/evaluate.ts";

const startMs = Date.UTC(2026, 10, 21, 1);

/** One event a minute, oldest first. */
function log(...messages: (string | object)[]): LogEvent[] {
  return messages.map((message, i) => ({
    id: `event-${i}`,
    timestampMs: startMs + i * 60_000,
    ingestionTimeMs: startMs + i * 60_000,
    logGroup: "/aws/lambda/data-ingestion-pipeline-processor-local",
    logStream: "stream",
    message: typeof message === "string" ? message : JSON.stringify(message),
  }));
}

/** Rows as text, `field=value` apart by blanks, without `@ptr`. */
function run(query: string, events: readonly LogEvent[]): string[] {
  return evaluateQuery(query, events).map((row) =>
    row
      .filter(({ field }) => field !== "@ptr")
      .map(({ field, value }) => `${field}=${value}`)
      .join(" "),
  );
}

const files = log(
  {
    message: "file.profiled",
    file_name: "a.csv",
    status: "success",
    row_count: 10,
    duration_ms: 100,
    cold_start: true,
  },
  {
    message: "file.profiled",
    file_name: "b.csv",
    status: "success",
    row_count: 30,
    duration_ms: 300,
    cold_start: false,
  },
  { message: "file.failed", file_name: "c.csv", status: "error", error_code: "NOT_TEXT", duration_ms: 5 },
  "START RequestId: 1b6f9f5e-0000-4000-8000-000000000001 Version: $LATEST",
);

describe("commands", () => {
  const rows: [query: string, expected: string[]][] = [
    // Newest first, and an event without the field has no such entry.
    ["fields file_name", ["", "file_name=c.csv", "file_name=b.csv", "file_name=a.csv"]],
    ["fields file_name | sort @timestamp asc | limit 1", ["file_name=a.csv"]],
    ["fields file_name | fields row_count | filter row_count = 10", ["file_name=a.csv row_count=10"]],
    ["fields file_name, row_count | filter row_count = 10 | display row_count", ["row_count=10"]],
    ["filter row_count = 10 | fields duration_ms / 1000 as seconds", ["seconds=0.1"]],
    ["filter row_count = 10 | fields duration_ms / 3", ["duration_ms / 3=33.3333"]],
    ["filter row_count = 10 | fields duration_ms as d, d * 2 as twice", ["d=100 twice=200"]],
    [
      "filter ispresent(status) | sort status asc, duration_ms desc | display file_name",
      ["file_name=c.csv", "file_name=b.csv", "file_name=a.csv"],
    ],
    ["filter ispresent(status) | dedup status | display file_name", ["file_name=c.csv", "file_name=b.csv"]],
    ["stats count(*)", ["count(*)=4"]],
    ["stats count(*) as events, count(row_count) as profiled", ["events=4 profiled=2"]],
    [
      "filter ispresent(status) | stats count(*) as n by status | sort n desc",
      ["status=success n=2", "status=error n=1"],
    ],
    [
      "stats count(*) by bin(2m) | sort `bin(2m)` asc",
      ["bin(2m)=2026-11-21 01:00:00.000 count(*)=2", "bin(2m)=2026-11-21 01:02:00.000 count(*)=2"],
    ],
    [
      "stats sum(row_count) as s, avg(row_count) as a, min(row_count) as lo, max(row_count) as hi",
      ["s=40 a=20 lo=10 hi=30"],
    ],
    ["stats max(row_count) - min(row_count) as spread, spread * 2 as twice", ["spread=20 twice=40"]],
    ["stats latest(file_name) as last, earliest(file_name) as first", ["last=c.csv first=a.csv"]],
    ["stats sortsLast(file_name) as z, sortsFirst(file_name) as a", ["z=c.csv a=a.csv"]],
    ["stats stddev(row_count) as s, median(duration_ms) as m", ["s=14.1421 m=100"]],
    ["filter ispresent(status) | stats count(*) as n by status | stats max(n) as most", ["most=2"]],
    ['filter @type = "START" | display @requestId', ["@requestId=1b6f9f5e-0000-4000-8000-000000000001"]],
    [
      "| fields file_name # the name\n  # and nothing else\n | limit 2 | filter ispresent(file_name)",
      ["file_name=c.csv"],
    ],
  ];

  it.each(rows)("%s", (query, expected) => {
    expect(run(query, files)).toEqual(expected);
  });
});

describe("filter", () => {
  const conditions: [condition: string, files: string][] = [
    ['status = "success"', "a b"],
    ["status != 'success'", "c"],
    ["row_count > 10", "b"],
    ["row_count >= 10 and row_count < 30", "a"],
    ["row_count <= 10 or duration_ms = 5", "a c"],
    ['status = "success" or status = "error" and duration_ms > 5', "a b"],
    ['(status = "success" or status = "error") and duration_ms > 100', "b"],
    ['not status = "success" and ispresent(status)', "c"],
    ["file_name like /^[ab]\\./", "a b"],
    ["file_name =~ /C/", ""],
    ["file_name like /(?i)C\\./", "c"],
    ['file_name like "b.c"', "b"],
    ['file_name like ".*"', ""],
    ['file_name not like "b" and ispresent(file_name)', "a c"],
    ['file_name in ["a.csv", "c.csv", "z.csv"]', "a c"],
    ["row_count in [10, 20]", "a"],
    ["row_count not in [10, 20] and ispresent(row_count)", "b"],
    ["cold_start = 1", "a"],
    ["row_count * 10 = duration_ms", "a b"],
    ["duration_ms / row_count - 5 * 2 = 0", "a b"],
    ["2 ^ 3 ^ 2 = 512 and -row_count = -10", "a"],
    // A missing value is neither equal nor unequal to anything.
    ['error_code != "NOT_TEXT"', ""],
    ["abs(row_count - 20) = greatest(10, least(9, 12)) and duration_ms % 200 = 100", "a b"],
    ['strcontains(concat(toupper(status), "-", strlen(file_name)), "SUCCESS-5") = 1', "a b"],
    ['substr(replace(file_name, ".csv", ""), 0, 1) = "c"', "c"],
    ['coalesce(error_code, status) = "NOT_TEXT" and isblank(level)', "c"],
  ];

  it.each(conditions)("%s", (condition, expected) => {
    const rows = run(`filter ${condition} | sort @timestamp asc | display file_name`, files);
    expect(rows.map((row) => row.replace(/^file_name=(.*)\.csv$/, "$1")).join(" ")).toBe(expected);
  });
});

describe("what is wrong with a query", () => {
  const wrong: [query: string, message: string, line: number, column: number][] = [
    ["fields durration_ms", 'Unknown field "durration_ms". Did you mean "duration_ms"?', 1, 8],
    ["fields file_name\n| filter statuss = 1", 'Unknown field "statuss". Did you mean "status"?', 2, 10],
    ["stats avg(rowcount)", 'Unknown field "rowcount". Did you mean "row_count"?', 1, 11],
    ["stats count(*) as n | sort file_name", 'Unknown field "file_name".', 1, 28],
    ["stats file_name", 'Under stats, "file_name" needs a function such as latest(file_name)', 1, 7],
    ["stats count(*) as n | stats max(n) by bin(1h)", "bin() needs @timestamp", 1, 39],
    ["feilds file_name", 'Unknown command "feilds". Did you mean "fields"?', 1, 1],
    ["parse @message '*' as x", "The command parse is evaluated on AWS only.", 1, 1],
    ["stats average(row_count)", 'Unknown function "average".', 1, 7],
    ["stats cuont(*)", 'Unknown function "cuont". Did you mean "count"?', 1, 7],
    ["filter count(row_count) > 1", "count() stands for a group of rows", 1, 8],
    ["stats sum(max(row_count))", "max() stands for a group of rows", 1, 11],
    ["filter ispresent(status, level)", "ispresent() takes 1 operand(s), not 2.", 1, 8],
    ["filter strcontains(status)", "strcontains() takes 2 operand(s), not 1.", 1, 8],
    ["stats pct(row_count)", 'Expected ",", found ")".', 1, 20],
    ["stats pct(row_count, 101)", "Expected a percentile from 0 to 100", 1, 22],
    ["stats count(*) by bin(1 hour)", "Expected a length of time", 1, 23],
    ["stats count(*) by bin(0h)", "Expected a length of time", 1, 23],
    ["limit 0", "Expected a whole number from 1 to 10000", 1, 7],
    ["limit", "Expected a whole number from 1 to 10000, found the end of the query.", 1, 6],
    ['filter status = "success', "The text that begins here is never closed.", 1, 17],
    ["fields `file", "The field name that begins here is never closed.", 1, 8],
    ["filter status = ?", 'Unexpected character "?".', 1, 17],
    ["filter (status = 1", 'Expected ")", found the end of the query.', 1, 19],
    ["filter status like success", 'Expected a /pattern/ or a "text", found "success".', 1, 20],
    ["filter status like /(/", "Not a regular expression", 1, 20],
    ["filter status in ['a' 'b']", 'Expected "]"', 1, 23],
    ["fields status as", "Expected a name after as", 1, 17],
    ["fields status status", "Expected a pipe (|) or the end of the query", 1, 15],
    ["fields status |", "Expected a command, found the end of the query.", 1, 16],
    ["", "Expected a command, found the end of the query.", 1, 1],
  ];

  it.each(wrong)("%j: %s", (query, message, line, column) => {
    expect(() => evaluateQuery(query, files)).toThrow(
      expect.objectContaining({
        name: "QueryError",
        message: expect.stringContaining(message),
        line,
        column,
      }),
    );
  });

  it("points at the place", () => {
    expect(() => evaluateQuery("fields file_name\n| filter statuss = 1", files)).toThrow(
      "(line 2, column 10)\n  | filter statuss = 1\n           ^",
    );
  });

  it("takes a field that only the events at hand have", () => {
    expect(run("filter ispresent(custom) | fields custom", log({ custom: "x" }))).toEqual(["custom=x"]);
  });
});

describe("rows", () => {
  it("of events carry @ptr, rows of stats do not", () => {
    expect(
      evaluateQuery("fields file_name | limit 1 | filter ispresent(file_name)", files.slice(0, 1)),
    ).toEqual([
      [
        { field: "file_name", value: "a.csv" },
        { field: "@ptr", value: "event-0" },
      ],
    ]);
    expect(evaluateQuery("stats count(*) as n", files)).toEqual([[{ field: "n", value: "4" }]]);
  });

  it("show time and message when the query names no fields", () => {
    expect(run('filter @type = "START"', files)).toEqual([
      "@timestamp=2026-11-21 01:03:00.000 @message=START RequestId: 1b6f9f5e-0000-4000-8000-000000000001 Version: $LATEST",
    ]);
  });

  it("keep numbers of events as they are and round calculated ones to four decimals", () => {
    const events = log({ cost_estimate_usd: 0.00001234 });
    expect(run("fields cost_estimate_usd, cost_estimate_usd * 1 as rounded", events)).toEqual([
      "cost_estimate_usd=0.00001234 rounded=0",
    ]);
  });

  it("bin by month begins on its first day", () => {
    expect(run("stats count(*) as n by bin(1mo) as month", files)).toEqual([
      "month=2026-11-01 00:00:00.000 n=4",
    ]);
  });
});
