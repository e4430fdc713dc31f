/** Whatever a file says, its report has the same elements and attributes as that of a harmless file. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Summary } from "../../lambda/profile/summary.ts";
import { renderReport } from "../../lambda/report/render-report.ts";
import { parseDocument, skeleton, withTag } from "./document.ts";
import { sampleSummary } from "./sample-summaries.ts";

const attacks = [
  "<script>alert(1)</script>",
  '"onload="alert(1)',
  "' onmouseover='alert(1)",
  "</style><script>alert(1)</script>",
  "</title></head><body onload=alert(1)>",
  "</script><svg/onload=alert(1)>",
  "<!--",
  "]]>",
  "javascript:alert(1)",
  "&lt;img src=x onerror=alert(1)&gt;",
  "&#x3c;script&#x3e;",
  "`alert(1)`",
  "\u001b[2J\u001b]0;title\u0007",
  "\u202egnp.exe\u2066",
  "\0\u0008\u007f\u009b",
  "__proto__",
  "constructor",
  "\ud800",
  "x".repeat(255),
  "<".repeat(255),
];

const hostile = fc.oneof(
  fc.constantFrom(...attacks),
  fc.string({ unit: "binary", minLength: 1, maxLength: 40 }),
  fc.tuple(fc.constantFrom(...attacks), fc.string({ maxLength: 10 })).map((parts) => parts.join("")),
);

/** Texts that the report compares, never data: changing them would change what is said, not only how it reads. */
const vocabulary = new Set(
  "summary_version status type verdict method becomes action hint code severity order order_verdict unit start compression engine terminator upload_timestamp processed_timestamp error_code min max min_exact max_exact".split(
    " ",
  ),
);

const renameReasons = new Set<unknown>(["blank", "duplicate", "too_long"]);

/** The value with every text of the file replaced; equal texts stay equal, so that names still match. */
function replaceTexts<T>(value: T, replacement: (text: string) => string): T;
function replaceTexts(value: unknown, replacement: (text: string) => string): unknown {
  if (typeof value === "string") return value === "" ? "" : replacement(value);
  if (Array.isArray(value)) return value.map((item) => replaceTexts(item, replacement));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      vocabulary.has(key) || (key === "reason" && renameReasons.has(item))
        ? item
        : replaceTexts(item, replacement),
    ]),
  );
}

function replacer(texts: readonly string[]): (text: string) => string {
  const replaced = new Map<string, string>();
  return (text) => {
    const known = replaced.get(text);
    if (known !== undefined) return known;
    // The number, in letters, keeps different texts different, also for who looks past their figures.
    const number = [...String(replaced.size)].map((digit) => "abcdefghij"[Number(digit)]).join("");
    const chosen = `${texts[replaced.size % texts.length] ?? ""}${number}`;
    replaced.set(text, chosen);
    return chosen;
  };
}

describe("no element and no attribute comes from the data", () => {
  it.each([
    "hostile_content.csv",
    "invalid_values.csv",
    "duplicate_headers.csv",
    "dates_mixed.csv",
    "leading_zeros.csv",
    "ragged_rows.csv",
    "unterminated_quote.csv",
    "excel_workbook.csv",
  ])("%s with every text replaced", async (name) => {
    const summary: Summary = await sampleSummary(name);
    const harmless = skeleton(parseDocument(renderReport(replaceTexts(summary, replacer(["plain"])))).root);
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 30 }), (texts) => {
        const document = parseDocument(renderReport(replaceTexts(summary, replacer(texts))));
        expect(document.errors).toEqual([]);
        expect(skeleton(document.root)).toBe(harmless);
        expect(withTag(document, "script").length).toBe(1);
      }),
      { numRuns: 25 },
    );
  });
});
