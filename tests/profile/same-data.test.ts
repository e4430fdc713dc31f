import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { ContentProfile } from "../../lambda/profile/summary.ts";
import { profileBytes } from "./profile.ts";

const rows = Array.from({ length: 500 }, (_, i) => [
  String(i),
  ["Ana", "Zoë", "Łukasz", "N/A", ""][i % 5] ?? "",
  (i / 7).toFixed(2),
  `2024-${String((i % 12) + 1).padStart(2, "0")}-${String((i % 28) + 1).padStart(2, "0")}`,
  i % 11 === 0 ? "two\nlines" : `plain ${i}`,
]);
const header = ["id", "name", "ratio", "day", "note"];

function write(delimiter: string, end: string): string {
  const cell = (value: string): string =>
    /["\n]/.test(value) || value.includes(delimiter) ? `"${value.replaceAll('"', '""')}"` : value;
  return [header, ...rows].map((record) => record.map(cell).join(delimiter) + end).join("");
}

function utf16(text: string): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
}

/** The profile without its dialect, and floating sums without the digits that rounding leaves to chance. */
function content({ dialect, ...rest }: ContentProfile): unknown {
  expect(dialect).not.toBeNull();
  const rounded = (_: string, value: unknown) => {
    if (typeof value !== "number" || Number.isInteger(value)) return value;
    return Math.abs(value) < 1 ? Math.round(value * 1e9) / 1e9 : Number(value.toPrecision(9));
  };
  return JSON.parse(JSON.stringify(rest, rounded));
}

describe("the same data has the same profile", () => {
  const plain = Buffer.from(write(",", "\n"));
  const table: readonly (readonly [string, Uint8Array])[] = [
    ["gzip", gzipSync(plain)],
    ["two gzip members", Buffer.concat([gzipSync(plain.subarray(0, 5000)), gzipSync(plain.subarray(5000))])],
    ["a byte order mark", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), plain])],
    ["UTF-16", utf16(write(",", "\n"))],
    ["semicolons", Buffer.from(write(";", "\n"))],
    ["tabs", Buffer.from(write("\t", "\n"))],
    ["pipes", Buffer.from(write("|", "\n"))],
    ["CRLF", Buffer.from(write(",", "\r\n"))],
    ["CR", Buffer.from(write(",", "\r"))],
    ["no line end at the end", plain.subarray(0, -1)],
  ];
  for (const [what, bytes] of table)
    test(what, async () => {
      expect(content(await profileBytes(bytes))).toEqual(content(await profileBytes(plain)));
    });

  test("in chunks of any size", async () => {
    const whole = content(await profileBytes(plain));
    for (const chunkBytes of [1, 2, 3, 7, 64, 1000, 4096])
      expect(content(await profileBytes(plain, {}, chunkBytes)), `chunks of ${chunkBytes}`).toEqual(whole);
  });
});
