/** Records that are plain are read a piece of text at a time, and handed to the walk where they are not: nobody can tell. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import { type Compared, compareEngines } from "./both-engines.ts";
import { mostlyPlain } from "./mostly-plain.ts";

const stated: ProfileOptions = { delimiter: ",", quote: '"', header: true };

function compared(text: string, sliceBytesLeast: number): Promise<Compared> {
  return compareEngines(Buffer.from(text), stated, [65_536], { sliceBytesLeast });
}

async function differencesOf(text: string, sliceBytesLeast = 262_144): Promise<readonly string[]> {
  const { differences, engine } = await compared(text, sliceBytesLeast);
  expect(engine).toBe("kernel");
  return differences;
}

/** Of more than a piece of text, with the same row in every place that it can have in one. */
function among(row: string, lineEnd = "\n"): string {
  const rows = Array.from({ length: 1500 }, (_, i) =>
    i % 67 === 40 ? row : `${i},${"abcdefgh".slice(0, i % 8)},"${i % 5}, ${i % 3}"`,
  );
  return ["id,word,list", ...rows, ""].join(lineEnd);
}

/** Text that is looked at together: plain-structure.ts. */
const pieceBytes = 4096;
const bytesBefore = 40;

/** The row begins `bytesBefore` to none before a piece of text does. */
function aroundBorder(row: string): string[] {
  const header = "id,word,list\n";
  const plain = "1,abcdefghi,xyz\n";
  return Array.from({ length: bytesBefore }, (_, before) => {
    const room = pieceBytes - before - plain.length;
    const rows = plain.repeat(Math.floor(room / plain.length));
    const last = plain.replace("xyz", "x".repeat(3 + (room % plain.length)));
    return `${header}${rows}${last}${row}\n${plain.repeat(30)}`;
  });
}

describe("a row among plain ones", () => {
  const rows: readonly (readonly [what: string, row: string])[] = [
    ["with doubled quotes", '1,"a ""b"" c","""d"""'],
    ["with nothing but doubled quotes", '1,"""""",""""'],
    ["with line ends in quotes", '1,"two\nlines","\n"'],
    ["with CRLFs in quotes", '1,"two\r\nlines","\r\n"'],
    ["with CRs in quotes", '1,"two\rlines","\r"'],
    ["with a CR outside of quotes", "1,a\rb,c"],
    ["with a quote within a cell", '1,5" disk,x'],
    ["with quotes behind text", '1,a"b",x'],
    ["with text behind a quote", '1,"a" b,x'],
    ["with blanks around quotes", '1, "a" ,x'],
    ["with empty quotes", '"","",""'],
    ["with empty cells", ",,"],
    ["that is too short", "1,a"],
    ["that is too long", "1,a,b,c"],
    ["and the next one are too short", "1\n2,a"],
    ["that is blank, and the next one too short", "\n2,a"],
    ["that is blank", ""],
    ["that is white space", "  "],
    ["that is longer than a piece of text", `1,"${'long, ""text"" '.repeat(400)}",x`],
    ["of many lines", `1,"${"line\n".repeat(300)}",x`],
    ["that is not ASCII", '1,"é, ü",日本'],
  ];
  it.each(rows)("%s", async (_, row) => {
    expect(await differencesOf(among(row))).toEqual([]);
    expect(await differencesOf(among(row), 1024)).toEqual([]);
    expect(await differencesOf(among(row, "\r\n"))).toEqual([]);
    for (const text of aroundBorder(row)) {
      expect(await differencesOf(text)).toEqual([]);
      expect(await differencesOf(text.replaceAll("\n", "\r\n"))).toEqual([]);
    }
  });
});

it.each([
  ["\n", 1],
  ["\n", 7],
  ["\r\n", 3],
])(
  "rows of several lines one behind the other, with line ends %j: up to %i more of each",
  async (lineEnd, most) => {
    const row = (i: number): string =>
      `${i % 211 === 200 ? "odd" : i},"${lineEnd.repeat(i % (most + 1))}"${i % 499 === 450 ? "" : ",x"}${lineEnd}`;
    const text = `id,lines,end${lineEnd}${Array.from({ length: 3000 }, (_, i) => row(i)).join("")}`;
    expect(await differencesOf(text)).toEqual([]);
    expect(await differencesOf(text, 1024)).toEqual([]);
  },
);

it("quotes that never close are told where they are", async () => {
  expect(await differencesOf(`${among("1,a,b")}2,"open,x\n${among("1,a,b")}`)).toEqual([]);
});

it("a last row without a line end, and one with a CR alone", async () => {
  for (const end of ["1,a,b", '1,a,"b"', "1,a,b\r", '1,a,"b', "1,a"]) {
    expect(await differencesOf(among("1,a,b") + end)).toEqual([]);
  }
});

it("more rows than a batch has room for", async () => {
  const rows = Array.from({ length: 60_000 }, (_, i) => `${i},${i % 9}\n`);
  expect(await differencesOf(`a,b\n${rows.join("")}`)).toEqual([]);
});

it("any text that is mostly plain", async () => {
  await fc.assert(
    fc.asyncProperty(mostlyPlain, async ({ text, sliceBytes }) => {
      expect((await compared(text, sliceBytes)).differences).toEqual([]);
    }),
    { numRuns: Number(process.env.RUNS ?? 60) },
  );
}, 60_000);
