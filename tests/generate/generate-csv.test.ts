import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { type GenerateOptions, generateCsv, generatedKinds } from "../../scripts/generator/generate-csv.ts";

function generated(options: GenerateOptions): string {
  return Buffer.concat([...generateCsv(options)]).toString();
}

function recordsOf(text: string): string[][] {
  return parse(text, {});
}

describe("generateCsv", () => {
  test.each(generatedKinds)(
    "%s is CSV with a header, the rows asked for and as many fields in each",
    (kind) => {
      const rows = kind === "wide" ? 20 : 500;
      const records = recordsOf(generated({ kind, rows }));
      expect(records).toHaveLength(rows + 1);
      const [header = []] = records;
      expect(new Set(header).size).toBe(header.length);
      if (kind === "wide") expect(header).toHaveLength(1000);
    },
  );

  test("the same options give the same bytes, another seed others", () => {
    expect(generated({ rows: 300, seed: 7 })).toBe(generated({ rows: 300, seed: 7 }));
    expect(generated({ rows: 300, seed: 8 })).not.toBe(generated({ rows: 300, seed: 7 }));
  });

  test("columns repeat under other names", () => {
    const [header] = recordsOf(generated({ kind: "decimals", rows: 1, columns: 5 }));
    expect(header).toEqual(["price", "rate", "signed", "price_2", "rate_2"]);
  });

  test("no rows is a header", () => {
    expect(generated({ kind: "ints", rows: 0 })).toBe("small,medium,large,signed\n");
  });

  test("distinct values do not repeat", () => {
    const [, ...records] = recordsOf(generated({ kind: "distinct", rows: 5000 }));
    for (const column of [0, 1, 2]) expect(new Set(records.map((cells) => cells[column])).size).toBe(5000);
  });

  test("mixed has the empties, N/A, quotes and line feeds that it promises", () => {
    const text = generated({ rows: 2000 });
    const [, ...records] = recordsOf(text);
    expect(records.filter((cells) => cells[8] === "").length).toBeGreaterThan(400);
    expect(records.filter((cells) => cells[10] === "N/A").length).toBeGreaterThan(10);
    expect(text).toContain('""');
    expect(records.some((cells) => cells[12]?.includes("\n"))).toBe(true);
    expect(records.every((cells) => /^-?\d+\.\d\d$/.test(cells[13] ?? ""))).toBe(true);
    expect(records.some((cells) => cells[13]?.startsWith("-0."))).toBe(false);
  });
});
