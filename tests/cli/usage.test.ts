import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { itemBytesMax } from "../../lambda/limits.ts";
import { summaryKey } from "../../lambda/output-keys.ts";
import { summarySchema } from "../../lambda/profile/summary-schema.ts";
import { defaultNullTokens } from "../../lambda/types/null-tokens.ts";
import { projectDir, sample } from "../project-files.ts";
import { csvprofile } from "./run-csvprofile.ts";

describe("csvprofile --help", () => {
  test("lists the commands on standard output", async () => {
    const { exitCode, stdout, stderr } = await csvprofile(["--help"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    for (const command of ["profile", "sniff", "convert", "upload", "status", "summary", "logs", "local"]) {
      expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, "m"));
    }
    expect(stdout).toContain("Exit codes: 0");
  });

  test("without a command it is bad usage", async () => {
    const { exitCode, stdout } = await csvprofile([]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  });

  test("a command that does not exist is bad usage, with a suggestion", async () => {
    const { exitCode, stderr } = await csvprofile(["profil"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Did you mean profile?");
  });

  test.each([
    ["a file", [], sample("sales_data.csv")],
    ["standard input", [], "-"],
    ["a file behind --debug", ["--debug"], sample("sales_data.csv")],
  ])("%s in place of a command is profiled", async (_, before, name) => {
    const options = { stdin: readFileSync(sample("sales_data.csv")) };
    const stated = await csvprofile([...before, "profile", name, "--format", "csv"], options);
    const { exitCode, stdout } = await csvprofile([...before, name, "--format", "csv"], options);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("join_date");
    expect(stdout).toBe(stated.stdout);
  });

  test.each([
    [["--format", "csv"]],
    [["--delimiter", "comma", "--format", "csv"]],
    [["--format", "csv", "--"]],
  ])("%j without a command are options of profile", async (options) => {
    const { exitCode, stdout } = await csvprofile([...options, sample("sales_data.csv")]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^sales_data\.csv,4,join_date,date,100,/m);
  });

  test("an option before the command's name is bad usage, and profiles no file of that name", async () => {
    const { exitCode, stderr } = await csvprofile(["--env", "local", "status"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("unknown option '--env'");
  });

  test("--version prints that of the package", async () => {
    const { version } = JSON.parse(readFileSync(join(projectDir, "package.json"), "utf8"));
    expect(await csvprofile(["--version"])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: "" });
  });

  test("a file that does not exist is told as such, not as a command", async () => {
    const { exitCode, stderr } = await csvprofile(["no-such.csv"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("no-such.csv");
    expect(stderr).not.toContain("command");
  });

  test("profile --help names every field of the summary, its memory and its exit codes", async () => {
    const { exitCode, stdout } = await csvprofile(["profile", "--help"]);
    expect(exitCode).toBe(0);
    const missing = [...fieldsOf(summarySchema)].filter(
      (field) => !new RegExp(`\\b${field}\\b`).test(stdout),
    );
    expect(missing).toEqual([]);
    for (const name of ["data.csv", "data.tsv", "noext"])
      expect(stdout).toContain(summaryKey(name).slice("processed/".length));
    expect(stdout).toContain(`beyond ${itemBytesMax / 1024} KiB`);
    for (const attribute of ["truncated_fields", "summary_key", "report_key"])
      expect(stdout).toContain(attribute);
    expect(stdout.replace(/\s+/g, " ")).toContain("extremes and quantiles of numbers and dates stay");
    for (const token of defaultNullTokens) expect(stdout).toContain(`  ${token}`);
    expect(stdout).toContain("Memory:");
    expect(stdout).toContain("Exit codes: 0");
  });
});

/** The names of all properties in a JSON Schema. */
function fieldsOf(schema: unknown, fields = new Set<string>()): Set<string> {
  if (typeof schema !== "object" || schema === null) return fields;
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === "properties") for (const name of Object.keys(value)) fields.add(name);
    fieldsOf(value, fields);
  }
  return fields;
}

test("--json and another --format are one too many", async () => {
  const { exitCode, stderr } = await csvprofile(["profile", "--json", "--format", "csv", "x.csv"]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("option '--json' cannot be used with option '--format <format>'");
});
