import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { projectDir } from "../project-files.ts";

const read = (path: string): string => readFileSync(join(projectDir, path), "utf8");
const runbook = read("docs/operations/README.md");

test("every alarm has its section, and no other has", () => {
  const terraform = read("terraform/observability.tf");
  const alarms = [...terraform.matchAll(/^ {4}([a-z-]+) = \{\n {6}description/gm)].map(([, name]) => name);
  const sections = [...runbook.matchAll(/^### (.+)$/gm)].map(([, title]) => title);
  expect(alarms.length).toBeGreaterThan(5);
  expect(sections.sort()).toEqual(alarms.sort());
});

test("every target of make is there", () => {
  const targets = [...read("Makefile").matchAll(/^([a-z0-9-]+):/gm)].map(([, name]) => name);
  const named = [...runbook.matchAll(/\bmake ([a-z][a-z0-9-]*)/g)].map(([, name]) => name);
  expect(named.filter((name) => !targets.includes(name))).toEqual([]);
});

/** As GitHub makes them of headings. */
function anchorsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe.each(["docs/operations/README.md", "SECURITY.md"])("%s", (document) => {
  test("names files that exist", () => {
    const text = read(document);
    const paths = [...text.matchAll(/\b(?:tests|lambda|terraform)\/[\w./-]+\w/g)].map(([path]) => path);
    expect(paths.length).toBeGreaterThan(5);
    expect([...new Set(paths)].filter((path) => !existsSync(join(projectDir, path)))).toEqual([]);
  });

  test("links to headings that exist", () => {
    const links = [...read(document).matchAll(/\]\(([^)#]*)#([^)]+)\)/g)];
    const missing = links.filter(([, link = "", anchor = ""]) => {
      const target = link === "" ? document : join(dirname(document), link);
      return !anchorsOf(read(target)).includes(anchor);
    });
    expect(missing.map(([text]) => text)).toEqual([]);
  });

  test("links to what exists", () => {
    const links = [...read(document).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, link = ""]) => link);
    const missing = links.filter((link) => !existsSync(join(projectDir, dirname(document), link)));
    expect(missing).toEqual([]);
  });
});
