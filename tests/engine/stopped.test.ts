/** Reading stops for want of time: every record whose line has ended was read, by either engine. */
import { describe, expect, it } from "vitest";
import type { EngineChoice } from "../../lambda/profile/options.ts";
import { profileCsv } from "../../lambda/profile/profile-csv.ts";

async function* oneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

const engines: readonly EngineChoice[] = ["reference", "auto"];

describe.each(engines)("engine %s", (engine) => {
  it.each([
    ["a line end at the end", "a,b\n1,2\n3,4\n", 2, 0],
    ["half a record at the end", "a,b\n1,2\n3,", 1, 1],
    ["an open quote at the end", 'a,b\n1,2\n3,"x\n', 1, 1],
    ["quotes around the last line end", 'a,b\n1,2\n3,"x"\n', 2, 0],
    ["a header alone", "a,b\n", 0, 0],
    ["a line end that may be half of one", "a,b\r\n1,2\r\n3,4\r", 1, 1],
    ["the same right behind a line end", "a,b\n1,2\n\r", 1, 1],
    ["a blank line at the end", "a,b\n1,2\n\n", 1, 0],
  ])("%s", async (_, text, rows, unreadLines) => {
    const options = { engine, delimiter: ",", quote: '"' };
    const { content } = await profileCsv(oneChunk(text), options, { outOfTime: () => true, timeoutMs: 1 });
    expect(content.error_code).toBe("TIMEOUT");
    expect(content.row_count).toBe(rows);
    expect(content.quality_issues.receipt.unread_lines).toBe(unreadLines);
  });
});
