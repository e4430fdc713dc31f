/** The completion scripts, asked in the shells themselves where they are installed. */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { csvprofile } from "./run-csvprofile.ts";

const has = (shell: string) => spawnSync(shell, ["-c", "true"]).status === 0;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "completion-"));
  for (const shell of ["bash", "zsh", "fish"]) {
    const { exitCode, stdout, stderr } = await csvprofile(["completion", shell]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    await writeFile(join(folder, `csvprofile.${shell}`), stdout);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The words typed so far, the last of them unfinished → what is offered; "files" when the shell is to find files. */
const table: readonly (readonly [words: string[], offered: string[]])[] = [
  [["csvprofile", "redr"], ["redrive"]],
  [["csvprofile", "profile", "--for"], ["--format"]],
  [
    ["csvprofile", "profile", "--format", ""],
    ["csv", "json", "json-schema", "md", "table", "table-schema"],
  ],
  [
    ["csvprofile", "upload", "--env", "l"],
    ["learner-lab", "local", "localstack"],
  ],
  [
    ["csvprofile", "local", ""],
    ["down", "status", "up"],
  ],
  [["csvprofile", "local", "up", "--po"], ["--port"]],
  [["csvprofile", "completion", "z"], ["zsh"]],
];

function run(shell: string, script: string, ...args: string[]): string[] {
  const { stdout, stderr, status } = spawnSync(shell, [script, ...args], { encoding: "utf8", cwd: folder });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout.split("\n").filter((line) => line !== "");
}

describe.skipIf(!has("bash"))("bash", () => {
  beforeAll(() =>
    writeFile(
      join(folder, "ask.bash"),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell fills it in
      'source ./csvprofile.bash\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _csvprofile; printf "%s\\n" "${COMPREPLY[@]}"\n',
    ),
  );

  test.each(table)("%j → %j", (words, offered) => {
    expect(run("bash", "ask.bash", ...words).sort()).toEqual(offered);
  });

  test("files are left to readline", () => {
    expect(run("bash", "ask.bash", "csvprofile", "profile", "da")).toEqual([]);
    expect(run("bash", "ask.bash", "csvprofile", "profile", "--html", "")).toEqual([]);
  });
});

describe.skipIf(!has("zsh"))("zsh", () => {
  // Stands in for zsh's own functions, which need a terminal.
  beforeAll(() =>
    writeFile(
      join(folder, "ask.zsh"),
      [
        "compdef() { : }",
        "source ./csvprofile.zsh",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell fills it in
        "_describe() { print -rl -- ${(P)@[-1]} }",
        "compadd() { shift; print -rl -- $* }",
        "_files() { print files }",
        "_message() { : }",
        'words=("$@"); CURRENT=$#; _csvprofile',
        "",
      ].join("\n"),
    ),
  );

  test.each(table)("%j → %j", (words, offered) => {
    // zsh itself keeps what begins like the last word.
    const candidates = run("zsh", "ask.zsh", ...words).map((line) => line.split(":")[0] ?? "");
    expect(candidates.filter((word) => word.startsWith(words.at(-1) ?? "")).sort()).toEqual(offered);
  });

  test("files where files are meant", () => {
    expect(run("zsh", "ask.zsh", "csvprofile", "profile", "da")).toEqual(["files"]);
    expect(run("zsh", "ask.zsh", "csvprofile", "profile", "--html", "")).toEqual(["files"]);
    expect(run("zsh", "ask.zsh", "csvprofile", "summary", "da")).toEqual([]);
  });
});

describe.skipIf(!has("fish"))("fish", () => {
  beforeAll(() => writeFile(join(folder, "ask.fish"), 'source ./csvprofile.fish\ncomplete -C "$argv"\n'));

  test.each(table)("%j → %j", (words, offered) => {
    expect(run("fish", "ask.fish", ...words).map((line) => line.split("\t")[0])).toEqual(offered);
  });
});

test("another shell is refused", async () => {
  const { exitCode, stderr } = await csvprofile(["completion", "cmd"]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("Allowed choices are bash, zsh, fish");
});
