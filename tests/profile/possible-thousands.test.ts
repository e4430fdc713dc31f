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
