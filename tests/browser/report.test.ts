/**
 * The report in a real browser. UPDATE_IMAGES=1 writes docs/images/report.png and report-dark.png.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderReport } from "../../lambda/report/render-report.ts";
import { sampleSummary, summaryOfText, wideTable } from "../report/sample-summaries.ts";
import { chromiumOrNotice, launchChromium } from "./browser.ts";

const chromium = chromiumOrNotice();
const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const images = path.join(import.meta.dirname, "..", "..", "docs", "images");

interface OpenReport {
  readonly page: Page;
  /** Console messages, page errors, and requests other than for the report itself. */
  readonly incidents: readonly string[];
}

describe.skipIf(chromium === null)("the report in a browser", () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    browser = await launchChromium(chromium ?? "");
    folder = await mkdtemp(path.join(tmpdir(), "report-"));
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function openReport(markup: string, options: BrowserContextOptions = {}): Promise<OpenReport> {
    const file = path.join(folder, `${crypto.randomUUID()}.html`);
    await writeFile(file, markup);
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
    const incidents: string[] = [];
    const address = pathToFileURL(file).href;
    page.on("console", (message) => incidents.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => incidents.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => incidents.push(`dialog: ${dialog.message()}`));
    page.on("request", (request) => {
      if (request.url() !== address && !request.url().startsWith("data:")) {
        incidents.push(`request: ${request.url()}`);
      }
    });
    await page.goto(address);
    return { page, incidents };
  }

  const reportOf = async (name: string) => renderReport(await sampleSummary(name));

  it.each([
    "sales_data.csv",
    "hostile_content.csv",
    "ragged_rows.csv",
    "unterminated_quote.csv",
    "empty.csv",
    "header_only.csv",
    "web_requests.csv.gz",
  ])("opens %s without an error, a message or a request", async (name) => {
    const { page, incidents } = await openReport(await reportOf(name));
    expect(await page.title()).toBe(`${name} · CSV profile`);
    await page.mouse.wheel(0, 5000);
    expect(incidents).toEqual([]);
    await page.close();
  });

  it("does nothing that a file asks for", async () => {
    const attack =
      '"</style></script><script>alert(1)</script><img src=//x.example onerror=alert(2)>",\u001b[2J\u202e';
    const summary = await summaryOfText(`${attack}\n${`${attack}\n`.repeat(30)}`, { header: true });
    const { page, incidents } = await openReport(renderReport({ ...summary, file_name: attack }));
    expect(incidents).toEqual([]);
    expect(await page.locator("img, iframe, object, embed, script").count()).toBe(1);
    await page.close();
  });

  describe.each(["light", "dark"] as const)("%s", (colorScheme) => {
    it.each([
      ["invalid_values.csv", 1280],
      ["hostile_content.csv", 1280],
      ["semicolon_decimal_comma.csv", 390],
      ["ragged_rows.csv", 1280],
      ["unterminated_quote.csv", 390],
      ["excel_workbook.csv", 1280],
      ["header_only.csv", 1280],
    ])("%s at %d px has no accessibility violation", async (name, width) => {
      const { page } = await openReport(await reportOf(name), {
        colorScheme,
        viewport: { width, height: 900 },
        // axe is injected into the page, which the report's own policy forbids.
        bypassCSP: true,
      });
      await page.addScriptTag({ path: axePath });
      const found = await page.evaluate<AxeResults>("axe.run()");
      expect(
        found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`),
      ).toEqual([]);
      expect(found.passes.map(({ id }) => id)).toContain("color-contrast");
      await page.close();
    });
  });

  describe("with the keyboard", () => {
    const names = (page: Page) =>
      page
        .locator("#columns-table tbody tr:visible th")
        .evaluateAll((cells) => cells.map((cell) => cell.textContent?.trim()));

    async function tabTo(page: Page, name: string): Promise<void> {
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press("Tab");
        if ((await page.evaluate<string>("document.activeElement.textContent")) === name) return;
      }
      throw new Error(`${name} was not reached`);
    }

    it("skips to the content", async () => {
      const { page } = await openReport(await reportOf("sales_data.csv"));
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      expect(await page.evaluate<string>("document.activeElement.id")).toBe("main");
      await page.close();
    });

    it("sorts the table, up and down, values that are missing last", async () => {
      const { page, incidents } = await openReport(await reportOf("sales_data.csv"));
      expect(await names(page)).toEqual(["name", "age", "salary", "join_date"]);
      await tabTo(page, "Mean");
      await page.keyboard.press("Enter");
      expect(await names(page)).toEqual(["salary", "age", "name", "join_date"]);
      const heading = page.locator("th", { hasText: "Mean" });
      expect(await heading.getAttribute("aria-sort")).toBe("descending");
      await page.keyboard.press("Space");
      expect(await names(page)).toEqual(["age", "salary", "name", "join_date"]);
      expect(await heading.getAttribute("aria-sort")).toBe("ascending");
      expect(incidents).toEqual([]);
      await page.close();
    });

    it("filters table and cards by name, type and alerts", async () => {
      const { page } = await openReport(await reportOf("invalid_values.csv"));
      const cards = page.locator("article:visible h3");
      await page.getByLabel("Find").focus();
      await page.keyboard.type("OPEN");
      expect(await names(page)).toEqual(["opened_on"]);
      expect(await cards.allTextContents()).toEqual(["opened_on"]);
      expect(await page.locator("#filter-count").textContent()).toBe("1 of 4 columns");
      await page.keyboard.press("Control+A");
      await page.keyboard.press("Delete");
      await page.keyboard.press("Tab");
      await page.keyboard.type("float");
      expect(await cards.allTextContents()).toEqual(["cost"]);
      await page.keyboard.press("Home");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
      expect(await names(page)).toEqual(["opened_on", "minutes_spent", "cost"]);
      await page.close();
    });

    it("goes from a row to the column's card", async () => {
      const { page } = await openReport(await reportOf("sales_data.csv"));
      await tabTo(page, "salary");
      await page.keyboard.press("Enter");
      expect(await page.locator("article:target h3").textContent()).toBe("salary");
      await page.close();
    });
  });

  it("can be read without scripts, and shows no control that needs them", async () => {
    const { page } = await openReport(await reportOf("sales_data.csv"), { javaScriptEnabled: false });
    expect(await page.locator("button:visible, input:visible, select:visible").count()).toBe(0);
    expect(await page.locator("article:visible").count()).toBe(4);
    await page.close();
  });

  it.each([320, 390, 768, 1280])("fits %d px: nothing but tables scrolls sideways", async (width) => {
    const report = renderReport(
      await summaryOfText(`${"long_name_".repeat(25)},b\n${"x".repeat(300)},1\ny,2\n`),
    );
    for (const markup of [report, await reportOf("big_integers.csv")]) {
      const { page } = await openReport(markup, { viewport: { width, height: 900 } });
      expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      await page.close();
    }
  });

  it("prints on paper of its own colour, without controls", async () => {
    const { page } = await openReport(await reportOf("sales_data.csv"), { colorScheme: "dark" });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.locator("nav:visible, form:visible").count()).toBe(0);
    expect(await page.evaluate<string>("getComputedStyle(document.body).backgroundColor")).toBe(
      "rgb(255, 255, 255)",
    );
    await page.close();
  });

  it("lays out 200 columns", async () => {
    const { page, incidents } = await openReport(renderReport(await summaryOfText(wideTable(200, 20))));
    await page.locator("#column-200").scrollIntoViewIfNeeded();
    expect(await page.locator("#column-200 h3").isVisible()).toBe(true);
    expect(incidents).toEqual([]);
    await page.close();
  });

  it.runIf(process.env.UPDATE_IMAGES === "1").each([
    ["light", "report.png"],
    ["dark", "report-dark.png"],
  ] as const)("is pictured: %s", async (colorScheme, file) => {
    const { page } = await openReport(await reportOf("invalid_values.csv"), {
      colorScheme,
      viewport: { width: 1280, height: 1480 },
    });
    await page.screenshot({ path: path.join(images, file) });
    await page.close();
  });
});
