import { describe, expect, it } from "vitest";
import {
  countOf,
  formatBytes,
  formatCount,
  formatDuration,
  formatExtreme,
  formatInstant,
  formatPercent,
  formatShare,
  formatStatistic,
  formatUsd,
  formatWithin,
} from "../../lambda/report/figures.ts";

describe("figures as people read them", () => {
  it.each([
    [0, "0"],
    [-0, "0"],
    [999, "999"],
    [999.5, "1,000"],
    [1000, "1,000"],
    [1234567, "1,234,567"],
  ])("count %d", (count, text) => expect(formatCount(count)).toBe(text));

  it.each([
    [0, "0"],
    [-0, "0"],
    [2024, "2024"],
    [12345, "12,345"],
    [0.1 + 0.2, "0.3"],
    [65165.9315, "65,165.9"],
    [6516593.15, "6,516,593"],
    [-0.0000001, "-1e-7"],
    [1.5e300, "1.5e300"],
    [123456789012345, "1.2346e14"],
    [9.99999e299, "1e300"],
  ])("statistic %d", (value, text) => expect(formatStatistic(value)).toBe(text));

  it.each([
    [-0, "0"],
    [2024, "2024"],
    [96891.29, "96,891.29"],
    [0.30000000000000004, "0.30000000000000004"],
    [9007199254740991, "9,007,199,254,740,991"],
    [5e-324, "5e-324"],
  ])("extreme %d", (value, text) => expect(formatExtreme(value)).toBe(text));

  it.each([
    [0, 0, "0 %"],
    [0, 3, "< 0.01 %"],
    [12.345, 1, "12.35 %"],
    [100, 9, "100 %"],
  ])("percentage %d of %d cells", (percentage, count, text) =>
    expect(formatPercent(percentage, count)).toBe(text),
  );

  it.each([
    [52.5203167, 0.001, "52.520317"],
    [52.5203167, 180, "52.52"],
    [100_000.1234, 0.9, "100,000.123"],
    [1_700_000_017_000, 18_000, "1,700,000,017,000"],
    [1_700_000_017_000, 1e12, "1.7e12"],
    [1_000_000_000_000_001_800, 3_500, "1.0000000000000018e18"],
    [-2.5e-9, 1e-12, "-2.5e-9"],
    [100_000.123, 0, "100,000.123"],
    [0.1 + 0.2, 0, "0.3"],
    [0, 0, "0"],
    [0, 5, "0"],
    [1e308, Number.POSITIVE_INFINITY, "1e308"],
  ])("%d among figures within %d", (value, span, text) => expect(formatWithin(value, span)).toBe(text));

  it("a share is rounded, but not up to certainty", () => {
    expect(formatShare(300 / 301)).toBe("99.67 %");
    expect(formatShare(0.99999)).toBe("99.99 %");
    expect(formatShare(1)).toBe("100 %");
  });

  it("counts, bytes, times and prices", () => {
    expect([countOf(1, "row"), countOf(2345, "row")]).toEqual(["1 row", "2,345 rows"]);
    expect([formatBytes(999), formatBytes(1_500_000), formatBytes(5e12)]).toEqual([
      "999 B",
      "1.5 MB",
      "5.0 TB",
    ]);
    expect([formatDuration(12.4), formatDuration(3400), formatDuration(125_000)]).toEqual([
      "12 ms",
      "3.4 s",
      "2 min 5 s",
    ]);
    expect([formatUsd(0), formatUsd(0.0000123), formatUsd(12.3), formatUsd(0.1)]).toEqual([
      "$0",
      "$0.000012",
      "$12.30",
      "$0.10",
    ]);
    expect(formatInstant("2026-01-02T03:04:05.678Z")).toBe("2026-01-02 03:04:05 UTC");
    expect(formatInstant("2026-01-02T03:04:05")).toBe("2026-01-02 03:04:05");
    expect(formatInstant("2026-01-02")).toBe("2026-01-02");
  });
});
