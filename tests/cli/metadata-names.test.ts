import { describe, expect, test } from "vitest";
import { optionNames } from "../../lambda/profile/option-parsing.ts";
import { meantName } from "../../scripts/metadata-names.ts";
import { sample } from "../project-files.ts";
import { csvprofile } from "./run-csvprofile.ts";

test.each<[name: string, meant: string | null]>([
  ...optionNames.map((name): [string, null] => [`csv-${name}`, null]),
  ["csv-delimeter", "csv-delimiter"],
  ["csv-date_order", "csv-date-order"],
  ["csv-nulltokens", "csv-null-tokens"],
  ["csv-head", "csv-header"],
  ["delimiter", "csv-delimiter"],
  ["delimeter", "csv-delimiter"],
  ["skip_lines", "csv-skip-lines"],
  // Of other programs.
  ["owner", null],
  ["source-system", null],
  ["content-encoding", null],
  ["date", null],
  ["quoted-by", null],
])("%s means %s", (name, meant) => {
  expect(meantName(name)).toBe(meant);
});

describe("csvprofile upload --meta", () => {
  test.each([
    ["csv-delimeter=tab", "csv-delimeter means nothing here. Did you mean csv-delimiter?"],
    ["Delimiter=tab", "delimiter means nothing here. Did you mean csv-delimiter?"],
    ["=tab", "Expected name=value."],
  ])("%s is bad usage", async (meta, message) => {
    const { exitCode, stderr } = await csvprofile(["upload", "--meta", meta, sample("sales_data.csv")]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
