import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countOf,
  formatBytes,
  formatDuration,
  formatExtreme,
  formatPercent,
  formatShare,
  formatStatistic,
} from "../../scripts/render/figures.ts";
import { escapeAndCut, escapeAndCutName, escapeForTerminal } from "../../scripts/render/terminal-text.ts";

describe("escapeForTerminal", () => {
  test.each([
    ["plain ASCII", "plain ASCII"],
    ["naïve Ünïcode 漢字 🦊", "naïve Ünïcode 漢字 🦊"],
    ["a\tb\nc\r", "a\\tb\\nc\\r"],
    ["\u001b[31mred\u001b[0m", "\\e[31mred\\e[0m"],
    ["\u009b31m", "\\u{9b}31m"],
    ["user\u202egnp.exe", "user\\u{202e}gnp.exe"],
    ["zero\u200bwidth", "zero\\u{200b}width"],
    ["line\u2028separator", "line\\u{2028}separator"],
    ["lone \ud800 surrogate", "lone \\u{d800} surrogate"],
  ])("%j → %j", (text, escaped) => {
    expect(escapeForTerminal(text)).toBe(escaped);
  });

  test("leaves nothing that acts on a terminal", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(escapeForTerminal(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });

  test("escapeAndCutName keeps the end of a name", () => {
    expect(escapeAndCutName("a/b.csv", 7)).toBe("a/b.csv");
    expect(escapeAndCutName("region=eu/day=1/file-2026-01-15.csv", 16)).toBe("regio…-01-15.csv");
    expect([...escapeAndCutName("🦊".repeat(20), 10)]).toHaveLength(10);
  });

  test("escapeAndCut keeps to its length", () => {
    expect(escapeAndCut("abcdef", 6)).toBe("abcdef");
    expect(escapeAndCut("abcdefg", 6)).toBe("abcde…");
    expect(escapeAndCut("🦊🦊🦊", 2)).toBe("🦊…");
  });
});

describe("figures", () => {
  test.each([
    [formatBytes(0), "0 B"],
    [formatBytes(999), "999 B"],
    [formatBytes(1_500), "1.5 kB"],
    [formatBytes(123_456_789), "123 MB"],
    [formatBytes(5e12), "5.0 TB"],
    [formatDuration(0.4), "0 ms"],
    [formatDuration(999), "999 ms"],
    [formatDuration(3_400), "3.4 s"],
    [formatDuration(125_000), "2 min 5 s"],
    [formatPercent(2), "2 %"],
    [formatPercent(3.333), "3.33 %"],
    [formatPercent(0, 1), "< 0.01 %"],
    [formatPercent(0, 0), "0 %"],
    [formatShare(1), "100 %"],
    [formatShare(0.99999), "99.99 %"],
    [formatShare(0.29), "29 %"],
    [formatStatistic(42.5), "42.5"],
    [formatStatistic(1 / 3), "0.333333"],
    [formatStatistic(37_782_395.4), "37782395.4"],
    [formatStatistic(1.5e18), "1.50000e+18"],
    [formatStatistic(0), "0"],
    [formatExtreme(9_007_199_254_740_991), "9007199254740991"],
    [formatExtreme(9.95173534788718e299), "9.95173534788718e+299"],
    [countOf(1, "row"), "1 row"],
    [countOf(1_234_567, "row"), "1,234,567 rows"],
  ])("%s is %s", (actual, expected) => {
    expect(actual).toBe(expected);
  });
});
