/**
 * A record may have `recordBytesMax` bytes and not one more, whoever reads it and however it is cut. Here the bound is a
 * few dozen bytes: all that is special about it happens in every text.
 */
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { recordBytesMax } from "../../lambda/limits.ts";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import { profileCsv } from "../../lambda/profile/profile-csv.ts";
import type { ContentProfile } from "../../lambda/profile/summary.ts";
import { anyCsv } from "./any-csv.ts";
import { differencesOf } from "./both-engines.ts";
import { startInProcess } from "./in-process-thread.ts";

vi.mock("../../lambda/limits.ts", async (original) => ({
  ...(await original<typeof import("../../lambda/limits.ts")>()),
  recordBytesMax: 40,
}));

const stated: ProfileOptions = { delimiter: ",", quote: '"', header: true };

interface Reading {
  readonly what: string;
  readonly content: ContentProfile;
}

/** By the reference, the kernel and several threads, each in chunks of these sizes and as a whole. */
async function readings(text: Buffer, sizes: readonly number[], options: ProfileOptions): Promise<Reading[]> {
  const found: Reading[] = [];
  for (const chunks of [[text.length], sizes]) {
    const open = async function* () {
      for (let at = 0, i = 0; at < text.length; i++) {
        const end = at + (chunks[i % chunks.length] ?? 1);
        yield text.subarray(at, end);
        at = end;
      }
    };
    const read = async (what: string, own: ProfileOptions) => {
      const source = { sizeBytes: text.length, open };
      const partition = { segmentBytes: 64, aloneBytes: 1, startThread: startInProcess };
      const { content } = await profileCsv(source, { ...options, ...own }, {}, partition);
      found.push({ what: `${what}, chunks of ${chunks}`, content });
    };
    await read("reference", { engine: "reference" });
    await read("kernel", { engine: "auto", threads: 1 });
    await read("threads", { engine: "auto", threads: 3 });
  }
  return found;
}

/**
 * How much was read behind the place of an error depends on the chunks and on how far a reader looks ahead, and with it
 * the count of lines, and whether the end of the file and a footer there were reached. Nothing else does.
 */
function comparable(content: ContentProfile) {
  const { quality_issues: issues } = content;
  if (content.status !== "error") return content;
  const { lines, unread_lines, footer_lines, ...receipt } = issues.receipt;
  const alerts = issues.alerts.filter(({ code }) => code !== "FOOTER");
  return { ...content, quality_issues: { ...issues, receipt, alerts } };
}

async function expectAlike(text: Buffer, sizes: readonly number[], options: ProfileOptions = stated) {
  const [first, ...others] = await readings(text, sizes, options);
  if (first === undefined) throw new Error("nothing was read");
  expect(first.content.quality_issues.receipt.balanced).toBe(true);
  for (const { what, content } of others) {
    expect(content.quality_issues.receipt.balanced).toBe(true);
    const differences = [...differencesOf(comparable(first.content), comparable(content), "")];
    expect(differences, `${what} of ${JSON.stringify(text.toString())}`).toEqual([]);
  }
  return first.content;
}

const fields: readonly (readonly [string, (bytes: number) => string])[] = [
  ["plain", (bytes) => "x".repeat(bytes)],
  ["quoted", (bytes) => `"${"x".repeat(bytes - 2)}"`],
  ["with doubled quotes", (bytes) => `"${"x".repeat(bytes % 2)}${'""'.repeat(Math.floor((bytes - 2) / 2))}"`],
  ["of several lines", (bytes) => `"\n\r\n${"x".repeat(bytes - 6)}\r"`],
  ["with a quote in it", (bytes) => `x"${"x".repeat(bytes - 2)}`],
  ["with text behind its quotes", (bytes) => `"x"${"x".repeat(bytes - 3)}`],
  ["of blanks", (bytes) => " ".repeat(bytes)],
];

describe.each(fields)("a field %s", (_, field) => {
  it.each(["\n", "\r\n", "\r", ""])("with %j behind it", async (end) => {
    for (const prefix of ["1,", ""])
      for (const bytes of [recordBytesMax - 1, recordBytesMax, recordBytesMax + 1, recordBytesMax + 2]) {
        const record = `${prefix}${field(bytes - prefix.length)}`;
        expect(record.length).toBe(bytes);
        for (const rest of end === "" ? [""] : ["", "3,4\n"])
          for (const size of [1, 7, recordBytesMax]) {
            const content = await expectAlike(Buffer.from(`a,b\n1,2\n${record}${end}${rest}`), [size]);
            const refused = bytes > recordBytesMax;
            expect(content.status, `${bytes} bytes`).toBe(refused ? "error" : "success");
            if (refused) expect(content.error_code).toBe("RECORD_TOO_LONG");
          }
      }
  });
});

it("a quote that is open where its record is too long may be closed behind it; at the end of the text it is not", async () => {
  const field = (bytes: number) => `1,"\n${"x".repeat(bytes - 4)}`;
  for (const [bytes, rest, code, message] of [
    [recordBytesMax, "", "QUOTE_NOT_CLOSED", "opened on line 3 (byte 10) is never closed"],
    [
      recordBytesMax + 1,
      "",
      "RECORD_TOO_LONG",
      "Close the quote opened on line 3, which is still open there",
    ],
    [recordBytesMax + 1, '"\n3,4\n', "RECORD_TOO_LONG", "Close the quote opened on line 3, which is still"],
    [recordBytesMax, "\n", "RECORD_TOO_LONG", "begins on line 3 (byte 8)"],
    [recordBytesMax, "\r", "RECORD_TOO_LONG", "begins on line 3 (byte 8)"],
    [recordBytesMax, "\r\n", "RECORD_TOO_LONG", "begins on line 3 (byte 8)"],
  ] as const)
    for (const size of [1, 7, recordBytesMax]) {
      const content = await expectAlike(Buffer.from(`a,b\n1,2\n${field(bytes)}${rest}`), [size]);
      expect(content.error_code, `${bytes} bytes and ${JSON.stringify(rest)}`).toBe(code);
      expect(content.error_message).toContain(message);
    }
});

it("a header, a line before it, and a first row", async () => {
  for (const bytes of [recordBytesMax, recordBytesMax + 1])
    for (const [text, options] of [
      [`${"a".repeat(bytes - 2)},b\n1,2\n`, stated],
      [`${"#".repeat(bytes)}\na,b\n1,2\n`, { ...stated, skipLines: 1 }],
      [`${"1".repeat(bytes - 2)},b\r1,2\n`, { ...stated, header: false }],
    ] as const) {
      const content = await expectAlike(Buffer.from(text), [3], options);
      expect(content.error_code).toBe(bytes > recordBytesMax ? "RECORD_TOO_LONG" : null);
    }
});

it("what a runaway quote has swallowed is freed from the same byte on", async () => {
  for (let rows = 5; rows < 40; rows++)
    for (const end of ["\n", "\r\n", "\r"])
      await expectAlike(Buffer.from(`a,b${end}1,"x${end}${`2,y${end}`.repeat(rows)}`), [1, rows]);
});

it("any text", async () => {
  const endings = new Set<string | null>();
  await fc.assert(
    fc.asyncProperty(anyCsv, async ({ text, options, sizes }) => {
      const content = await expectAlike(Buffer.from(text), sizes, options);
      endings.add(content.error_code);
    }),
    { numRuns: 600 },
  );
  for (const code of [null, "RECORD_TOO_LONG"]) expect(endings).toContain(code);
});
