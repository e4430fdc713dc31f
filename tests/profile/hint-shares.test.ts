/** The share of a hint is one of cells, not of distinct values. */
import { describe, expect, test } from "vitest";
import type { Hint, HintName } from "../../lambda/profile/summary.ts";
import { profileColumn, profileText } from "./profile.ts";

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

const day = (i: number): string => {
  const at = new Date(Date.UTC(1950, 0, 1 + i));
  return at.toISOString().slice(0, 10).replaceAll("-", "");
};

describe("hints of a column with invalid cells hold for the others only", () => {
  const x = (count: number) => times(count, () => "x");
  const table: readonly (readonly [HintName, readonly string[], number])[] = [
    ["epoch_seconds", [...times(189, (i) => `${1_700_000_000 + i}`), ...x(11)], 94.5],
    ["epoch_milliseconds", [...times(189, (i) => `${1_700_000_000_000 + i}`), ...x(11)], 94.5],
    ["boolean", [...times(95, (i) => `${i % 2}`), ...x(5)], 95],
    ["categorical", [...times(95, (i) => `${i % 3}`), ...x(5)], 95],
    ["constant", [...times(95, () => "7"), ...x(5)], 95],
    ["constant", [...times(95, () => "7"), ...times(5, () => "")], 100],
    ["yyyymmdd", [...times(95, day), ...x(5)], 95],
  ];
  for (const [hint, cells, percentage] of table)
    test(`${hint}: ${percentage} %`, async () => {
      expect(await hintOf(hint, cells)).toMatchObject({ percentage, method: "exact" });
    });

  test("a constant beside invalid values is not every value", async () => {
    const text = ["a;b", ...times(95, (i) => `${i};7`), "95;x", ""].join("\n");
    const { quality_issues: issues } = await profileText(text, { delimiter: ";", header: true });
    const found = issues.alerts.find(({ code }) => code === "CONSTANT");
    expect(found?.message).toBe("Every int is the same.");
    expect(found?.evidence.count).toBe(95);
  });
});

describe("every number is looked at before it is called a day", () => {
  const table: readonly (readonly [string, readonly string[], number | null, Hint["method"]])[] = [
    [
      "more numbers than are kept, but counted",
      [...times(20_000, (i) => day(i % 40)), ...times(1000, () => "20231399")],
      95.24,
      "exact",
    ],
    ["rare numbers", [...times(40, day), ...times(20, () => "19500199")], null, "exact"],
    ["one that stands for none", [...times(99, day), "99999999"], 99, "exact"],
    ["sorted numbers", [...times(3000, day), ...times(150, (i) => `${19501300 + i}`)], 95.24, "exact"],
    ["numbers in a row between two days", times(3000, (i) => `${20190101 + i}`), null, "exact"],
    ["more numbers in a row than are kept", times(20_001, (i) => `${20_210_101 + i}`), null, "sample"],
  ];
  for (const [name, cells, percentage, method] of table)
    test(name, async () => {
      const found = await hintOf("yyyymmdd", cells);
      if (percentage === null) expect(found).toBeUndefined();
      else expect(found).toMatchObject({ percentage, method });
    });

  test("more days than are kept are an estimate", async () => {
    const found = await hintOf("yyyymmdd", times(15_000, day));
    expect(found?.method).toBe("sample");
    expect(found?.percentage).toBeGreaterThan(98);
  });

  test("the basic figures say so only where they know", async () => {
    const names = async (cells: readonly string[]) =>
      (await profileColumn(cells, { figures: "basic" })).hints.map(({ hint }) => hint);
    expect(await names(times(3000, (i) => day(i % 40)))).toContain("yyyymmdd");
    expect(await names(times(15_000, day))).not.toContain("yyyymmdd");
  });
});

describe("numbers with something behind them, and periods", () => {
  test("units are named, the most frequent first", async () => {
    const found = await hintOf("number_with_unit", [
      ...times(60, (i) => `${i}.5 kg`),
      ...times(40, (i) => `${i} lb`),
    ]);
    expect(found).toMatchObject({ percentage: 100, method: "exact" });
    expect(found?.message).toBe("The values are numbers with a unit: kg, lb.");
  });

  test("magnitudes", async () => {
    const found = await hintOf("magnitude", [
      ...times(95, (i) => `${i}.2M`),
      ...times(4, (i) => `${i}k`),
      "Varies",
    ]);
    expect(found?.message).toBe("99 % of the values are numbers in thousands, millions or the like: M, k.");
  });

  test("weeks, months, quarters, fiscal years", async () => {
    for (const cells of [
      times(52, (i) => `2024-W${String(i + 1).padStart(2, "0")}`),
      times(20, (i) => `${2010 + i} Q${(i % 4) + 1}`),
      times(20, (i) => `Q${(i % 4) + 1}-${10 + i}`),
      times(20, (i) => `${(i % 4) + 1}Q${10 + i}`),
      times(20, (i) => `FY${10 + i}`),
      times(20, (i) => `FY${10 + i}/${11 + i}`),
      times(20, (i) => `FY ${2010 + i}-${11 + i}`),
      times(20, (i) => `Q1 FY${10 + i}`),
      times(20, (i) => `Q1'${10 + i}`),
      times(20, (i) => ["Jan", "March", "Sept.", "May"].map((month) => `${month} ${2010 + i}`)[i % 4] ?? ""),
      times(20, (i) => `Jun-${10 + i}`),
      times(20, (i) => `${["Jan", "march", "SEPT", "December"][i % 4]} ${2004 + i}`),
    ])
      expect((await hintOf("period", cells))?.message).toBe(
        "The values are weeks, months, quarters or years.",
      );
  });

  test.each<[string, (i: number) => string]>([
    ["weeks that no year has", (i) => `W${60 + i} 2024`],
    [
      "words that only begin as a month does",
      (i) => `${["Marker", "Mary", "Decker", "Junction"][i % 4]} ${10 + i}`,
    ],
    ["questions", (i) => `Q${101 + i}`],
    ["rooms", (i) => `H2${10 + i}`],
    ["warehouses", (i) => `W10${10 + i}`],
    ["names with a number", (i) => `${["Mark", "Jane", "Juno", "Deckard"][i % 4]} ${10 + i}`],
  ])("%s are no periods", async (_, cell) => {
    expect(await hintOf("period", times(20, cell))).toBeUndefined();
  });
});

