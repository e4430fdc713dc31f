/** A table with more columns than are allowed is refused by both engines alike: the same lines are read and unread. */
import { expect, test } from "vitest";
import { columnsMax } from "../../lambda/limits.ts";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import { compareEngines } from "./both-engines.ts";

const wide = `${"1,".repeat(columnsMax)}1`;

test.each<[string, string, ProfileOptions]>([
  ["a header", `${wide}\n1,2\n`, { header: true }],
  ["nothing but a header", wide, { header: true }],
  ["a header behind a preamble", `x\n\n${wide}\n3\n`, { header: true, skipLines: 1 }],
  ["the first record", `${wide}\n1,2\n`, { header: false }],
  ["the only record, without a line end", wide, { header: false }],
  ["the first record, behind blank lines", `\n\n${wide}\n3\n`, { header: false }],
])("%s", async (_, text, options) => {
  for (const sizes of [[text.length], [1000]]) {
    const stated = { delimiter: ",", quote: '"', ...options };
    const { differences, engine, reference } = await compareEngines(Buffer.from(text), stated, sizes);
    expect(differences).toEqual([]);
    expect(engine).toBe("kernel");
    expect(reference.error_code).toBe("TOO_MANY_COLUMNS");
    expect(reference.row_count).toBe(0);
    expect(reference.quality_issues.receipt.balanced).toBe(true);
  }
});
