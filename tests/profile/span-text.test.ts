import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { spanText } from "../../lambda/profile/span-text.ts";

const stated = process.env.TZ;

/** Zones that skip an hour, half an hour and a whole day, and one that skips none; offset in January in minutes. */
describe.each([
  ["UTC", 0],
  ["America/New_York", 300],
  ["Australia/Lord_Howe", -660],
  ["Pacific/Apia", -780],
])("on a machine in %s", (zone, offsetMinutes) => {
  beforeAll(() => {
    process.env.TZ = zone;
    expect(new Date("2024-01-15T00:00:00Z").getTimezoneOffset()).toBe(offsetMinutes);
  });
  afterAll(() => {
    if (stated === undefined) delete process.env.TZ;
    else process.env.TZ = stated;
  });

  test.each<[from: string, to: string, expected: string]>([
    // New York's clocks have no 02:30 on this day, and have 01:30 twice on the next.
    ["2024-03-10T02:30:00Z", "2024-03-10T03:30:00Z", "1 hour"],
    ["2024-11-03T01:30:00Z", "2024-11-03T02:30:00Z", "1 hour"],
    ["2024-10-06T02:10:00Z", "2024-10-06T02:20:00Z", "10 minutes"],
    ["2011-12-30T00:00:00Z", "2011-12-31T00:00:00Z", "1 day"],
    ["2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "0 seconds"],
    ["2024-01-01T00:00:00.000Z", "2024-01-01T00:00:00.999Z", "0 seconds"],
    ["2024-01-01T00:00:59.999Z", "2024-01-01T00:01:01.000Z", "1 second"],
    ["2024-01-01T22:00:00Z", "2024-01-03T01:00:05Z", "1 day 3 hours"],
    ["2024-01-01T00:00:00Z", "2024-01-02T00:00:05Z", "1 day 5 seconds"],
    ["2023-12-01T00:00:00Z", "2024-02-29T10:00:00Z", "2 months 28 days"],
    ["2020-02-29T00:00:00Z", "2023-05-01T00:00:00Z", "3 years 2 months"],
    // A month from the last day of one to the last of a shorter one, and never more than there is.
    ["2024-01-31T00:00:00Z", "2024-02-29T00:00:00Z", "1 month"],
    ["2024-01-31T12:00:00Z", "2024-02-29T11:00:00Z", "28 days 23 hours"],
    ["1917-03-30T14:19:01Z", "1917-04-30T00:11:43Z", "30 days 9 hours"],
    ["1969-12-31T23:59:00Z", "1970-01-01T00:01:00Z", "2 minutes"],
    ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "9998 years 11 months"],
  ])("%s to %s is %s", (from, to, expected) => {
    expect(spanText(Date.parse(from), Date.parse(to))).toBe(expected);
  });
});
