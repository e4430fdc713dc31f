import { describe, expect, test } from "vitest";
import { filterPattern } from "../../../scripts/local-aws/logs/filter-pattern.ts";

describe("filterPattern", () => {
  const cases: [pattern: string, message: string, matches: boolean][] = [
    ["", "anything", true],
    ["ERROR", "an ERROR here", true],
    ["ERROR", "an error here", false],
    ["ERROR file", "ERROR in a file", true],
    ["ERROR file", "ERROR elsewhere", false],
    ['"in a file"', "ERROR in a file", true],
    ['"in a file"', "in one file", false],
    ['"say \\"hi\\""', 'they say "hi" there', true],
    ["?ERROR ?WARN", "a WARN", true],
    ["?ERROR ?WARN", "an INFO", false],
    ["-INFO", "a WARN", true],
    ["-INFO", "an INFO", false],
    ["file -INFO", "file INFO", false],
    ['-"in a"', "in a file", false],
    ["file ?ERROR", "file", true],
    ['"file.profiled"', '{"message":"file.profiled"}', true],
  ];
  test.each(cases)("%s on %j: %s", (pattern, message, matches) => {
    expect(filterPattern(pattern)(message)).toBe(matches);
  });

  test.each(["{ $.level = ERROR }", "[a, b]", "%[0-9]%"])("%s is refused, not ignored", (pattern) => {
    expect(() => filterPattern(pattern)).toThrow(
      expect.objectContaining({ code: "InvalidParameterException" }),
    );
  });
});
