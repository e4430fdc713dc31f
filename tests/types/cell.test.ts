import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CellKind, CellParser } from "../../lambda/types/cell.ts";
import { defaultNullTokens } from "../../lambda/types/null-tokens.ts";

const kindOf = (text: string): CellKind => new CellParser().kind(text.trim());

describe("a cell is the first kind that fits", () => {
  const table: readonly (readonly [CellKind, readonly string[]])[] = [
    ["empty", ["", " ", "\t \r\n", "\u00a0", "\ufeff", "\u2003"]],
    ["null_token", [...defaultNullTokens, " NA ", "\tnull"]],
    [
      "int",
      ["0", "-0", "+0", "7", "+7", "-12", "9007199254740993", "1".repeat(300), " 42 ", "\u00a042\u00a0"],
    ],
    [
      "float",
      [
        "1.",
        ".5",
        "-.5",
        "+.5",
        "1.0",
        "0.1",
        "1e5",
        "1E5",
        "1e-3",
        "1.5e+10",
        "-0.0",
        "1e308",
        "0.",
        "0e0",
        "1e-400",
      ],
    ],
    [
      "date",
      [
        "2024-02-29",
        "2024/02/29",
        "29.02.2024",
        "2/29/2024",
        "29 Feb 2024",
        "Feb 29, 2024",
        "2024-02-29T10:00:00Z",
      ],
    ],
    [
      "string",
      [
        "007",
        "-01",
        "00",
        "+",
        ".",
        "e5",
        "1e",
        "1e+",
        "--1",
        "+-1",
        "1,000",
        "1_000",
        "0x10",
        "1.2.3",
        "inf",
        "-inf",
        "Infinity",
        "1e999",
        "1".repeat(310),
        "١٢",
        "１２",
        "1 2",
        "$5",
        "5%",
        "true",
        "007.5",
        "00.5",
        "2023-02-29",
        "30/02/2024",
        "NAN",
        "Null",
        "n.a.",
        "12:30",
        "2024",
        "2024-01",
      ].filter((text) => text !== "2024"),
    ],
  ];
  for (const [kind, texts] of table)
    for (const text of texts)
      test(`${JSON.stringify(text.length > 30 ? `${text.slice(0, 10)}… (${text.length})` : text)} is ${kind}`, () => {
        expect(kindOf(text)).toBe(kind);
      });

  test("a year is an int", () => expect(kindOf("2024")).toBe("int"));
});

test("the value of a number is the nearest double, and never −0", () => {
  const parser = new CellParser();
  for (const [text, value] of [
    ["-0", 0],
    ["-0.0", 0],
    ["1e-400", 0],
    ["+7", 7],
    [".5", 0.5],
    ["1.", 1],
  ] as const) {
    parser.kind(text);
    expect(Object.is(parser.number, value), text).toBe(true);
  }
});

test("every finite double, as JavaScript writes it, is a number of the same value", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const parser = new CellParser();
      const kind = parser.kind(String(value));
      expect(kind === "int" || kind === "float").toBe(true);
      expect(parser.number).toBe(value + 0);
    }),
  );
});

test("a list of null tokens replaces the default", () => {
  const parser = new CellParser({ nullTokens: ["missing", "0"] });
  expect(parser.kind("missing")).toBe("null_token");
  expect(parser.kind("0")).toBe("null_token");
  expect(parser.kind("NA")).toBe("string");
});

test("asking for the date of a cell that is none is a fault of the caller", () => {
  const parser = new CellParser();
  parser.kind("x");
  expect(() => parser.date).toThrow("no date");
});
