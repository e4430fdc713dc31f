import { describe, expect, it } from "vitest";
import { sniffBytes } from "../../lambda/limits.ts";
import { cut, decodeAll } from "./decoding.ts";

const records = (count: number) =>
  Array.from({ length: count }, (_, id) => ({ id, name: `N, "${id}" ]}`, v: [id / 2, null] }));
const asLines = (count: number) => records(count).map((record) => JSON.stringify(record));
/** Records of which the first `sniffBytes` are but a part. */
const many = sniffBytes / 10;

const nested: readonly (readonly [looksLike: string, text: string])[] = [
  ["JSON", '[{"a":1,"b":2},{"a":3,"b":4}]\n'],
  ["JSON", JSON.stringify(records(many))],
  ["JSON", JSON.stringify({ data: records(many) })],
  ["JSON", `\ufeff \n${JSON.stringify(records(many), null, 2)}`],
  ["JSON", JSON.stringify(records(3), null, 2).replaceAll("\n", "\r\n")],
  ["JSON", '{"a": 1}\n'],
  ["JSON Lines", asLines(3).join("\n")],
  ["JSON Lines", `${asLines(many).join("\r\n")}\r\n`],
  ["JSON Lines", '["id","name"]\n\n[1,"a"]\n'],
  ["XML", '<?xml version="1.0"?>\n<rows>\n<row><id>0</id></row>\n</rows>\n'],
  ["XML", '<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code></Error>'],
  ["an HTML page", "<!DOCTYPE html><html><body>Login</body></html>\n"],
  ["an HTML page", '<!doctype html public "x">\n<!-- a -->\n<html>\n'],
  ["an HTML page", "\n<html lang='en'>\n<head><title>Login</title></head>\n"],
  ["an HTML page", "<html><body>Access denied</body></html>"],
  ["an HTML table", "<table border=1>\n<tr><td>id</td><td>v</td></tr>\n</table>\n"],
  ["an HTML table", "\n<TABLE><thead><tr><th>id</th></tr></thead></TABLE>"],
];

describe("text that is no table is named, with advice", () => {
  it.each(nested)("%s %#", async (looksLike, text) => {
    for (const chunkBytes of [100, text.length]) {
      const { failure } = await decodeAll(cut(Buffer.from(text), chunkBytes));
      expect(failure).toMatchObject({ code: "NOT_A_TABLE", data: { looksLike } });
      expect(String(failure)).toMatch(/no table: it looks like .*\. (Export|Often)/);
    }
  });
});

describe("a table is not mistaken for it", () => {
  it.each([
    "[id],[name]\n1,a\n",
    '["id","name"\n1,a\n',
    "[1,2],[3,4]\n[5,6],[7,8]\n",
    "[1]\nx\n[2]\n",
    '{"a":1},x\n{"a":2},y\n',
    "{id},x\n1,2\n",
    `${"{1},{2}\n".repeat(many)}`,
    `[a],b\n${"1,2\n".repeat(many)}`,
    `[1],2\n${"[1],2\n".repeat(many)}`,
    'json\n{"a":1}\n{"a":2}\n',
    "<html>,x\n1,2\n",
    "<b>name</b>,x\n1,2\n",
    "<?xml,x\n1,2\n",
    "<!doctype html>,x\n1,2\n",
    "[2024-01-01 10:00:00] INFO started\n[2024-01-01 10:00:01] INFO done\n",
  ])("%.40j", async (text) => {
    expect(await decodeAll(cut(Buffer.from(text), 7000))).toMatchObject({ text, failure: null });
  });
});
