/** Pages that several benchmarks write, each its own section. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/**
 * Put a section into a page of Markdown, in place of the one with its heading, else at the end.
 *
 * @param section Begins with its heading, `## …`.
 */
export function writeSection(file: string, section: string): void {
  const page = existsSync(file) ? readFileSync(file, "utf8") : "";
  const heading = section.split("\n", 1)[0] ?? "";
  // A section's heading is what its text goes on to, up to the next of its level.
  const parts = page.split(/^(?=## )/m);
  const at = parts.findIndex((part) => part.startsWith(`${heading}\n`));
  const written = `${section.trimEnd()}\n`;
  if (at < 0) parts.push(written);
  else parts[at] = written;
  writeFileSync(file, `${parts.map((part) => part.trimEnd()).join("\n\n")}\n`);
}