test.each<[string, boolean]>([
  ["App Version", false],
  ["firmware", false],
  ["Current Ver", false],
  ["server", true],
  ["client", true],
])("four numbers between points are IP addresses, called %s: %s", async (name, is) => {
  const rows = times(20, (i) => `${1 + (i % 9)}.${i % 4}.${i}.0;${i}`);
  const { columns } = await profileText(`${name};n\n${rows.join("\n")}\n`, { header: true, delimiter: ";" });
  expect(columns[0]?.hints.some(({ hint }) => hint === "ip_address")).toBe(is);
});

describe("Unix seconds", () => {
  test("with fractions", async () => {
    expect(
      (
        await hintOf(
          "epoch_seconds",
          times(20, (i) => `${1_594_512_094 + 10 * i}.3859746`),
        )
      )?.message,
    ).toBe("As Unix seconds: 2020-07-12T00:01:34.385Z to 2020-07-12T00:04:44.385Z.");
  });

  test.each<[string, (i: number) => string]>([
    ["a numbering of ten digits", (i) => `${1_000_000_001 + i}`],
    ["large amounts", (i) => `${1_000_000_000 * (1.1 + i / 10)}.25`],
  ])("are not %s", async (_, cell) => {
    expect(await hintOf("epoch_seconds", times(20, cell))).toBeUndefined();
  });
});

describe("what texts are", () => {
  test.each<[HintName, readonly string[]]>([
    ["range", ["0-17", "18-24", "25 - 34", "35–64", "65+"]],
    ["range", ["<18", "18 to 30", "> 30"]],
    ["range", ["1,000+", "10,000+", "500,000+"]],
    ["json", ['{"a": 1}', '{"b": [1, 2]}', "{}", '[{"a": 1}]']],
    ["json", ["['a', 'b']", "[]", "[1, 2]", "{'k': 'v'}", `["${"long ".repeat(40)}"]`]],
    ["time", ["2h 30m", "1h 05m", "45m 10s", "1 day, 2 hours"]],
    ["time", ["PT2H30M", "P1DT12H", "PT0.5S", "P2W"]],
    ["period", ["2019-2020", "2020/21", "2021-2022"]],
    ["text_formula", ['="00123"', '="a@b.org"', '="A-7"']],
  ])("%s: %j", async (hint, values) => {
    expect(
      await hintOf(
        hint,
        times(40, (i) => values[i % values.length] ?? ""),
      ),
    ).toMatchObject({
      percentage: 100,
      method: "exact",
    });
  });

  test.each<[string, HintName, (i: number) => string]>([
    ["telephone numbers", "range", (i) => `555-${1000 + i}`],
    ["results", "range", (i) => `${i % 4}-${(i * 7) % 3}`],
    ["names in brackets", "json", (i) => `[deleted ${i}]`],
    ["placeholders", "json", (i) => `{name_${i}}`],
    ["a single unit", "time", (i) => `${i}m of ${i}`],
    ["the letter P", "time", (i) => `P${i}`],
    ["sums", "text_formula", (i) => `=A${i}+B${i}`],
  ])("%s are none", async (_, hint, cell) => {
    expect(await hintOf(hint, times(60, cell))).toBeUndefined();
  });
});

describe("days of a spreadsheet", () => {
  const cells = times(100, (i) => `${43_466 + 10 * i}`);
  const named = async (name: string, texts = cells) =>
    (
      await profileText([`${name};n`, ...texts.map((text, i) => `${text};${i}`), ""].join("\n"), {
        header: true,
        delimiter: ";",
      })
    ).columns[0]?.hints.find(({ hint }) => hint === "spreadsheet_days");

  test("are told where the name says that there are dates", async () => {
    for (const name of [
      ...["Order Date", "order_date", "orderDate", "Datum", "created_at", "DOB", "birthdate"],
      ...[
        "data",
        "Tag",
        "Data fattura",
        "data_nascimento",
        "data di nascita",
        "Geburtsdatum",
        "Rechnungsdatum",
      ],
    ])
      expect((await named(name))?.message).toBe("As days of a spreadsheet: 2019-01-01 to 2021-09-17.");
    for (const name of [
      ...["amount", "person", "format", "candidate", "updates", "Holiday pay"],
      ...["Data_Value", "sensor data", "ear tag", "Tag No", "Day rate", "data MB"],
    ])
      expect(await named(name)).toBeUndefined();
  });

  test("with times of day, and not where a number is none", async () => {
    const withTimes = times(100, (i) => `${43_466 + i}.25`);
    expect((await named("date", withTimes))?.message).toBe(
      "As days of a spreadsheet: 2019-01-01 to 2019-04-10.",
    );
    expect(await named("date", [...cells, "5"])).toBeUndefined();
  });
});
