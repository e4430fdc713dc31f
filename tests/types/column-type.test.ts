import { describe, expect, test } from "vitest";
import type { ColumnType, TypeCounts } from "../../lambda/profile/summary.ts";
import { decideType } from "../../lambda/types/column-type.ts";

const none: TypeCounts = { int: 0, float: 0, date: 0, string: 0, null_token: 0, empty: 0 };

describe("the type of a column", () => {
  const table: readonly (readonly [string, Partial<TypeCounts>, ColumnType, number | null])[] = [
    ["nothing", {}, "string", null],
    ["only missing", { empty: 5, null_token: 3 }, "string", null],
    ["all ints", { int: 10 }, "int", 1],
    ["missing cells do not count", { int: 1, empty: 99, null_token: 99 }, "int", 1],
    ["exactly nine in ten", { int: 9, string: 1 }, "int", 0.9],
    ["just under nine in ten", { int: 899, string: 101 }, "string", 0.101],
    ["one float makes floats", { int: 99, float: 1 }, "float", 1],
    ["ints and floats are numeric together", { int: 5, float: 4, date: 1 }, "float", 0.9],
    ["dates", { date: 95, string: 5 }, "date", 0.95],
    ["dates among numbers", { date: 50, int: 50 }, "string", 0.5],
    ["text", { string: 3 }, "string", 1],
  ];
  for (const [what, counts, type, confidence] of table)
    test(what, () => expect(decideType({ ...none, ...counts }, 0.9)).toEqual({ type, confidence }));
});

test("the share asked for can be raised", () => {
  expect(decideType({ ...none, int: 99, string: 1 }, 1).type).toBe("string");
  expect(decideType({ ...none, int: 100 }, 1).type).toBe("int");
});
