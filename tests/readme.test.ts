import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { csvprofile } from "./cli/run-csvprofile.ts";
import { projectDir } from "./project-files.ts";

const path = join(projectDir, "README.md");
const block = /<!-- shown by: csvprofile (.+?) -->\n```text\n([\s\S]*?)```/g;

/** What the command prints, times aside. */
async function outputOf(command: string): Promise<string> {
  const { stdout } = await csvprofile(command.split(" "));
  return stdout.replace(/\b[\d.]+ m?s\b( \(.*?MB\/s\))?/g, "… ms");
}

/** `UPDATE_README=1 npx vitest run tests/readme.test.ts` writes what the commands print now. */
test("every output that the README shows is what the command prints", async () => {
  const readme = readFileSync(path, "utf8");
  const commands = [...readme.matchAll(block)].map((match) => match[1] ?? "");
  expect(commands.length).toBeGreaterThanOrEqual(2);
  const outputs = new Map<string, string>();
  for (const command of commands) outputs.set(command, await outputOf(command));
  const fresh = readme.replace(
    block,
    (_, command: string) =>
      `<!-- shown by: csvprofile ${command} -->\n\`\`\`text\n${(outputs.get(command) ?? "").trim()}\n\`\`\``,
  );
  if (process.env.UPDATE_README === "1") writeFileSync(path, fresh);
  expect(readFileSync(path, "utf8")).toBe(fresh);
});

test("every file the README links to exists", () => {
  const links = [...readFileSync(path, "utf8").matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1] ?? "");
  expect(links.length).toBeGreaterThan(3);
  for (const link of links) expect(() => readFileSync(join(projectDir, link)), link).not.toThrow();
});
