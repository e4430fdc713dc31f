/** Under which names files are uploaded, and what is said of a name that nothing has. */
import { expect, test } from "vitest";
import { adviceOnName, uploadNames } from "../scripts/upload-names.ts";

test.each<[what: string, paths: string[], as: string | undefined, names: string[]]>([
  ["their own", ["in/a.csv", "b.csv"], undefined, ["a.csv", "b.csv"]],
  ["of standard input", ["-"], "2026/q1.csv", ["2026/q1.csv"]],
  ["a stated one", ["in/a.csv"], "2026/q1.csv", ["2026/q1.csv"]],
  ["a stated folder, which is no object's name", ["in/a.csv"], "2026/", ["2026/a.csv"]],
  ["a stated folder of several", ["in/a.csv", "b.csv"], "2026/q1/", ["2026/q1/a.csv", "2026/q1/b.csv"]],
])("%s", (_what, paths, as, names) => {
  expect(uploadNames(paths, as)).toEqual(names);
});

test.each<[what: string, paths: string[], as: string | undefined, message: string]>([
  ["two files of one name", ["jan/a.csv", "feb/a.csv"], undefined, "would both be uploads/a.csv"],
  ["two files of one name, in a folder", ["jan/a.csv", "feb/a.csv"], "x/", "would both be uploads/x/a.csv"],
  ["one name for several", ["a.csv", "b.csv"], "c.csv", "A folder for them ends in /."],
  ["no name", ["a.csv"], "", "--as is empty"],
  ["standard input without a name", ["-"], undefined, "such as --as data.csv."],
  ["standard input in a folder", ["-"], "x/", "such as --as x/data.csv."],
  ["standard input beside a file", ["-", "a.csv"], "x/", "upload it by itself"],
])("%s: refused, before anything is lost", (_what, paths, as, message) => {
  expect(() => uploadNames(paths, as)).toThrow(message);
});

test.each([
  ["nope.csv", "csvprofile status lists the files there are."],
  ["uploads/q1/a.csv", "a file's name is what follows uploads/, here q1/a.csv."],
  ["s3://data/uploads/q1/a.csv", "a file's name is what follows uploads/, here q1/a.csv."],
])("%s: %s", (name, advice) => {
  expect(adviceOnName(name)).toBe(advice);
});
