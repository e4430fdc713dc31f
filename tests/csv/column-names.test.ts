import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnNames, joinHeader } from "../../lambda/csv/column-names.ts";
import { columnNameCharsMax } from "../../lambda/limits.ts";

describe("column names", () => {
  const table: readonly (readonly [readonly string[], readonly string[]])[] = [
    [
      ["a", "b"],
      ["a", "b"],
    ],
    [
      [" a ", "b\t"],
      ["a", "b"],
    ],
    [
      ["", " ", "c"],
      ["column_1", "column_2", "c"],
    ],
    [
      ["a", "a", "a"],
      ["a", "a_2", "a_3"],
    ],
    [
      ["a", "a", "a_2"],
      ["a", "a_3", "a_2"],
    ],
    [
      ["a_2", "a", "a"],
      ["a_2", "a", "a_3"],
    ],
    [
      ["column_2", ""],
      ["column_2", "column_2_2"],
    ],
    [
      ["", "column_1"],
      ["column_1_2", "column_1"],
    ],
    [
      ["__proto__", "constructor", "__proto__"],
      ["__proto__", "constructor", "__proto___2"],
    ],
    [
      ['say "hi"', "🎉", "naïve"],
      ['say "hi"', "🎉", "naïve"],
    ],
    [["x".repeat(300)], ["x".repeat(columnNameCharsMax)]],
    [
      ["A", "a"],
      ["A", "a"],
    ],
  ];
  for (const [cells, names] of table)
    test(JSON.stringify(cells).slice(0, 60), () => expect(columnNames(cells).names).toEqual(names));
});

describe("a header of several lines", () => {
  const table: readonly (readonly [what: string, lines: readonly string[], names: string])[] = [
    ["one line stays as it is", ["a,,b "], "a,,b "],
    ["units below some", ["name,size,when", ",mm,utc"], "name,size mm,when utc"],
    [
      "names that span columns",
      ["Region,2023,,2024,", ",Units,Rev,Units,Rev"],
      "Region,2023 Units,2023 Rev,2024 Units,2024 Rev",
    ],
    ["from the first column on", ["Sales,,Costs,", "Q1,Q2,Q1,Q2"], "Sales Q1,Sales Q2,Costs Q1,Costs Q2"],
    [
      "over three lines",
      ["All,,,,x", "2023,,2024,,", "a,b,a,b,"],
      "All 2023 a,All 2023 b,All 2024 a,All 2024 b,x",
    ],
    ["no further than the span above", ["A,,B,", "m,,,", "x,y,x,y"], "A m x,A m y,B x,B y"],
    ["not over a name that stands alone", ["id,,sum", ",mm,"], "id,mm,sum"],
    ["a line of dashes names nothing", ["id,name", "--,----"], "id,name"],
    ["as drawn by Markdown", ["id,name", ":---,---:"], "id,name"],
    ["a line in one piece", ["id,name", "----+-----"], "id,name"],
    ["below two lines of names", ["id,size", ",mm", "---,---"], "id,size mm"],
    ["null tokens are no line", ["id,b", "--,-"], "id --,b -"],
    ["not beyond a line's end", ["a,b", "x,y,z"], "a x,b y,z"],
  ];
  for (const [what, lines, names] of table)
    test(what, () => expect(joinHeader(lines.map((line) => line.split(","))).join(",")).toBe(names));
});

test("names that are cut to the same, or repeated at full length, stay as short", () => {
  const full = "z".repeat(columnNameCharsMax);
  const { names } = columnNames([`${full}1`, `${full}2`, full, full, "😀".repeat(columnNameCharsMax + 1)]);
  expect(new Set(names).size).toBe(5);
  expect(names[2]).toBe(full);
  expect(names[1]).toMatch(/z_\d$/);
  for (const name of names) expect([...name].length).toBeLessThanOrEqual(columnNameCharsMax);
});

test("what was renamed is reported with the reason", () => {
  expect(columnNames(["a", "", "a", "y".repeat(256)]).renamed).toEqual([
    { position: 2, from: "", to: "column_2", reason: "blank" },
    { position: 3, from: "a", to: "a_2", reason: "duplicate" },
    { position: 4, from: "y".repeat(256), to: "y".repeat(255), reason: "too_long" },
  ]);
});

test("names are unique, none is blank, and those that were fine stay", () => {
  const cell = fc.oneof(fc.constantFrom("a", "a_2", "a_3", "column_1", "column_2", "", " a"), fc.string());
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 20 }), (cells) => {
      const { names, renamed } = columnNames(cells);
      expect(new Set(names).size).toBe(cells.length);
      expect(names.every((name) => name.trim() !== "")).toBe(true);
      const positions = new Set(renamed.map((column) => column.position));
      cells.forEach((wanted, i) => {
        if (!positions.has(i + 1)) expect(names[i]).toBe(wanted.trim());
      });
    }),
  );
});
