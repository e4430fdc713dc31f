/**
 * The dashboard in a real browser, over the embedded stack with the real function. UPDATE_IMAGES=1 writes
 * docs/images/dashboard.png and dashboard-dark.png.
 */
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentClient } from "../../scripts/clients.ts";
import { listItems } from "../../scripts/metadata-items.ts";
import { sample } from "../project-files.ts";
import { chromiumOrNotice, launchChromium } from "./browser.ts";
import { type DashboardUnderTest, startDashboardUnderTest } from "./dashboard-under-test.ts";

const chromium = chromiumOrNotice();
const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const images = path.join(import.meta.dirname, "..", "..", "docs", "images");

const broken = "ticket,minutes\n".concat(
  ...Array.from({ length: 40 }, (_, row) => `T${row + 1},${row % 10 === 3 ? "soon" : row * 3}\n`),
);
const fixed = broken.replaceAll("soon", "7");

describe.skipIf(chromium === null)("the dashboard in a browser", () => {
  let browser: Browser;
  let dashboard: DashboardUnderTest;

  beforeAll(async () => {
    [browser, dashboard] = await Promise.all([launchChromium(chromium ?? ""), startDashboardUnderTest()]);
    for (const name of ["sales_data.csv", "invalid_values.csv", "excel_workbook.csv"]) {
      await dashboard.upload(sample(name), name);
    }
  });
  afterAll(async () => {
    await browser?.close();
    await dashboard?.close();
  });

  async function openDashboard(options: BrowserContextOptions = {}) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, ...options });
    const incidents: string[] = [];
    page.on("console", (message) => incidents.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => incidents.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => incidents.push(`dialog: ${dialog.message()}`));
    page.on("request", (request) => {
      const { host, protocol } = new URL(request.url());
      if (protocol !== "data:" && host !== `127.0.0.1:${dashboard.port}`)
        incidents.push(`request: ${request.url()}`);
    });
    await page.goto(dashboard.url);
    await rows(page).first().waitFor();
    return { page, incidents };
  }

  const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });
  const rows = (page: Page) => page.locator(".files tbody tr");
  const focused = (page: Page) => page.evaluate<string>("document.activeElement.textContent");
  const report = (page: Page) => page.frameLocator("iframe");

  async function drop(page: Page, files: readonly { name: string; text: string }[]): Promise<void> {
    const transfer = await page.evaluateHandle(`(() => {
      const made = new DataTransfer();
      for (const { name, text } of ${JSON.stringify(files)}) made.items.add(new File([text], name));
      return made;
    })()`);
    for (const type of ["dragover", "drop"]) {
      await page.dispatchEvent("body", type, { dataTransfer: transfer });
    }
  }

  it.runIf(process.env.UPDATE_IMAGES === "1")("is pictured", async () => {
    for (const name of ["dates_ambiguous.csv", "missing_values.csv", "windows_1252.csv"]) {
      await dashboard.upload(sample(name), name);
    }
    for (const [colorScheme, file] of [
      ["light", "dashboard.png"],
      ["dark", "dashboard-dark.png"],
    ] as const) {
      const { page } = await openDashboard({ colorScheme, viewport: { width: 1280, height: 680 } });
      await page.screenshot({ path: path.join(images, file) });
      await page.close();
    }
  });

  it("a file dropped on the page appears, is read, corrected, dropped again, and the difference is shown", async () => {
    const { page, incidents } = await openDashboard();
    await drop(page, [{ name: "tickets.csv", text: broken }]);
    await row(page, "tickets.csv").getByText("profiled").waitFor();
    expect(await row(page, "tickets.csv").textContent()).toContain("40");
    expect(await row(page, "tickets.csv").textContent()).toContain("1 warning");

    await page.getByRole("link", { name: "tickets.csv" }).click();
    await report(page).getByRole("heading", { name: "tickets.csv" }).waitFor();
    expect(await report(page).locator("#overview").textContent()).toContain("4 values are no int");

    await drop(page, [{ name: "tickets.csv", text: fixed }]);
    await page.getByText("Since the upload before").waitFor();
    expect(await page.locator(".changes li").allTextContents()).toContain(
      "betterminutes: invalid 4 (10 %) → none",
    );
    await report(page).getByText("Nothing stands out").waitFor();
    expect(await report(page).locator("#overview").textContent()).not.toContain("are no int");
    expect(incidents).toEqual([]);
    await page.close();
  });

  it("all of it with the keyboard", async () => {
    const { page } = await openDashboard();
    const file = path.join(dashboard.folder, "keys.csv");
    await writeFile(file, "a,b\n1,2\n3,4\n");
    // Asked for before it is needed: the browser is told to hand choosers over, and a key pressed next may come first.
    const chooser = page.waitForEvent("filechooser");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Skip to the files");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.id")).toBe("choose");
    await page.keyboard.press("Enter");
    await (await chooser).setFiles(file);
    await row(page, "keys.csv").getByText("profiled").waitFor();
    expect(await page.locator("#news").textContent()).toBe("keys.csv: profiled, 2 rows");

    await page.keyboard.press("/");
    await page.keyboard.type("KEYS");
    await page.locator("#count", { hasText: /^1 file$/ }).waitFor();
    for (let presses = 0; presses < 6; presses++) {
      await page.keyboard.press("Tab");
      if ((await focused(page)) === "keys.csv") break;
    }
    await page.keyboard.press("Enter");
    await report(page).getByRole("heading", { name: "keys.csv" }).waitFor();
    expect(await focused(page)).toBe("keys.csv");
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "Uploaded files" }).waitFor();
    await expect.poll(() => focused(page)).toBe("keys.csv");
    await page.close();
  });

  it("says that a file has ended, also when the list never saw it waiting", async () => {
    const { page } = await openDashboard();
    const documents = documentClient(dashboard.target);
    const hasEnded = async () =>
      (await listItems(documents, dashboard.target)).some(({ fileName }) => fileName === "quick.csv");
    await page.route("**/api/files?*", async (route) => {
      await expect.poll(hasEnded, { timeout: 20_000 }).toBe(true);
      await route.continue();
    });
    await drop(page, [{ name: "quick.csv", text: "a,b\n1,2\n" }]);
    await page.locator("#news", { hasText: /^quick\.csv: profiled, 1 row$/ }).waitFor();
    documents.destroy();
    await page.close();
  });

  it("finds by name, filters by status, and says when there is nothing", async () => {
    const { page } = await openDashboard();
    const listed = () =>
      expect.poll(() => page.locator(".files tbody th a").allTextContents(), { timeout: 3_000 });
    await page.getByLabel("Status").selectOption("error");
    await listed().toEqual(["excel_workbook.csv"]);
    expect(await rows(page).textContent()).toContain("looks like an Excel workbook");
    await page.getByLabel("Status").selectOption("");
    await page.getByLabel("Find").fill("SALES");
    await listed().toEqual(["sales_data.csv"]);
    await page.getByLabel("Find").fill("no such file");
    await page.getByText("No file is like that.").waitFor();
    await page.close();
  });

  it("shows what came past it, newest first, without being asked", async () => {
    const { page } = await openDashboard();
    await dashboard.upload(sample("ragged_rows.csv"), "elsewhere/ragged.csv");
    await row(page, "elsewhere/ragged.csv").waitFor({ timeout: 10_000 });
    expect(await page.locator(".files tbody th").first().textContent()).toBe("elsewhere/ragged.csv");
    await page.close();
  });

  it("profiles a file again", async () => {
    const { page } = await openDashboard();
    await page.getByRole("link", { name: "sales_data.csv" }).click();
    const before = await page.locator("iframe").getAttribute("src");
    await page.getByRole("button", { name: "Profile again" }).click();
    await expect.poll(() => page.locator("iframe").getAttribute("src"), { timeout: 15_000 }).not.toBe(before);
    await page.close();
  });

  it("waits for the result of a file that is profiled again, however long it takes", async () => {
    const { page } = await openDashboard();
    const older: string[] = [];
    await page.route("**/api/file?*", async (route) => {
      const response = await route.fetch();
      const body = await response.text();
      // Three more answers know nothing of a new result.
      const isOlder = older.length < 4;
      if (isOlder) older.push(older[0] ?? body);
      await route.fulfill({ response, body: isOlder ? (older[0] ?? body) : body });
    });
    await page.getByRole("link", { name: "sales_data.csv" }).click();
    const before = await page.locator("iframe").getAttribute("src");
    await page.getByRole("button", { name: "Profile again" }).click();
    await page.locator("#detail-view .notice").getByText("is being profiled again").waitFor();
    await expect.poll(() => page.locator("iframe").getAttribute("src"), { timeout: 15_000 }).not.toBe(before);
    expect(await page.locator(".notice").count()).toBe(0);
    await page.close();
  });

  it("says where it is seen that a file could not be profiled again", async () => {
    const { page } = await openDashboard();
    await page.route("**/api/redrives?*", (route) => route.abort());
    await page.getByRole("link", { name: "sales_data.csv" }).click();
    await page.getByRole("button", { name: "Profile again" }).click();
    await page.locator("#detail-view").getByText("The dashboard does not answer").waitFor();
    expect(await page.locator("iframe").count()).toBe(1);
    await page.close();
  });

  describe("a list of several pages", () => {
    const fileRow = (number: number, changes: object = {}) => ({
      ...{ fileName: `f${number}.csv`, status: "success", partial: false, rows: 1, columns: 1, sizeBytes: 1 },
      ...{ completeness: 100, missing: 0, invalid: 0, errors: 0, warnings: 0, durationMs: 1, costUsd: 0 },
      ...{ errorCode: null, errorMessage: null, attemptFailed: false, hasReport: true },
      timestamp: new Date(Date.UTC(2026, 0, 1, 0, 0, number)).toISOString(),
      ...changes,
    });

    /** A list of files `newest` to 1, two a page. */
    async function openPaged(newest: () => number, failing: () => boolean = () => false): Promise<Page> {
      const page = await browser.newPage();
      await page.route("**/api/files?*", async (route) => {
        const token = new URL(route.request().url()).searchParams.get("token");
        if (token !== null && failing()) return route.fulfill({ status: 502, json: { error: "Try later." } });
        const from = token === null ? newest() : Number(token);
        const rows = [from, from - 1].filter((number) => number > 0).map((number) => fileRow(number));
        return route.fulfill({ json: { rows, next: from > 2 ? String(from - 2) : null } });
      });
      await page.goto(dashboard.url);
      await rows(page).first().waitFor();
      return page;
    }

    it("loses none when newer ones push others off the first page", async () => {
      let newest = 5;
      const page = await openPaged(() => newest);
      await page.getByRole("button", { name: "Show more" }).click();
      await expect.poll(() => rows(page).count()).toBe(4);
      newest = 7;
      await row(page, "f7.csv").waitFor({ timeout: 10_000 });
      const names = await page.locator(".files tbody th a").allTextContents();
      expect(names).toEqual([7, 6, 5, 4, 3, 2].map((number) => `f${number}.csv`));
      await page.close();
    });

    it("says why there are no more for now, and keeps saying it", async () => {
      let fails = true;
      const page = await openPaged(
        () => 5,
        () => fails,
      );
      await page.getByRole("button", { name: "Show more" }).click();
      await page.locator("#problem").getByText("Try later.").waitFor();
      await page.waitForResponse("**/api/files?*");
      expect(await page.locator("#problem").textContent()).toBe("Try later.");
      fails = false;
      await page.getByRole("button", { name: "Show more" }).click();
      await expect.poll(() => rows(page).count()).toBe(4);
      expect(await page.locator("#problem").textContent()).toBe("");
      await page.close();
    });

    it("profiles again where the attempt failed, and says so in the row until there is a result", async () => {
      const page = await browser.newPage();
      const failed = {
        status: "error",
        errorCode: "TIMEOUT",
        errorMessage: "It took too long.",
        attemptFailed: true,
      };
      let result = fileRow(1, failed);
      await page.route("**/api/files?*", (route) => route.fulfill({ json: { rows: [result], next: null } }));
      await page.route("**/api/redrives?*", (route) => route.fulfill({ json: {} }));
      await page.goto(dashboard.url);
      await page.getByRole("button", { name: "Profile again" }).click();
      await row(page, "f1.csv").getByText("It is being profiled again").waitFor();
      result = fileRow(1, { timestamp: "2026-02-01T00:00:00.000Z" });
      await row(page, "f1.csv").getByText("profiled", { exact: true }).waitFor({ timeout: 10_000 });
      expect(await row(page, "f1.csv").textContent()).not.toContain("again");
      await page.close();
    });
  });

  it("a file that was read up to an error has no clean bill", async () => {
    await dashboard.upload(sample("unterminated_quote.csv"), "unterminated_quote.csv");
    const { page } = await openDashboard();
    const text = await row(page, "unterminated_quote.csv").textContent();
    expect(text).toContain("partial");
    expect(text).toContain("up to the error");
    expect(text).not.toContain("no issues");
    await page.close();
  });

  it("a hostile file is harmless: name, header, cells", async () => {
    const attack = "<img src=x onerror=alert(1)>";
    const name = `${attack}\u202e.csv`.replaceAll("/", "");
    const { page, incidents } = await openDashboard();
    const text = `${attack},=cmd|' /C calc'!A0\n${`"<script>alert(2)</script>",1\n`.repeat(20)}`;
    await drop(page, [{ name, text }]);
    await row(page, attack).getByText("profiled").waitFor();
    expect(await page.locator("#list-view img").count()).toBe(0);
    expect(await page.locator(".files .ctl").first().textContent()).toBe("⟨U+202E⟩");
    await page.getByRole("link", { name: attack }).click();
    await report(page).getByRole("heading", { name: attack }).first().waitFor();
    expect(incidents).toEqual([]);
    await page.close();
  });

  it("a name that cannot be a key is refused with a reason", async () => {
    const { page } = await openDashboard();
    await drop(page, [{ name: `${"x".repeat(1100)}.csv`, text: "a\n1\n" }]);
    expect(await page.locator("#uploads .said").textContent()).toContain("it is too long. Rename the file.");
    await page.getByRole("button", { name: "Dismiss" }).click();
    expect(await page.locator("#uploads li").count()).toBe(0);
    await page.close();
  });

  it("the report reaches nothing of the page around it", async () => {
    const { page } = await openDashboard();
    await page.getByRole("link", { name: "sales_data.csv" }).click();
    await report(page).getByRole("heading", { name: "sales_data.csv" }).waitFor();
    const frame = page.frames().find((candidate) => candidate.url().includes("/report/"));
    const reach = (expression: string) =>
      frame?.evaluate(`(() => { try { return String(${expression}); } catch (e) { return e.name; } })()`);
    expect(await reach("parent.document.title")).toBe("SecurityError");
    expect(await reach("sessionStorage.length")).toBe("SecurityError");
    expect(await frame?.evaluate("fetch('/api/files').then(() => 'reached', (e) => e.name)")).toBe(
      "TypeError",
    );
    await page.close();
  });

  it("the token leaves the address, and without it nothing is shown", async () => {
    const { page } = await openDashboard();
    expect(page.url()).toBe(`http://127.0.0.1:${dashboard.port}/`);
    await page.reload();
    await rows(page).first().waitFor();
    await page.close();
    const stranger = await browser.newPage();
    await stranger.goto(`http://127.0.0.1:${dashboard.port}/`);
    await stranger.getByText("The token is missing or of an earlier start").waitFor();
    expect(await rows(stranger).count()).toBe(0);
    await stranger.close();
  });

  describe.each(["light", "dark"] as const)("%s", (colorScheme) => {
    it.each([1280, 390])("has no accessibility violation at %d px, list and file", async (width) => {
      // axe is injected into the page, which the page's own policy forbids.
      const options = { colorScheme, viewport: { width, height: 860 }, bypassCSP: true };
      const { page } = await openDashboard(options);
      const violations = async () => {
        await page.addScriptTag({ path: axePath });
        const found = await page.evaluate<AxeResults>("axe.run({ iframes: false })");
        expect(found.passes.map(({ id }) => id)).toContain("color-contrast");
        return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
      };
      expect(await violations()).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      await drop(page, [{ name: "again.csv", text: broken }]);
      await row(page, "again.csv").getByText("profiled").waitFor();
      await page.getByRole("link", { name: "again.csv" }).click();
      await drop(page, [{ name: "again.csv", text: fixed }]);
      await page.getByText("Since the upload before").waitFor();
      expect(await violations()).toEqual([]);
      await page.close();
    });
  });

  it("says what to do when the pipeline is gone", async () => {
    const { page } = await openDashboard();
    await dashboard.stopStack();
    const problem = page.locator("#problem");
    await problem.getByText("Nothing listens on").waitFor({ timeout: 15_000 });
    expect(await problem.textContent()).toContain("run make local-up");
    await page.close();
  });
});
