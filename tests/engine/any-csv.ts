/** Texts that are nearly CSV, with the cells, quotes and line ends that readers stumble over. */
import fc from "fast-check";
import type { ProfileOptions } from "../../lambda/profile/options.ts";

export interface AnyCsv {
  readonly text: string;
  readonly options: ProfileOptions;
  readonly sizes: readonly number[];
}

const digits = fc
  .array(fc.constantFrom(..."0123456789"), { minLength: 1, maxLength: 20 })
  .map((all) => all.join(""));

const number = fc
  .tuple(
    fc.constantFrom("", "", "-", "+"),
    fc.oneof(digits, fc.constant("")),
    fc.constantFrom("", ".", ","),
    fc.oneof(digits, fc.constant("")),
    fc.constantFrom("", "", "", "e5", "E-3", "e400", "%"),
  )
  .map((parts) => parts.join(""));

const twoDigits = fc.integer({ min: 0, max: 99 }).map((n) => String(n).padStart(2, "0"));
const upToTwoDigits = fc.integer({ min: 0, max: 39 }).map(String);
const separator = fc.constantFrom("-", "/", ".", " ");
const weekday = fc.constantFrom("", "", "", "", "Thu ", "Thu, ", "sun,", "Sunday ", "Mon");
const month = fc.constantFrom("Jan", "feb", "MARCH", "Apr", "May", "sept", "December", "Marketing", "Octob");

const clock = fc
  .tuple(
    fc.constantFrom("T", " ", "t", ", ", ":", ","),
    fc.oneof(twoDigits, upToTwoDigits),
    fc.constantFrom(":", ""),
    twoDigits,
    fc.oneof(
      fc.constant(""),
      twoDigits.map((s) => `:${s}`),
      twoDigits.map((s) => `:${s}.123456`),
      fc.constant(":59,5"),
    ),
    fc.constantFrom(
      "",
      "",
      "Z",
      "z",
      "+01:00",
      "-0530",
      "+19:00",
      " UTC",
      " pm",
      " AM Z",
      " GMT+0100 (CET)",
      "\u202fPM",
      " 2024",
      " +0000 2024",
    ),
  )
  .map((parts) => parts.join(""));

const date = fc
  .tuple(
    weekday,
    fc.oneof(
      fc.tuple(fc.constantFrom("20240131", "20241301", "2024013", "202401311")),
      fc.tuple(month, fc.constantFrom(" ", "  "), upToTwoDigits),
      fc.tuple(
        fc.constantFrom("2024", "1999", "0000", "0001", "12024"),
        separator,
        fc.oneof(twoDigits, upToTwoDigits),
        separator,
        twoDigits,
      ),
      fc.tuple(
        upToTwoDigits,
        separator,
        upToTwoDigits,
        separator,
        fc.oneof(twoDigits, fc.constant("2023"), fc.constant("202")),
      ),
      fc.tuple(upToTwoDigits, separator, month, separator, fc.constantFrom("2024", "24")),
      fc.tuple(month, fc.constant(" "), upToTwoDigits, fc.constantFrom(", ", " ", ","), fc.constant("2024")),
    ),
    fc.oneof(fc.constant(""), clock),
  )
  .map(([day, parts, time]) => day + parts.join("") + time);

const cell = fc.oneof(
  { weight: 3, arbitrary: number },
  { weight: 3, arbitrary: date },
  { weight: 2, arbitrary: fc.integer({ min: -50, max: 50 }).map(String) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "",
      " ",
      "\t",
      "N/A",
      "null",
      "-",
      "NaN",
      "nan",
      "\u00a0",
      "\ufeff",
      "true",
      "€ 5",
      "$1,200.50",
      "(12%)",
      "1 234,5",
      "007",
      "12.5 kg",
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: "grapheme", maxLength: 20 }) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", " ", "\0", "'"), maxLength: 12 }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("x".repeat(40), "é".repeat(60), "😀".repeat(60), "12345678".repeat(5)),
  },
);

const written = (delimiter: string) =>
  fc.oneof(
    { weight: 5, arbitrary: cell.map((text) => text.replaceAll(/["\r\n]/g, "").replaceAll(delimiter, "")) },
    { weight: 3, arbitrary: cell.map((text) => `"${text.replaceAll('"', '""')}"`) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(" ", ""), cell, fc.constantFrom(" ", ""))
        .map((all) => all.join("")),
    },
    { weight: 1, arbitrary: cell },
    { weight: 1, arbitrary: cell.map((text) => `"${text}`) },
    { weight: 1, arbitrary: cell.map((text) => `"${text}" x`) },
  );

const options = fc.record(
  {
    header: fc.boolean(),
    dateOrder: fc.constantFrom("day_first" as const, "month_first" as const),
    nullTokens: fc.constantFrom([], ["0", "x"], ["12", "2024-01-01", ""]),
    skipLines: fc.constantFrom(0, 1, 2),
    sampleValues: fc.boolean(),
  },
  { requiredKeys: [] },
);

export const anyCsv: fc.Arbitrary<AnyCsv> = fc
  .tuple(fc.constantFrom(",", ";", "\t", "|", " "), fc.constantFrom<string | null>('"', '"', '"', "'", null))
  .chain(([delimiter, quote]) =>
    fc.record({
      text: fc
        .tuple(
          fc.integer({ min: 1, max: 5 }).chain((width) =>
            fc.array(
              fc.oneof(
                {
                  weight: 8,
                  arbitrary: fc.array(written(delimiter), { minLength: width, maxLength: width }),
                },
                { weight: 1, arbitrary: fc.array(written(delimiter), { maxLength: 7 }) },
              ),
              { maxLength: 30 },
            ),
          ),
          fc.constantFrom("\n", "\n", "\r\n", "\r", "\n\n", "\n \n"),
        )
        .map(([rows, end]) => {
          const lines = rows.map((row) => row.join(delimiter));
          const text = lines.join(end);
          return quote === "'" ? text.replaceAll(/["']/g, (mark) => (mark === '"' ? "'" : '"')) : text;
        }),
      options: options.map((stated): ProfileOptions => ({ delimiter, quote, ...stated })),
      sizes: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
    }),
  );
