/**
 * On a terminal nothing that comes out of a file acts: no cell, no column, no name of a file, whatever the command and
 * the format. Elsewhere, formats for machines hold it as it is.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { PipelineUnderTest } from "../e2e/pipeline-under-test.ts";
import { csvprofile, type Outcome } from "./run-csvprofile.ts";

/** Sets the title, writes to the clipboard, clears, moves and hides, as OSC, DCS, CSI and their C1 forms; bidi; tags. */
const attack =
  "\u001b]0;title\u0007\u001b]52;c;eA==\u001b\\\u001b[2J\u009b31m\u009d0;t\u009c\u0090q\u202e\u2066\u200b\u{e0041}\u007f";
/** Every control character but those that end a line. */
const controls = Array.from({ length: 0xa0 }, (_, i) => i)
  .filter((code) => (code < 0x20 || code > 0x7e) && code !== 0x0a && code !== 0x0d)
  .map((code) => String.fromCharCode(code));

const table = (first: string) =>
  [
    `"${first}","n",""`,
    ...controls.map((control, i) => `"a${control}b",${i},${attack}`),
    `"${attack}",x${attack},"${attack}"`,
    "",
  ].join("\n");

// A NUL is no text at the beginning of a file, but anywhere else.
const name = `${attack.replaceAll("/", "")}.csv`;

/** A command line in which FILE, KEY and EVIL stand for what must not be in the name of a test. */
const wordsOf = (line: string, key = ""): string[] =>
  line
    .split(" ")
    .map((word) =>
      word.replace("FILE", name).replace("KEY", key).replace("EVIL", attack).replaceAll("+", " "),
    );

/** The program takes its output for a terminal. */
const onTerminal = {
  NODE_OPTIONS: "--import=data:text/javascript,process.stdout.isTTY=true",
};

/** Without our own colours. */
function shown({ stdout, stderr }: Outcome): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
  return `${stdout}${stderr}`.replace(/\u001b\[\d+m/g, "");
}

function expectHarmless(outcome: Outcome): void {
  const text = shown(outcome);
  expect(text.length).toBeGreaterThan(0);
  const acting = text.replace(/\r?\n|\t/g, "").match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu);
  expect(acting ?? []).toEqual([]);
}

describe("on files here", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "terminal-"));
    await writeFile(join(folder, name), table(`name ${attack}`));
    await writeFile(join(folder, "other.csv"), table(`other ${attack}`));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const run = (args: readonly string[], env = {}) => csvprofile(args, { cwd: folder, env });
  const stated = ["--header", "--delimiter", "comma"];

  test.each([
    "profile FILE --header --delimiter comma",
    "profile FILE --header --delimiter comma --why",
    "profile FILE --header --delimiter comma --json",
    "profile FILE --header --delimiter comma --format csv",
    "profile FILE --header --delimiter comma --format md",
    "profile FILE --header --delimiter comma --format table-schema",
    "profile FILE --header --delimiter comma --format json-schema",
    "profile FILE --header --delimiter comma --html EVIL.html",
    "profile *.csv --header --delimiter comma",
    "profile *.csv --header --delimiter comma --json",
    "profile *.csv --header --delimiter comma --format csv",
    "sniff FILE",
    "sniff FILE --json",
    "convert FILE --header --delimiter comma",
    "diff FILE other.csv --header --delimiter comma",
    "diff FILE other.csv --header --delimiter comma --json",
  ])("csvprofile %s", async (line) => {
    const outcome = await run(wordsOf(line), onTerminal);
    expect(outcome.stderr).not.toContain("--debug shows");
    expect(outcome.stdout.length).toBeGreaterThan(0);
    expectHarmless(outcome);
  });

  test.each([
    "profile no+EVIL",
    "profile no+EVIL FILE",
    "profile no+EVIL FILE --json",
    "profile no*EVIL",
    // The names that there are: words from inside the file.
    "profile FILE --header --delimiter comma --columns x",
    "profile FILE --delimiter EVIL",
    "profile FILE --html no/EVIL",
    "diff EVIL.json FILE",
    "convert --list FILE --out-dir out",
    "convert no+EVIL",
    "profile --EVIL",
    "EVIL",
  ])("what goes wrong in csvprofile %s", async (line) => {
    const outcome = await run(wordsOf(line), onTerminal);
    expect(outcome.exitCode).toBeGreaterThan(0);
    expectHarmless(outcome);
  });

  test("JSON says the same as elsewhere, and elsewhere holds the names as they are", async () => {
    const args = ["profile", name, ...stated, "--format", "table-schema"];
    const [there, here] = [await run(args, onTerminal), await run(args)];
    expect(there.stdout).not.toBe(here.stdout);
    expect(JSON.parse(there.stdout)).toEqual(JSON.parse(here.stdout));
    expect(JSON.parse(here.stdout).fields[0].name).toBe(`name ${attack}`);
  });

  test("a table for another program is as it stands in the file", async () => {
    const { stdout } = await run(["convert", name, ...stated]);
    expect(stdout).toContain(attack);
  });
});

describe("on a pipeline", () => {
  let pipeline: PipelineUnderTest;
  let key = "";
  beforeAll(async () => {
    vi.stubEnv("AWS_ENDPOINT_URL", "");
    vi.stubEnv("E2E_ENV", "");
    pipeline = await PipelineUnderTest.open();
    await pipeline.profile(name, table(`name ${attack}`));
    await pipeline.profile(`empty ${name}`, "");
    key = pipeline.name(name);
    const Key = `processed/${attack}_summary.json`;
    await pipeline.s3.send(new PutObjectCommand({ Bucket: pipeline.target.bucket, Key, Body: "{}" }));
  }, 60_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await pipeline?.close();
  });

  test.each([
    "status",
    "status --json",
    "status no+EVIL",
    "summary KEY",
    "summary KEY --table",
    "summary no+EVIL",
    "logs",
    "insights fields+@timestamp,+file_name,+@message",
    "insights fields+@timestamp,+file_name,+@message --json",
    "insights EVIL",
    "redrive --dry-run --which all",
    "redrive --which all",
    "reconcile",
    "reconcile --json",
  ])("csvprofile %s", async (line) => {
    const env = { ...onTerminal, AWS_ENDPOINT_URL: pipeline.target.endpoint ?? "" };
    const outcome = await csvprofile(wordsOf(line, key), { env });
    expect(outcome.stderr).not.toContain("--debug shows");
    expectHarmless(outcome);
  });
});
