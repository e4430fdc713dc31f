import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toItem } from "../../lambda/adapters/dynamodb-item.ts";
import {
  attributeMapBytes,
  toAttributeMap,
  toAttributeValue,
} from "../../lambda/adapters/dynamodb-values.ts";
import { itemBytesMax } from "../../lambda/limits.ts";
import { profileCsv } from "../../lambda/profile/profile-csv.ts";
import { summaryOf } from "../fakes/summaries.ts";

const outputs = {
  summaryKey: "processed/wide_summary.json",
  reportKey: "processed/wide_report.html",
};
const version = { sequencer: "0A", eventTime: "2026-01-01T00:00:00.000Z", etag: "e1" };

describe("values as DynamoDB takes them", () => {
  it.each([
    [0, { N: "0" }],
    [-0, { N: "0" }],
    [1.5, { N: "1.5" }],
    [Number.MAX_SAFE_INTEGER, { N: "9007199254740991" }],
    [2 ** 53, { N: "9007199254740992" }],
    [-1e21, { N: "-1000000000000000000000" }],
    [1.25e40, { N: `125${"0".repeat(38)}` }],
    [9.99e125, { N: `999${"0".repeat(123)}` }],
    [1e126, { S: "1e+126" }],
    [-Number.MAX_VALUE, { S: "-1.7976931348623157e+308" }],
    [1e-130, { N: "1e-130" }],
    [1e-131, { S: "1e-131" }],
    [5e-324, { S: "5e-324" }],
    [Number.NaN, { NULL: true }],
    [Number.POSITIVE_INFINITY, { NULL: true }],
    [null, { NULL: true }],
    [undefined, { NULL: true }],
    ["", { S: "" }],
    [false, { BOOL: false }],
    [[1, "a"], { L: [{ N: "1" }, { S: "a" }] }],
    [{ a: undefined, b: 1 }, { M: { b: { N: "1" } } }],
    [{ "": 1 }, { M: { "(empty)": { N: "1" } } }],
  ])("%j → %j", (value, expected) => expect(toAttributeValue(value)).toEqual(expected));

  it("keeps hostile column names", () => {
    const names = ["constructor", "toString", "hasOwnProperty", 'a"b', "😀"];
    const map = toAttributeMap(Object.fromEntries(["__proto__", ...names].map((name) => [name, "int"])));
    expect(Object.keys(map)).toEqual(["(__proto__)", ...names]);
  });

  it("keeps the value of every finite number", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const { N, S } = toAttributeValue(value);
        expect(Number(N ?? S)).toBe(value === 0 ? 0 : value);
        if (N !== undefined)
          expect(N.replace(/e.*$/, "").replace(/\D|0+$/g, "").length).toBeLessThanOrEqual(38);
        if (N !== undefined && Math.abs(value) > Number.MAX_SAFE_INTEGER) expect(BigInt(N)).toBe(BigInt(N));
      }),
    );
  });
});

describe("the item of a wide table", () => {
  /** Every column is numeric and has a missing value. */
  async function wide(columns: number) {
    const row = (cell: (i: number) => string) =>
      `${Array.from({ length: columns }, (_, i) => cell(i)).join(",")}\n`;
    const csv =
      row((i) => `column with a long name ${i}`) + row((i) => String(i)) + row((i) => (i === 0 ? "1" : ""));
    async function* source() {
      yield new TextEncoder().encode(csv);
    }
    return summaryOf("wide.csv", (await profileCsv(source())).content);
  }

  it("is whole while it fits", async () => {
    const item = toItem(await wide(50), outputs, version);
    expect(item.truncated).toEqual({ BOOL: false });
    expect(item.truncated_fields).toBeUndefined();
    expect(Object.keys(item.schema?.M ?? {})).toHaveLength(50);
    expect(Object.keys(item.statistics?.M ?? {})).toHaveLength(50);
    expect(item.columns).toBeUndefined();
  });

  it.each([1_000, 3_000, 10_000])(
    "leaves out the widest maps, and says which: %i columns",
    async (columns) => {
      const summary = await wide(columns);
      const item = toItem(summary, outputs, version);
      const leftOut = item.truncated_fields?.L?.map(({ S }) => S) ?? [];
      expect(item.truncated).toEqual({ BOOL: true });
      expect(leftOut[0]).toBe("statistics");
      expect(item.statistics).toBeUndefined();
      expect(leftOut.includes("schema")).toBe(item.schema === undefined);
      expect(attributeMapBytes(item)).toBeLessThanOrEqual(itemBytesMax);
      // What tells the file's story stays.
      expect(item).toMatchObject({
        file_name: { S: "wide.csv" },
        column_count: { N: String(columns) },
        summary_key: { S: "processed/wide_summary.json" },
        report_key: { S: "processed/wide_report.html" },
        source: { M: { etag: { S: "e1" } } },
        quality_issues: { M: { total_rows: { N: "2" }, receipt: {} } },
      });
    },
  );

  it("leaves out no more than it must", async () => {
    const summary = await wide(200);
    const whole = attributeMapBytes(toItem(summary, null, version, Number.POSITIVE_INFINITY));
    const truncated = toItem(summary, null, version, whole - 1);
    expect(truncated.truncated_fields).toEqual({ L: [{ S: "statistics" }] });
    expect(truncated.schema).toBeDefined();
  });
});
