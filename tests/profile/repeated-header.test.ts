/** Files put together with their headers, and how many. */
import { describe, expect, test } from "vitest";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import type { Alert } from "../../lambda/profile/summary.ts";
import { profileText } from "./profile.ts";

const files = (count: number, header: string, row: (i: number) => string, rows = 100): string =>
  Array.from({ length: count }, (_, file) =>
    [header, ...Array.from({ length: rows }, (_, i) => row(file * rows + i)), ""].join("\n"),
  ).join("");

async function repeatedHeader(text: string, options: ProfileOptions = {}): Promise<Alert | undefined> {
  const { quality_issues: issues } = await profileText(text, { header: true, ...options });
  return issues.alerts.find(({ code }) => code === "REPEATED_HEADER");
}

const pair = (i: number) => `${i},${i / 4}`;

describe("rows that hold the names of the columns", () => {
  const table: readonly (readonly [string, string, ProfileOptions, number, string])[] = [
    ["all are counted, not only the examples", files(20, "id,amount", pair), {}, 19, "19 rows hold"],
    ["one", files(2, "id,amount", pair), {}, 1, "1 row holds"],
    ["beside a column of texts", files(20, "id,name", (i) => `${i},n${i}`), {}, 19, "19 rows hold"],
    ["where two columns have one name", files(9, "id,id", pair), {}, 8, "8 rows hold"],
    ["dates", files(20, "id,day", (i) => `${i},2024-01-0${1 + (i % 9)}`), {}, 19, "19 rows hold"],
    [
      "a name that is a value now and then does not add to them",
      files(20, "id,amount", (i) => (i % 500 === 499 ? `${i},amount` : pair(i))),
      {},
      19,
      "19 rows hold",
    ],
    [
      "a name longer than is kept of a text",
      files(20, `${"i".repeat(150)},amount`, pair),
      {},
      19,
      "19 rows hold",
    ],
    ["without values", files(20, "id,amount", pair), { sampleValues: false }, 19, "19 rows hold"],
    [
      "with the basic figures, which count no texts",
      files(20, "id,amount", pair),
      { figures: "basic" },
      5,
      "At least 5 rows hold",
    ],
    [
      "with the basic figures, when all are examples",
      files(4, "id,amount", pair),
      { figures: "basic" },
      3,
      "3 rows hold",
    ],
  ];
  for (const [name, text, options, count, words] of table)
    test(name, async () => {
      const found = await repeatedHeader(text, options);
      expect(found?.evidence.count).toBe(count);
      expect(found?.evidence.examples.slice(0, 1)).toEqual([{ line: 102, row: 101 }]);
      expect(found?.evidence.examples.length).toBe(Math.min(5, count));
      expect(found?.message.startsWith(`${words} the names`)).toBe(true);
    });

  test("other bad values are none", async () => {
    expect(await repeatedHeader(`id,amount\n${files(3, "x,y", pair)}`)).toBeUndefined();
  });

  const texts = (i: number) => `name ${i % 40},${["Oslo", "Rome", "Bern"][i % 3]}`;

  test.each<[string, string, number]>([
    ["three times", files(4, "name,city", texts), 3],
    ["once", files(2, "name,city", texts), 1],
    [
      "beside a column of too many texts to know",
      files(3, "key,name,city", (i) => `k${i},${texts(i)}`, 900),
      2,
    ],
    ["where a name was changed", files(3, "name,name", texts), 2],
  ])("columns of texts alone: %s", async (_, text, count) => {
    const found = await repeatedHeader(text);
    expect(found?.evidence).toEqual({ count, examples: [] });
    expect(found?.message).toBe(
      `${count} ${count === 1 ? "row holds" : "rows hold"} the names of the columns again. Cut the headers off before putting files together.`,
    );
  });

  test.each<[string, string]>([
    ["a name that is a value of one column", `${files(1, "name,city", texts)}name,Oslo\n`],
    ["names that are values more and less often", `${files(2, "name,city", texts)}name,Oslo\n`],
    ["one column", files(2, "name", (i) => `n${i % 9}`)],
    [
      "a column of numbers that has no bad value",
      `${files(1, "name,city,n", (i) => `${texts(i)},${i}`)}name,city,5\n`,
    ],
  ])("columns of texts: not %s", async (_, text) => {
    expect(await repeatedHeader(text, { delimiter: "," })).toBeUndefined();
  });
});

test("names in the wrong place are not told for each column again, other bad values are", async () => {
  const invalid = async (text: string) =>
    (await profileText(text, { header: true })).quality_issues.alerts
      .filter(({ code }) => code === "INVALID_VALUES")
      .map(({ column }) => column);
  expect(await invalid(files(3, "id,amount", pair))).toEqual([]);
  expect(await invalid(`${files(3, "id,amount", pair)}x,1\n`)).toEqual(["id"]);
});
