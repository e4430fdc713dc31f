/** What stands around a table is no part of it, and every line of it is accounted for. */
import { describe, expect, test } from "vitest";
import type { Receipt } from "../../lambda/profile/summary.ts";
import { profileText } from "./profile.ts";

type Lines = Partial<Omit<Receipt, "lines" | "balanced">>;

const table = "id,name,sum\n1,Ann,2.5\n2,Bob,3.5\n3,Cy,4.5\n";
const three: Lines = { header_lines: 1, record_lines: 3, records: 3 };

describe("lines before and behind the table", () => {
  test.each<[what: string, text: string, lines: Lines]>([
    ["none", table, three],
    ["a note", `${table}\nSource: own figures\n`, { ...three, footer_lines: 2 }],
    ["a note without a line end", `${table}\nSource: own figures`, { ...three, footer_lines: 2 }],
    ["a note with CRLF", `${table}\nSource: x\n`.replaceAll("\n", "\r\n"), { ...three, footer_lines: 2 }],
    ["a note with CR", `${table}\nSource: x\n`.replaceAll("\n", "\r"), { ...three, footer_lines: 2 }],
    ["an open quote in a note", `${table}\n"Source: own figures\n`, { ...three, footer_lines: 2 }],
    ["a second table", `${table}\nx,y\n1,2\n3,4\n`, { ...three, footer_lines: 4 }],
    ["blank lines only", `${table}\n\n`, { ...three, blank_lines: 2 }],
    [
      "a title and a note",
      `Sales\n\n${table}\nEnd of report, page 1\n`,
      { ...three, preamble_lines: 2, footer_lines: 2 },
    ],
  ])("%s", async (_what, text, lines) => {
    const { row_count, schema, quality_issues } = await profileText(text);
    const none = { preamble_lines: 0, blank_lines: 0, footer_lines: 0, unread_lines: 0 };
    const physical = text.split(/\r\n|\n|\r/).length - (/[\r\n]$/.test(text) ? 1 : 0);
    expect(quality_issues.receipt).toEqual({ ...none, ...lines, lines: physical, balanced: true });
    expect({ row_count, schema }).toEqual({
      row_count: 3,
      schema: { id: "int", name: "string", sum: "float" },
    });
    expect(quality_issues.short_rows.count).toBe(0);
  });

  test("behind the head nobody knows what a short row is: it stays one, and is reported", async () => {
    const rows = Array.from({ length: 6000 }, (_, i) => `${i},name ${i},${i / 4}\n`).join("");
    const { row_count, quality_issues } = await profileText(`id,name,sum\n${rows}\nSource: own figures\n`);
    expect(row_count).toBe(6001);
    expect(quality_issues.receipt).toMatchObject({ footer_lines: 0, blank_lines: 1 });
    expect(quality_issues.short_rows).toEqual({
      count: 1,
      examples: [{ row: 6001, line: 6003, fields: 1 }],
    });
  });
});

describe("what stands beside names is no name", () => {
  const rows = [1, 2, 3, 4].map((i) => `${i},n${i},${i}.5`);
  test.each<[what: string, text: string, alert: string | null]>([
    [
      "a line of dashes",
      ["id,name,sum", "--,----,---", ...rows, ""].join("\n"),
      "The header has 2 lines; the line of dashes was left out.",
    ],
    [
      "a delimiter at its end",
      ["id,name,sum,", ...rows, ""].join("\n"),
      "The header ends with a delimiter and no row does. The field without a name behind it was left out.",
    ],
    [
      "a mark of comments, and blanks instead of the delimiter",
      ["#Version: 1.0", "#Fields: id name sum", ...rows.map((row) => row.replaceAll(",", "\t")), ""].join(
        "\n",
      ),
      null,
    ],
    ["a mark of comments", ["# id name sum", ...rows, ""].join("\n").replaceAll(",", " "), null],
  ])("%s", async (_what, text, alert) => {
    const { row_count, schema, quality_issues: issues } = await profileText(text);
    expect({ row_count, schema }).toEqual({
      row_count: 4,
      schema: { id: "int", name: "string", sum: "float" },
    });
    expect(issues.has_issues).toBe(false);
    expect(issues.alerts.map(({ message }) => message)).toEqual(alert === null ? [] : [alert]);
  });
});

