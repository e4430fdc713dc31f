import { describe, expect, test } from "vitest";
import { parseRange } from "../../../scripts/local-aws/s3/range.ts";

describe("parseRange", () => {
  const cases: [range: string | undefined, sizeBytes: number, expected: [number, number] | null][] = [
    [undefined, 10, null],
    ["bytes=0-0", 10, [0, 0]],
    ["bytes=2-5", 10, [2, 5]],
    ["bytes=2-", 10, [2, 9]],
    ["bytes=2-99", 10, [2, 9]],
    ["bytes=-3", 10, [7, 9]],
    ["bytes=-99", 10, [0, 9]],
    ["bytes=5-2", 10, null],
    ["bytes=0-1,4-5", 10, null],
    ["bytes=-", 10, null],
    ["lines=0-1", 10, null],
  ];
  test.each(cases)("%s of %i bytes", (range, sizeBytes, expected) => {
    const found = parseRange(range, sizeBytes);
    expect(found === null ? null : [found.first, found.last]).toEqual(expected);
  });

  test.each([
    ["bytes=10-", 10],
    ["bytes=10-12", 10],
    ["bytes=-0", 10],
    ["bytes=0-", 0],
    ["bytes=-5", 0],
  ])("%s of %i bytes is not satisfiable", (range, sizeBytes) => {
    expect(() => parseRange(range, sizeBytes)).toThrow(
      expect.objectContaining({
        code: "InvalidRange",
        status: 416,
        headers: { "content-range": `bytes */${sizeBytes}` },
      }),
    );
  });
});
