/** The share of a hint is one of cells, not of distinct values. */
import { describe, expect, test } from "vitest";
import type { Hint, HintName } from "../../lambda/profile/summary.ts";
import { profileColumn } from "./profile.ts";

function times(count: number, cell: (i: number) => string): string[] {
  return Array.from({ length: count }, (_, i) => cell(i));
}

const email = (i: number) => `user${i}@example.org`;

async function hintOf(hint: HintName, cells: readonly string[]): Promise<Hint | undefined> {
  return (await profileColumn(cells)).hints.find((found) => found.hint === hint);
}

describe("exact shares", () => {
  const table: readonly (readonly [string, HintName, readonly string[], number | null])[] = [
    [
      "a text that repeats and is none outweighs them",
      "email",
      [...times(19, email), ...times(1000, () => "unknown")],
      null,
    ],
    [
      "a code that repeats weighs as often",
      "leading_zeros",
      [...times(500, () => "0012"), ...times(20, (i) => `x${i}`)],
      96.15,
    ],
    [
      "more distinct values than a sample holds",
      "email",
      [...times(500, email), ...times(40, () => "other")],
      92.59,
    ],
    [
      "plain numbers count as cells",
      "leading_zeros",
      [...times(30, (i) => `00${i}`), ...times(70, (i) => `${i + 1}`)],
      30,
    ],
    ["null tokens do not", "email", [...times(20, email), ...times(20, () => "N/A")], 100],
    [
      "a share just below the threshold is below it",
      "email",
      [...times(89_996, () => email(1)), ...times(10_004, () => "no")],
      null,
    ],
  ];
  for (const [name, hint, cells, percentage] of table)
    test(`${hint}: ${name}`, async () => {
      const found = await hintOf(hint, cells);
      if (percentage === null) expect(found).toBeUndefined();
      else expect(found).toMatchObject({ percentage, method: "exact" });
    });
});

describe("estimated shares, where more distinct values occur than are counted", () => {
  const unique = times(20_000, email);

  test("a heavy value that is none cannot be overlooked", async () => {
    expect(await hintOf("email", [...unique, ...times(10_000, () => "unknown")])).toBeUndefined();
  });

  test("a heavy value that is one weighs as often", async () => {
    const found = await hintOf("email", [...times(2000, (i) => `x${i} y`), ...times(30_000, () => email(1))]);
    expect(found?.method).toBe("sample");
    expect(found?.percentage).toBeGreaterThan(92);
    expect(found?.percentage).toBeLessThan(95);
    expect(found?.message).toBe(`About ${found?.percentage} % of the values are e-mail addresses.`);
  });

  test("without heavy values it is the sample's", async () => {
    expect(await hintOf("email", unique)).toMatchObject({ percentage: 100, method: "sample" });
  });
});

test("the message says of how many values it holds", async () => {
  const some = await hintOf("leading_zeros", ["001", "002", "003", "x"]);
  expect(some?.message).toBe("75 % of the values are codes with leading zeros, kept as text.");
  const all = await hintOf("leading_zeros", ["001", "002", "003"]);
  expect(all?.message).toBe("The values are codes with leading zeros, kept as text.");
});
