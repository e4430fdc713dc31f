/** The command line in a terminal, pictured: UPDATE_IMAGES=1 writes docs/images/terminal.png. */
import path from "node:path";
import { describe, expect, it } from "vitest";
import { csvprofile } from "../cli/run-csvprofile.ts";
import { projectDir } from "../project-files.ts";
import { chromiumOrNotice, launchChromium } from "./browser.ts";
import { type TerminalCall, terminalPage } from "./terminal-page.ts";

const chromium = chromiumOrNotice();
const commands = [
  "profile sample-data/invalid_values.csv",
  "profile sample-data/almost_numbers.csv --why depth_m",
];

describe.skipIf(chromium === null)("the terminal", () => {
  it("fits a picture, colours and bars included", async () => {
    const calls: TerminalCall[] = [];
    for (const command of commands) {
      const { exitCode, stdout } = await csvprofile(command.split(" "), {
        env: { FORCE_COLOR: "1", NO_COLOR: undefined },
      });
      expect(exitCode).toBe(0);
      calls.push({ command: `csvprofile ${command}`, output: stdout });
    }
    const browser = await launchChromium(chromium ?? "");
    try {
      const page = await browser.newPage({ viewport: { width: 1200, height: 400 }, deviceScaleFactor: 1.5 });
      await page.setContent(terminalPage(calls));
      const body = page.locator("body");
      expect(await body.textContent()).toContain("▃▄▆█▇█▇▅▄▇");
      expect(await page.locator(".cyan").first().textContent()).toBe("string");
      const { width = 0 } = (await body.boundingBox()) ?? {};
      expect(width).toBeLessThan(1300);
      if (process.env.UPDATE_IMAGES === "1") {
        await body.screenshot({ path: path.join(projectDir, "docs/images/terminal.png") });
      }
    } finally {
      await browser.close();
    }
  });
});
