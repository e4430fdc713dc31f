/** Dates that stand for none, and times with and without an offset from UTC. */
import { describe, expect, test } from "vitest";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import { profileText } from "./profile.ts";

const times = (count: number, cell: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => cell(i));

async function alertsOf(cells: readonly string[], options: ProfileOptions = {}) {
  const text = ["x;y", ...cells.map((cell, row) => `${cell};r${row}`), ""].join("\n");
  const { columns, quality_issues: issues } = await profileText(text, {
    delimiter: ";",
    header: true,
    ...options,
  });
  expect(columns[0]?.type).toBe("date");
  return issues.alerts;
}

const day = (i: number) => new Date(Date.UTC(2021, 0, 1 + i)).toISOString().slice(0, 10);
const days = (count: number) => times(count, (i) => day(i));

describe("SENTINEL_VALUES of dates", () => {
  test("name the date, and how often it occurs", async () => {
    const found = (await alertsOf([...days(900), ...times(20, () => "9999-12-31")])).filter(
      ({ code }) => code === "SENTINEL_VALUES",
    );
    expect(found).toEqual([
      {
        code: "SENTINEL_VALUES",
        severity: "warning",
        column: "x",
        message:
          '9999-12-31 occurs 20 times, far from the other dates, and counts as a date. If it means "no value", state it as a null token.',
        evidence: { count: 20, examples: [] },
      },
    ]);
  });

  test.each<[string, readonly string[], number]>([
    ["1900-01-01", [...days(300), ...times(100, () => "1900-01-01")], 1],
    ["both ends", [...days(300), ...times(9, () => "1900-01-01"), ...times(9, () => "9999-12-31")], 2],
    ["day first", [...times(60, (i) => `${13 + (i % 15)}.03.2021`), "31.12.9999", "31.12.9999"], 1],
    ["month first", [...times(60, (i) => `03/${13 + (i % 15)}/2021`), "12/31/9999", "12/31/9999"], 1],
    [
      "with a time",
      [...times(60, (i) => `2021-03-04 10:${10 + (i % 50)}:00`), ...times(5, () => "1970-01-01 00:00:00")],
      1,
    ],
    [
      "beside many thousands of dates",
      [...times(9_000, (i) => day(i % 3_000)), ...times(90, () => "1900-01-01")],
      1,
    ],
  ])("%s", async (_, cells, count) => {
    const found = (await alertsOf(cells)).filter(({ code }) => code === "SENTINEL_VALUES");
    expect(found).toHaveLength(count);
  });

  test.each<[string, readonly string[]]>([
    ["once", [...days(60), "9999-12-31"]],
    ["in the range of the others", times(300, (i) => `${1890 + (i % 130)}-01-01`)],
    ["near the others", [...times(60, (i) => `19${10 + i}-05-05`), ...times(9, () => "1900-01-01")]],
    ["a date like any other", [...days(60), "1950-06-07", "1950-06-07"]],
    ["all of them", times(60, () => "9999-12-31")],
  ])("are not told: %s", async (_, cells) => {
    const codes = (await alertsOf(cells)).map(({ code }) => code);
    expect(codes).not.toContain("SENTINEL_VALUES");
  });

  test("without the date where values are withheld", async () => {
    const alerts = await alertsOf([...days(60), "9999-12-31", "9999-12-31"], { sampleValues: false });
    const found = alerts.find(({ code }) => code === "SENTINEL_VALUES");
    expect(found?.message.startsWith("A date that often stands for none occurs 2 times")).toBe(true);
  });
});

describe("MIXED_TIME_ZONES", () => {
  test("times with and without an offset", async () => {
    const cells = ["2024-01-01T10:00:00Z", "2024-01-02T10:00:00+02:00", "2024-01-03T10:00:00", "2024-01-04"];
    const found = (await alertsOf(cells)).find(({ code }) => code === "MIXED_TIME_ZONES");
    expect(found).toMatchObject({ severity: "warning", column: "x", evidence: { count: 1 } });
    expect(found?.message).toBe(
      "2 times state an offset from UTC and 1 does not, and was read as UTC: yyyy-MM-dd'T'HH:mm:ssXXX (2), yyyy-MM-dd'T'HH:mm:ss (1). Write all times with their offset.",
    );
  });

  test.each<[string, readonly string[]]>([
    ["all with one", ["2024-01-01T10:00:00Z", "2024-01-02T10:00:00.5+02:00"]],
    ["all without", ["2024-01-01T10:00:00", "2024-01-02 10:00"]],
    ["days beside times with one", ["2024-01-01T10:00:00Z", "2024-01-02"]],
  ])("is not said of %s", async (_, cells) => {
    expect((await alertsOf(cells)).map(({ code }) => code)).not.toContain("MIXED_TIME_ZONES");
  });
});

describe("weekdays", () => {
  const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
  const pad = (n: number) => String(n).padStart(2, "0");
  const written = (i: number) => {
    const date = new Date(Date.UTC(2024, 2, 1 + (i % 12)));
    return `${weekdays[date.getUTCDay()]} ${pad(date.getUTCDate())}/${pad(date.getUTCMonth() + 1)}/2024`;
  };

  test("tell day from month where no number does", async () => {
    expect((await alertsOf(times(36, written))).filter(({ code }) => code === "AMBIGUOUS_DATES")).toEqual([]);
    const { columns } = await profileText(`x;y\n${times(36, (i) => `${written(i)};a`).join("\n")}\n`);
    expect(columns[0]?.statistics).toMatchObject({
      min: "2024-03-01",
      max: "2024-03-12",
      order: "day_first",
    });
  });

  test("that the calendar does not have make no date", async () => {
    const { columns } = await profileText(
      `x;y\n${times(36, (i) => `${weekdays[i % 7]} 14 Mar 2024;a`).join("\n")}\n`,
    );
    expect(columns[0]?.type).toBe("string");
    expect(columns[0]?.type_counts).toMatchObject({ date: 5, string: 31 });
  });
});
