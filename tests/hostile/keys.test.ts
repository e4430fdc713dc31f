/** Names that nobody should give a file, through the whole pipeline. */
import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { uploadPrefix } from "../../lambda/output-keys.ts";
import { PipelineUnderTest } from "../e2e/pipeline-under-test.ts";

let pipeline: PipelineUnderTest;
beforeAll(async () => {
  vi.stubEnv("AWS_ENDPOINT_URL", "");
  vi.stubEnv("E2E_ENV", "");
  pipeline = await PipelineUnderTest.open();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await pipeline?.close();
});

/** The longest name that S3 takes, below the folder of this run. */
const longest = (character: string): string => {
  const room = 1024 - Buffer.byteLength(`${uploadPrefix}${pipeline.folder}`);
  return character.repeat(Math.floor(room / Buffer.byteLength(character)));
};

const names: readonly [string, () => string][] = [
  ["..", () => "../../../etc/passwd.csv"],
  ["nothing but dots", () => "./././..//...csv"],
  ["percent signs", () => "100%25%2F%zz%.csv"],
  ["plus signs and blanks", () => "a+b c++ .csv"],
  ["a line feed", () => "two\nlines\r.csv"],
  [
    "every printable ASCII character",
    () => `${Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join("")}.csv`,
  ],
  ["emoji", () => "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿.csv"],
  ["right to left", () => "\u202egnp.csv"],
  ["zero width", () => "a\u200b\u200d\ufeff.csv"],
  ["__proto__", () => "__proto__"],
  ["constructor", () => "constructor.csv"],
  ["a formula", () => "=cmd|' /C calc'!A0.csv"],
  ["markup", () => "<img src=x onerror=alert(1)>.csv"],
  ["1,024 bytes", () => longest("n")],
  ["1,024 bytes of emoji", () => longest("😀")],
  ["what looks like an output", () => "processed/a_summary.json"],
];

describe("a file called", () => {
  test.each(names)("%s has its item and its summary", async (_, name) => {
    const item = await pipeline.profile(name(), "a,b\n1,2\n3,4\n");
    expect(item).toMatchObject({ fileName: pipeline.name(name()), status: "success", rowCount: 2 });
    const { json, key } = await pipeline.summaryOf(item);
    expect(json).toMatchObject({ file_name: pipeline.name(name()), row_count: 2 });
    expect(Buffer.byteLength(key)).toBeLessThanOrEqual(1024);
    expect(key.startsWith("processed/")).toBe(true);
  });

  test("a longer name is refused by S3, and by nothing else", async () => {
    await expect(pipeline.upload(`${longest("n")}n`, "a\n1\n")).rejects.toMatchObject({
      name: "KeyTooLongError",
    });
  });
});

test("nothing was written outside of the stack's own folder", async () => {
  expect(await readdir("/etc")).not.toContain("passwd.csv");
});
