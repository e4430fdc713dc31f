import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { reportColumnsMax } from "../../lambda/limits.ts";
import { alertOf } from "../../lambda/profile/alert.ts";
import type { Summary } from "../../lambda/profile/summary.ts";
import { renderReport } from "../../lambda/report/render-report.ts";
import { sampleFiles } from "../../scripts/sample-files.ts";
import { failureOf, summaryOf } from "../fakes/summaries.ts";
import { type Document, hasClass, parseDocument, textOf, withId, withTag } from "./document.ts";
import { sampleSummary, summaryOfText, wideTable } from "./sample-summaries.ts";

const bodyText = (document: Document) => withTag(document, "body").map(textOf).join("");

/** Charts have titles, too. */
const headTitle = (document: Document) =>
  withTag(document, "head").flatMap(({ children }) =>
    children.flatMap((child) => (typeof child !== "string" && child.tag === "title" ? [textOf(child)] : [])),
  );

describe.each(sampleFiles)("the report of $name", ({ name, types }) => {
  let summary: Summary;
  let document: Document;

  beforeAll(async () => {
    summary = await sampleSummary(name);
    document = parseDocument(renderReport(summary));
  });

  it("is HTML that needs no mending", () => expect(document.errors).toEqual([]));

  it("says its language, title and landmarks", () => {
    expect(document.root.attributes.lang).toBe("en");
    expect(headTitle(document)).toEqual([`${name} · CSV profile`]);
    expect(withTag(document, "h1").map(textOf)).toEqual([name]);
    expect(["main", "nav", "footer"].map((tag) => withTag(document, tag).length)).toEqual([1, 1, 1]);
  });

  it("has headings that skip no level", () => {
    const levels = document.elements.flatMap(({ tag }) => (/^h[1-6]$/.test(tag) ? [Number(tag[1])] : []));
    expect(levels[0]).toBe(1);
    for (const [index, level] of levels.slice(1).entries()) {
      expect(level - (levels[index] ?? 0)).toBeLessThanOrEqual(1);
    }
  });

  it("has unique ids, and everything that points at one finds it", () => {
    const ids = document.elements.flatMap(({ attributes }) => attributes.id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const pointers = document.elements.flatMap(({ attributes }) => [
      ...(attributes.href?.startsWith("#") ? [attributes.href.slice(1)] : []),
      ...[attributes["aria-labelledby"], attributes.for, attributes["data-card"]].flatMap(
        (list) => list?.split(" ") ?? [],
      ),
    ]);
    expect(pointers.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("fetches nothing and has no inline style or handler", () => {
    const links = document.elements.flatMap(({ attributes: { href, src } }) => [href, src].filter(Boolean));
    expect(links.filter((link) => !/^(#|data:image\/svg\+xml,)/.test(link ?? ""))).toEqual([]);
    const names = document.elements.flatMap(({ attributes }) => Object.keys(attributes));
    expect(names.filter((attribute) => /^(style$|on|srcdoc$|action$)/.test(attribute))).toEqual([]);
  });

  it("has a row and a card for each column, with its name and type", () => {
    const cards = withTag(document, "article");
    expect(cards.map((card) => card.attributes.class?.split(" ")[1])).toEqual(types);
    const rows = withTag(document, "tr").filter(({ attributes }) => attributes["data-card"]);
    expect(rows.length).toBe(types.length);
    for (const { position } of summary.columns) {
      expect(withId(document, `column-${position}`).tag).toBe("article");
    }
  });

  it("shows every alert, and the error with what to do", () => {
    const shown = withTag(document, "ul").filter(hasClass("alerts")).map(textOf).join("");
    for (const { code } of summary.quality_issues.alerts) expect(shown).toContain(code);
    if (summary.error_message !== null) expect(bodyText(document)).toContain(summary.error_message);
  });

  it("allows its own style sheet and script and nothing else", () => {
    const [policy] = withTag(document, "meta").filter(({ attributes }) => attributes["http-equiv"]);
    const digests = ["style", "script"].map((tag) => {
      const [element, ...others] = withTag(document, tag);
      expect(others).toEqual([]);
      const digest = createHash("sha256")
        .update(element ? textOf(element) : "")
        .digest("base64");
      return `${tag}-src 'sha256-${digest}'`;
    });
    expect(policy?.attributes.content).toBe(
      `default-src 'none'; ${digests.join("; ")}; img-src data:; base-uri 'none'; form-action 'none'`,
    );
  });
});

describe("what a report says", () => {
  const textOfReport = (summary: Summary) =>
    bodyText(parseDocument(renderReport(summary))).replaceAll(/\s+/g, " ");

  it.each([
    [14, 14, 0, null],
    [15, 12, 3, null],
    [61, 12, 48, "1 more is on the columns’ cards."],
  ])("of %d alerts the first %d at once", async (count, seen, folded, note) => {
    const summary = await summaryOfText("a,b\n1,2\n");
    const alerts = Array.from({ length: count }, (_, i) => alertOf(null)("CONSTANT", "info", `${i}`, 1));
    const document = parseDocument(
      renderReport({ ...summary, quality_issues: { ...summary.quality_issues, alerts } }),
    );
    const lists = withTag(document, "ul").filter(hasClass("alerts"));
    expect(lists.map(({ children }) => children.length)).toEqual(folded > 0 ? [seen, folded] : [seen]);
    expect(withTag(document, "summary").map(textOf)).toEqual(
      folded > 0 ? [`${count - seen} more alerts`] : [],
    );
    if (note !== null) expect(bodyText(document)).toContain(note);
  });

  it("the receipt as a sum", () => {
    const summary = summaryOf("a.csv");
    const receipt = {
      ...summary.quality_issues.receipt,
      ...{ lines: 29, preamble_lines: 2, header_lines: 1, record_lines: 1024, unread_lines: 2, records: 24 },
    };
    const text = (changes: Partial<typeof receipt>) =>
      textOfReport({
        ...summary,
        quality_issues: { ...summary.quality_issues, receipt: { ...receipt, ...changes } },
      });
    expect(text({})).toContain(
      "29 lines = 2 preamble + 1 header + 1,024 in records + 2 not profiled24 records. ✓ Every line is accounted for.",
    );
    expect(text({ balanced: false })).toContain("The lines do not add up");
  });

  it("nothing of what was not asked for", async () => {
    const options = { figures: "basic" } as const;
    const summary = await summaryOfText("n,t,d\n1,x,2024-01-31\n2,x,2024-02-29\n", options);
    const text = textOfReport({ ...summary, processing: { ...summary.processing, ...options } });
    expect(text).toContain("Figuresbasic, as asked for");
    expect(text).not.toMatch(/Frequent values|Shapes|repeats another|Shortest|by day/);
    expect(text).toContain("Values2Distinct1");
    // Of a version before, that did not say which figures there are.
    const { figures: _, ...processing } = summary.processing;
    const older: Summary = JSON.parse(JSON.stringify({ ...summary, processing }));
    expect(textOfReport(older)).not.toContain("as asked for");
  });

  it("where the bad cells and the odd rows are", async () => {
    const invalid = textOfReport(await sampleSummary("invalid_values.csv"));
    expect(invalid).toContain("2025-02-30 row 30 line 31");
    expect(invalid).toContain("45 min row 63 line 64");
    expect(textOfReport(await sampleSummary("ragged_rows.csv"))).toContain("row 10 line 11 · 1 field");
  });

  it("why a type was rejected, and what would turn it", async () => {
    expect(textOfReport(await sampleSummary("leading_zeros.csv"))).toContain(
      '28.89 % int (90 % needed); row 1 "01067"',
    );
  });

  it("the histogram in words, for those who do not see it", async () => {
    const document = parseDocument(renderReport(await sampleSummary("sales_data.csv")));
    expect(textOf(withId(document, "column-2t"))).toBe("Histogram of 100 numbers");
    expect(textOf(withId(document, "column-2d"))).toBe("9 bins from 25 to 70; the tallest is 50 to 55: 17.");
  });

  it("the throughput where there is enough to measure it by, and what separates the fields by name", async () => {
    const text = `a^b\n${"1^2\n".repeat(9)}`;
    const summary = await summaryOfText(text);
    const report = (bytes_read: number) =>
      textOfReport({ ...summary, processing: { ...summary.processing, bytes_read } });
    expect(report(text.length)).not.toContain("Throughput");
    expect(report(1e6)).toContain("Throughput1.5 MB/s");
    expect(report(1e6)).toContain("Delimiter^ caret");
  });

  it("what the run cost", () => {
    const summary = summaryOf("a.csv");
    const report = textOfReport({
      ...summary,
      processing: { ...summary.processing, cost_estimate_usd: 0.0000123 },
    });
    expect(report).toContain("$0.000012 $12.30 for a million such files, at list price");
  });

  it("figures that are close to each other with as many digits as tell them apart", async () => {
    const lines = Array.from(
      { length: 300 },
      (_, row) => `${(52.52 + row / 1e6).toFixed(6)},${row % 5 ? "ä" : "b"}`,
    );
    const report = textOfReport(await summaryOfText(`lat,t\n${lines.join("\n")}\n`));
    expect(report).toContain("p152.520003p552.520015p2552.5200748median52.5201495");
    expect(report).toContain("Shortest1 characterLongest1 characterMean length1 character");
  });

  it("estimates with no more digits than their error allows", async () => {
    const lines = Array.from(
      { length: 12_000 },
      (_, row) => `${1_700_000_000_000 + row * 60},${row * 7.123}`,
    );
    const report = textOfReport(await summaryOfText(`epoch,x\n${lines.join("\n")}\n`));
    const quantiles = [...report.matchAll(/median≈ ([\d,.]+)/g)].map((match) => match[1]);
    expect(quantiles).toEqual([
      expect.stringMatching(/^1,700,000,3(59|60),\d{3}$/),
      expect.stringMatching(/^4[23],\d{3}$/),
    ]);
  });

  it("nothing of repeated rows where there are none to repeat", async () => {
    expect(textOfReport(await sampleSummary("header_only.csv"))).not.toContain("repeat");
  });

  it("that shapes are of a sample where texts are cut", async () => {
    const text = textOfReport(await summaryOfText(`t\n${`${"v".repeat(300)}\n`.repeat(5)}`));
    expect(text).toContain("Shapes (of a sample)");
    expect(text).toContain("Shapes “of a sample” of 1 column");
    expect(text).not.toContain("Every figure in this report is exact.");
  });

  it("which figures are estimates, and how good they are", async () => {
    const many = Array.from({ length: 12_000 }, (_, row) => `${row * 7 + 0.5},text ${row}`).join("\n");
    const report = textOfReport(await summaryOfText(`x,y\n${many}\n`));
    expect(report).toContain("DDSketch");
    expect(report).toMatch(/HyperLogLog .*standard error 0\.81 %/);
    expect(report).toMatch(/≈ 1[12],\d{3} ± 0\.81 %/);
    expect(textOfReport(await sampleSummary("sales_data.csv"))).toContain(
      "Every figure in this report is exact.",
    );
  });

  it("no value when values are withheld", async () => {
    const report = renderReport(await sampleSummary("invalid_values.csv", { sampleValues: false }));
    for (const value of ["twelve", "3O", "45 min", "free", "T-1000"]) expect(report).not.toContain(value);
    expect(report).toContain("withheld");
  });

  it("only the error when nothing was read", () => {
    const document = parseDocument(renderReport(summaryOf("a.csv", failureOf("EMPTY_FILE"))));
    expect(withTag(document, "h2").map(textOf)).toEqual(["How it was read"]);
    expect(bodyText(document)).toContain("what, where, what to do");
  });
});

describe("sizes", () => {
  it("50 columns stay below 300 KB", async () => {
    const report = renderReport(await summaryOfText(wideTable(50, 400)));
    expect(Buffer.byteLength(report)).toBeLessThan(300 * 1024);
  });

  it("columns past the limit are counted, not shown", async () => {
    const columns = reportColumnsMax + 7;
    const report = renderReport(await summaryOfText(wideTable(columns, 3)));
    const document = parseDocument(report);
    expect(withTag(document, "article").length).toBe(reportColumnsMax);
    expect(bodyText(document)).toContain("The first 1,000 of 1,007 columns.");
    expect(Buffer.byteLength(report)).toBeLessThan(8 * 1024 * 1024);
  });
});