describe("exports as they come", () => {
  test("a bank's account data above its table are no table, though there are four pairs and padding", async () => {
    const text =
      '"Konto:";"DE12 5001";\n"Von:";"01.01.2024";\n"Bis:";"31.03.2024";\n"Stand:";"1.234,56 EUR";\n\n' +
      '"Tag";"Wert";"Auftraggeber";"Zweck";"Betrag";"ID"\n' +
      Array.from(
        { length: 12 },
        (_, i) => `"1${i % 10}.02.2024";"28.02.2024";"Firma ${i}";"RE ${i}";"-${i}1,50";""\n`,
      ).join("") +
      '\n"Anzahl: 12";;;;;\n';
    const { schema, row_count, dialect, quality_issues } = await profileText(text);
    expect(Object.keys(schema)).toEqual(["Tag", "Wert", "Auftraggeber", "Zweck", "Betrag", "ID"]);
    expect({ row_count, skipped: dialect?.skipped_lines }).toEqual({ row_count: 12, skipped: 5 });
    expect(quality_issues.receipt).toMatchObject({ footer_lines: 2, balanced: true });
  });

  test("a survey's question over two lines is one name, commas and all", async () => {
    const rows = Array.from(
      { length: 20 },
      (_, i) => `2024-03-${10 + i},${20 + i},${i % 5},"fine, ""really""\nyes"\n`,
    );
    const { schema, row_count, quality_issues } = await profileText(
      `When,"How old are you?","Do you agree?\n(1 = no, 5 = yes)","Anything else, in your own words?"\n${rows.join("")}`,
    );
    expect(schema).toEqual({
      When: "date",
      "How old are you?": "int",
      "Do you agree?\n(1 = no, 5 = yes)": "int",
      "Anything else, in your own words?": "string",
    });
    expect(row_count).toBe(20);
    expect(quality_issues.runaway_quotes.count).toBe(0);
  });
});

describe("row names without a name of their own", () => {
  test("have a column, and the named columns their own values", async () => {
    const { schema, quality_issues } = await profileText(
      '"mpg","cyl"\n"Mazda RX4",21,6\n"Datsun 710",22.8,4\n"Valiant",18.1,6\n',
    );
    expect(schema).toEqual({ column_1: "string", mpg: "float", cyl: "int" });
    expect(quality_issues.long_rows.count).toBe(0);
    expect(quality_issues.renamed_columns).toMatchObject([{ position: 1, reason: "blank" }]);
    expect(quality_issues.alerts).toMatchObject([{ code: "ROW_NAMES", severity: "warning" }]);
  });

  test("are none where a text has a comma: its rows are too long", async () => {
    const { schema, quality_issues } = await profileText(
      "id,name,qty\n1,Smith, Jo,10\n2,Jones, Al,20\n3,Brown, Di,30\n",
    );
    expect(schema).toMatchObject({ id: "int", name: "string" });
    expect(quality_issues.alerts).toMatchObject([{ code: "RAGGED_ROWS", severity: "error" }]);
  });

  test("a delimiter at the end of each row is no column", async () => {
    const { schema, quality_issues } = await profileText("a,b\n1,x,\n2,y,\n3,z,\n");
    expect(schema).toEqual({ a: "int", b: "string" });
    expect(quality_issues.alerts.map(({ code }) => code)).toEqual(["TRAILING_DELIMITERS"]);
    expect(quality_issues.has_issues).toBe(false);
  });

  test("one row too many fields is an accident", async () => {
    const { schema, quality_issues } = await profileText("a,b\n1,x,9\n2,y\n3,z\n");
    expect(schema).toEqual({ a: "int", b: "string" });
    expect(quality_issues.long_rows.count).toBe(1);
  });
});

describe("a file without header and records is an error, however long", () => {
  test.each<[what: string, text: string, options: { skipLines?: number }]>([
    ["nothing", "", {}],
    ["blanks", " \t\n\n", {}],
    ["70,000 line ends", "\n".repeat(70_000), {}],
    ["blank lines past the head", " \r\n".repeat(40_000), {}],
    ["Excel's line only", "sep=;\n", {}],
    ["fewer lines than are skipped", "a,b\n1,2\n", { skipLines: 5 }],
  ])("%s", async (_what, text, options) => {
    const content = await profileText(text, options);
    expect(content).toMatchObject({
      status: "error",
      error_code: "EMPTY_FILE",
      partial: false,
      row_count: 0,
    });
  });

  test("the message tells white space from lines that are skipped", async () => {
    expect((await profileText("\n".repeat(70_000))).error_message).toContain(
      "only white space (70000 bytes)",
    );
    expect((await profileText("a,b\n1,2\n", { skipLines: 5 })).error_message).toContain(
      "nothing follows its first 2 lines",
    );
  });

  test("a header alone is a success", async () => {
    expect(await profileText("id,name\n")).toMatchObject({
      status: "success",
      row_count: 0,
      column_count: 2,
    });
  });
});
