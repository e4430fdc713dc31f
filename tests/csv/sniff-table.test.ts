/** Where in a file its table begins and ends. */
import { expect, it } from "vitest";
import type { Dialect } from "../../lambda/csv/dialect.ts";
import { sniff } from "../../lambda/csv/sniff.ts";
import { numbered } from "../generate/numbered.ts";

const comma = { delimiter: ",", quote: '"', escape: '"', header: true, headerLines: 1, preambleLines: 0 };

const regions = `Region;Units;Revenue;Margin\n${numbered(1, 20, (i) => `Region ${i};${i + 100};${i * 37}.50;${i}%`)}`;

const cases: readonly (readonly [what: string, text: string, expected: Partial<Dialect>])[] = [
  ["Excel's sep=", "sep=;\na;b\n1;2,5\n", { delimiter: ";", preambleLines: 1 }],
  ["sep= with what would not be found", "sep=_\na_b\n1_2\n", { delimiter: "_", preambleLines: 1 }],
  [
    "titles, a blank line and a note",
    "Report\nBy me, today\n\nid,name,sum\n1,a,2.5\n2,b,3.5\n\nTotal rows: 2\n",
    { preambleLines: 3, footerLines: 2 },
  ],
  [
    "a table of two columns and a note",
    "id,sum\n1,2\n2,3\n\nsource: me\n",
    { preambleLines: 0, footerLines: 2 },
  ],
  ["a second table", "id,sum,x\n1,2,a\n2,3,b\n\nname,city\nAnn,Oslo\nBob,Rome\n", { footerLines: 4 }],
  ["a second table with its own names", "id,sum\n1,2\n2,3\n\nno,share\n7,8\n9,10\n", { footerLines: 4 }],
  [
    "a spreadsheet's preamble, padded with delimiters",
    `Monthly report;;;\nExported on;2024-05-01;;\n;;;\n${regions}`,
    { ...comma, delimiter: ";", preambleLines: 3 },
  ],
  [
    "padded pairs right above the names",
    `Company:;ACME GmbH;;\n${regions}`,
    { ...comma, delimiter: ";", preambleLines: 1 },
  ],
  [
    "padded pairs above a table of words",
    "Company,ACME,\nFor,Ann,\n,,\nname,city,pet\nAnn,Oslo,cat\nBob,Rome,dog\nCid,Bonn,cat\n",
    { ...comma, preambleLines: 3 },
  ],
  [
    "last columns without a name",
    "name,size,,\na,1,2,3\nb,4,5,6\nc,7,8,9\n",
    { headerLines: 1, preambleLines: 0 },
  ],
  [
    "names that span columns",
    "Sales,,Costs,\nQ1,Q2,Q1,Q2\n1,2,3,4\n5,6,7,8\n9,10,11,12\n",
    { headerLines: 2, preambleLines: 0 },
  ],
  [
    "a last column with a note in one row only",
    "id,sum,\n1,2,\n2,3,\nunknown,n/a,see below\n4,5,\n5,6,\n",
    { headerLines: 1, preambleLines: 0 },
  ],
  [
    "a second table of words, as wide",
    "id,qty\n1,2\n2,3\n\ncode,name\nC1,Ann\nC2,Bob\nC3,Cid\n",
    { footerLines: 5, furtherTables: 1 },
  ],
  [
    "a second table of words, with a title",
    `id,qty\n1,2\n2,3\n\n\nOther table\ncode,name\n${numbered(1, 9, (i) => `C${i},n${i}`)}`,
    { footerLines: 13, furtherTables: 1 },
  ],
  [
    "a wider table below one of three lines",
    "a,b\n1,2\n3,4\n\nx,y,z\nq,w,e\nr,t,y\n",
    { columns: 2, footerLines: 4, furtherTables: 1 },
  ],
  [
    "a row with a word behind a blank line",
    "id,sum\n1,2\n2,3\n\n3,unknown\n4,4\n5,5\n",
    { footerLines: 0, furtherTables: 0 },
  ],
  [
    "rows of words behind a blank line in a table of words",
    "name,city\nAnn,Oslo\nBob,Rome\n\nCid,Bonn\nDan,Bern\nEve,Riga\n",
    { footerLines: 0, furtherTables: 0 },
  ],
  ["blank lines within one table", "id,sum\n1,2\n\n2,3\n\n3,4\n", { footerLines: 0 }],
  [
    "a header with a separator too few",
    "idname,sum\n1,a,2\n2,b,3\n3,c,4\n",
    { header: true, preambleLines: 0 },
  ],
  ["CRLF with LF within quotes", 'a,b\r\n1,"x\ny"\r\n2,z\r\n', { terminator: "CRLF" }],
  ["CR", "a,b\r1,2\r3,4\r", { terminator: "CR" }],
  ["mixed", "a,b\r\n1,2\n3,4\r\n", { terminator: "mixed" }],
];

it.each(cases)("%s", (_, text, expected) => {
  expect(sniff(Buffer.from(text), true, {})).toMatchObject(expected);
});
