/** Floats that may be thousands, in a table with a decimal comma. */
import { describe, expect, test } from "vitest";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import { profileText } from "./profile.ts";

async function found(
  counts: readonly string[],
  price = (i: number) => `${i % 50},42`,
  options: ProfileOptions = {},
) {
  const rows = counts.map((cell, i) => `r${i};${cell};${price(i)}\n`);
  const { columns, quality_issues: issues } = await profileText(`Name;Menge;Preis\n${rows.join("")}`, {
    delimiter: ";",
    header: true,
    ...options,
  });
  expect(columns[1]?.type).toBe("float");
  return issues.alerts.find(({ code }) => code === "POSSIBLE_THOUSANDS");
}

const times = (count: number, cell: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => cell(i));
const small = times(40, (i) => `${900 + i}`);

describe("POSSIBLE_THOUSANDS", () => {
  test("what it says", async () => {
    const alert = await found([...small, "1.010", "12.500", "-999.999"]);
    expect(alert).toMatchObject({
      severity: "warning",
      column: "Menge",
      message:
        'These may be thousands: every value with a point has exactly three decimals, and column "Preis" has a decimal comma. They were read as fractions; remove the points if they group digits.',
      evidence: { count: 3, examples: [{ row: 41, line: 42, value: "1.010" }, {}, {}] },
    });
  });

  test("values are withheld with all others", async () => {
    const alert = await found([...small, "1.010"], undefined, { sampleValues: false });
    expect(alert?.evidence.examples).toEqual([{ row: 41, line: 42, value: null }]);
  });

  test("more values than are counted: those that were kept", async () => {
    const alert = await found(times(20_000, (i) => `${1 + (i % 900)}.${String(100 + (i % 899))}`));
    expect(alert?.message).toContain(
      "the values with a point, as far as they were looked at, have exactly three",
    );
    expect(alert?.evidence.count).toBe(20_000);
  });

  test("beside values with more points: no other column is asked", async () => {
    const alert = await found([...times(40, (i) => `${i + 1}.${100 + i}`), "1.234.567"], (i) => `${i}`);
    expect(alert?.message).toBe(
      "These may be thousands: every value with a point has exactly three decimals, and others of the column have points that group digits. They were read as fractions; remove the points if they group digits.",
    );
    expect(alert?.evidence.count).toBe(40);
  });

  const none: readonly (readonly [string, readonly string[], ((i: number) => string)?])[] = [
    ["two decimals", [...small, "1.010", "1.01"]],
    ["four digits before the point", [...small, "1.010", "1010.500"]],
    ["a fraction of one", [...small, "1.010", "0.125"]],
    ["an exponent", [...small, "1.010", "1.010e3"]],
    ["no other column with a decimal comma", [...small, "1.010"], (i) => `${i}.42`],
    ["a comma that may group", [...small, "1.010"], (i) => `${i + 1},420`],
    ["a single decimal comma", [...small, "1.010"], (i) => (i === 0 ? "1,5" : `${i}`)],
  ];
  for (const [name, counts, price] of none)
    test(`not for ${name}`, async () => {
      expect(await found(counts, price)).toBeUndefined();
    });
});

describe("text because points and commas are mixed", () => {
  async function alertsOf(cells: readonly string[]) {
    const rows = cells.map((cell, i) => `r${i};${cell}\n`).join("");
    const { columns, quality_issues: issues } = await profileText(`Name;n\n${rows}`, { delimiter: ";" });
    expect(columns[1]?.type).toBe("string");
    return issues.alerts.filter(({ severity, column }) => severity === "warning" && column === "n");
  }

  test("thousands beside millions", async () => {
    expect(
      await alertsOf(times(40, (i) => (i % 2 === 0 ? `${i + 1}.234.567` : `${100 + i}.250`))),
    ).toMatchObject([
      {
        code: "POSSIBLE_THOUSANDS",
        message:
          "These may be thousands: every value with a point has exactly three decimals, and others of the column have points that group digits. The column is text because of both; remove the points if they group digits.",
        evidence: { count: 20 },
      },
    ]);
  });

  test("a decimal comma beside a decimal point", async () => {
    expect(await alertsOf(times(40, (i) => (i % 4 === 0 ? `${i}.5` : `${i},5`)))).toMatchObject([
      {
        code: "MIXED_DECIMAL_MARKS",
        message:
          "30 numbers have a decimal comma and 10 have a decimal point (first in row 1, line 2; then row 5, 9, 13, 17): the column is text because of that. Write all of them with a point.",
        evidence: { count: 10 },
      },
    ]);
  });

  const none: readonly (readonly [string, readonly string[]])[] = [
    ["words among them", times(40, (i) => (i % 4 === 0 ? `${i}.5` : i % 4 === 1 ? "x" : `${i},5`))],
    ["versions", times(40, (i) => (i % 2 === 0 ? `1.${i}` : `1.${i}.3`))],
  ];
  for (const [name, cells] of none)
    test(`not for ${name}`, async () => {
      expect(await alertsOf(cells)).toEqual([]);
    });
});
