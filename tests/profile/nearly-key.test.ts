/** Columns in which nearly every value is different. */
import { describe, expect, test } from "vitest";
import { profileText } from "./profile.ts";

const times = (count: number, cell: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => cell(i));

/** Even numbers below `range`, in no order, each once. */
const spread = (count: number, range: number) =>
  times(count, (i) => String(10 + ((i * 7919) % (range / 2)) * 2));

/** With so many of the first cells once more. */
const again = (cells: readonly string[], count: number) => [...cells, ...cells.slice(0, count)];

const instant = (second: number) => new Date(Date.UTC(2024, 0, 1) + second * 1000).toISOString().slice(0, 19);

async function keyAlert(name: string, cells: readonly string[]) {
  const { quality_issues: issues } = await profileText(
    [`${name};y`, ...cells.map((cell, row) => `${cell};${row % 7}`), ""].join("\n"),
    { delimiter: ";", header: true },
  );
  return issues.alerts.find(({ code, column }) => code === "DUPLICATE_KEYS" && column === name);
}

describe("DUPLICATE_KEYS", () => {
  test.each<[string, string, readonly string[]]>([
    [
      "digits of many places",
      "n",
      again(
        times(400, (i) => `000${1_000_000 + i * 7919}`),
        2,
      ),
    ],
    [
      "a numbering",
      "n",
      again(
        times(400, (i) => String(i + 1)),
        2,
      ),
    ],
    [
      "a numbering with gaps",
      "n",
      again(
        times(400, (i) => String(3 * i + 1)),
        1,
      ),
    ],
    ["codes of many digits", "n", again(spread(400, 2_000_000_000), 2)],
    [
      "codes with letters",
      "n",
      again(
        times(400, (i) => `k${i}`),
        3,
      ),
    ],
    [
      "minutes of a series",
      "at",
      again(
        times(600, (i) => instant(i * 60).slice(0, 16)),
        1,
      ),
    ],
    [
      "days of a series",
      "at",
      again(
        times(300, (i) => instant(i * 86_400).slice(0, 10)),
        1,
      ),
    ],
    [
      "hours of a series",
      "at",
      again(
        times(2000, (i) => instant(i * 3600)),
        1,
      ),
    ],
    [
      "a series with gaps",
      "at",
      again(
        times(600, (i) => instant((i + Math.floor(i / 19)) * 900)),
        2,
      ),
    ],
    ["numbers that are called a key", "customer_id", again(spread(400, 100_000), 1)],
  ])("is said of %s", async (_, name, cells) => {
    expect((await keyAlert(name, cells))?.message).toContain("Nearly a key");
  });

  test.each<[string, string, readonly string[]]>([
    ["measurements", "votes", again(spread(400, 200_000), 2)],
    [
      "skewed ones",
      "votes",
      again([...spread(380, 40_000), ...times(20, (i) => String(10 ** 6 * (i + 1)))], 3),
    ],
    [
      "times of events",
      "at",
      again(
        spread(1000, 400_000).map((second) => instant(Number(second))),
        4,
      ),
    ],
    [
      "times of events, as many as there are pieces of ten minutes",
      "at",
      again(
        times(1000, (i) => instant(Math.floor((((i * 7919) % 1009) / 1009) ** 1.5 * 630_000))),
        3,
      ),
    ],
    [
      "times of events in minutes, with seconds",
      "at",
      again(
        spread(1000, 400_000).map((minute) => instant(Number(minute) * 60)),
        4,
      ),
    ],
    [
      "days of events",
      "at",
      again(
        spread(100, 1800).map((day) => instant(Number(day) * 86_400).slice(0, 10)),
        1,
      ),
    ],
    [
      "postcodes",
      "zip",
      again(
        spread(200, 9_000).map((zip) => zip.padStart(5, "0")),
        1,
      ),
    ],
    [
      "grouped numbers",
      "price",
      again(
        times(400, (i) => `1,${String(100 + i)}.25`),
        1,
      ),
    ],
    [
      "numbers with a unit",
      "size",
      again(
        times(400, (i) => `${i} kg`),
        1,
      ),
    ],
    [
      "durations",
      "took",
      again(
        times(400, (i) => `${i}:30`),
        1,
      ),
    ],
  ])("is not said of %s, of which as many come about by chance", async (_, name, cells) => {
    expect(await keyAlert(name, cells)).toBeUndefined();
  });
});

test.each<[string, (i: number) => string, string]>([
  [
    "people",
    (i) =>
      `${["Ann", "Bob", "Cid"][i % 3]} Lee${"abcdefghij"[i % 10]}${"klmnopqrst"[Math.floor(i / 10) % 10]}${"uv"[Math.floor(i / 100)]}`,
    "info",
  ],
  ["titles with a number", (i) => `Item ${i}`, "warning"],
  ["codes", (i) => `k-${i}`, "warning"],
])("DUPLICATE_KEYS of %s", async (_, cell, severity) => {
  const alert = await keyAlert("n", again(times(200, cell), 1));
  expect(alert?.severity).toBe(severity);
  expect(alert?.message).toContain(
    severity === "info" ? "Nearly all different: 1 of 201 values" : "Nearly a key",
  );
});

test.each([
  ["numbers with a unit", (i: number) => `${i} kg`],
  ["magnitudes", (i: number) => `${i}.5M`],
  ["durations", (i: number) => `${i}:30`],
])("%s are no key, however different", async (_, cell) => {
  const { columns } = await profileText(`x;y\n${times(50, (i) => `${cell(i)};a`).join("\n")}\n`);
  expect(columns[0]?.uniqueness).toBe(100);
  expect(columns[0]?.hints.map(({ hint }) => hint)).not.toContain("unique_key");
});

test.each([
  ["ten digits, as seconds since 1970 have", (i: number) => `${1_700_000_000 + 7 * i}`],
  ["thirteen digits", (i: number) => `${1_700_000_000_000 + 7 * i}`],
  ["days without separators", (i: number) => `${20_240_101 + (i % 28) + 100 * Math.floor(i / 28)}`],
])("numbers of %s may be a key", async (_, cell) => {
  const { columns } = await profileText(`x;y\n${times(200, (i) => `${cell(i)};a`).join("\n")}\n`);
  expect(columns[0]?.hints.map(({ hint }) => hint)).toContain("unique_key");
});

test("days of a spreadsheet are no key, however different", async () => {
  const { columns } = await profileText(`order_date;y\n${times(200, (i) => `${43_466 + i};a`).join("\n")}\n`);
  expect(columns[0]?.hints.map(({ hint }) => hint)).toEqual(["spreadsheet_days"]);
});
