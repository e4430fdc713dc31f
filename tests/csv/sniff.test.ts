import { describe, expect, it } from "vitest";
import type { Dialect } from "../../lambda/csv/dialect.ts";
import { sniff } from "../../lambda/csv/sniff.ts";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import { numbered } from "../generate/numbered.ts";

const comma = { delimiter: ",", quote: '"', escape: '"', header: true, headerLines: 1, preambleLines: 0 };

type Case =
  | readonly [what: string, text: string, expected: Partial<Dialect>]
  | readonly [what: string, text: string, expected: Partial<Dialect>, stated: ProfileOptions];

const delimiterCases: readonly Case[] = [
  ["commas", "name,age\nAnn,12\nBob,13\n", comma],
  ["decimal commas between semicolons", "id;sum;x\n1;1.234,56;a\n2;2,50;b\n", { ...comma, delimiter: ";" }],
  [
    "prose with commas between tabs",
    "id\ttext\n1\tHello, you\n2\tWell, well, well\n",
    { ...comma, delimiter: "\t" },
  ],
  [
    "Indian amounts between tabs, blank where there is none",
    "Day\tDebit\tCredit\tBalance\n1 Jan 2023\t1,23,456.00\t \t5,68,816.50\n2 Jan 2023\t \t30,759.00\t8,47,480.50\n3 Jan 2023\t \t2,30,759.00\t9,47,480.50\n",
    { delimiter: "\t", columns: 4, confidence: 0.98 },
  ],
  [
    "weekdays and dates between blanks",
    "day date\nMon 2024-03-04\nTue 2024-03-05\nWed 2024-03-06\n",
    { delimiter: " ", columns: 2 },
  ],
  ["lists within cells", "id,tags\n1,a;b;c\n2,d;e;f\n", comma],
  ["JSON between pipes", 'id|doc\n1|{"a": 1, "b": 2}\n2|{"a": 3, "b": 4}\n', { ...comma, delimiter: "|" }],
  [
    "JSON lines have no header",
    '{"a": 1, "b": "x"}\n{"a": 2, "b": "y"}\n{"a": 3, "b": "z"}\n',
    { header: false },
  ],
  ["JSON within quotes", 'id,doc\n1,"{""a"": 1, ""b"": 2}"\n2,"{""a"": 3, ""b"": 4}"\n', comma],
  ["times of day are no columns", "start,end\n12:30:45,12:31:00\n13:30:45,13:31:00\n", comma],
  ["times alone are one column", "start\n12:30:45\n12:31:45\n12:40:45\n", comma],
  ["times and nothing else", "12:30:45\n12:31:45\n12:40:45\n", { ...comma, header: false, headerLines: 0 }],
  ["URLs alone are one column", "url\nhttps://a.example/x\nhttps://b.example/y\n", comma],
  ["names alone are one column", "name\nJohn Smith\nJane Doe\nBob Lee\n", comma],
  [
    "/etc/passwd",
    "root:x:0:0:root:/root:/bin/sh\nbin:x:1:1:bin:/bin:/bin/no\n",
    { delimiter: ":", header: false },
  ],
  ...["\x01", "\x1f", "§", "¦"].map(
    (delimiter): Case => [
      `U+${delimiter.charCodeAt(0).toString(16)}`,
      numbered(0, 9, (i) => [i, `Name ${i}`, `${i},5`].join(delimiter)),
      { delimiter, columns: 3 },
    ],
  ),
  ["section signs within texts", "id,law\n1,§ 5 and § 7\n2,§ 8 and § 9\n3,§ 1 and § 2\n", comma],
  ...(
    [
      ["numbers of cards", "card", (i: number) => `4111 1111 1111 10${i}`],
      ["telephone numbers", "tel", (i: number) => `+49 30 1000${i}`],
      ["times with a word behind", "zeit", (i: number) => `${i}.01.2024 10:${i} Uhr`],
      ["grouped digits", "count", (i: number) => `1 234 0${i}`],
      ["measurements with an error", "v", (i: number) => `${i}.5 ± 0.1`],
      ["about so many", "n", (i: number) => `~${i}`],
      ["sections of a law", "law", (i: number) => `§ ${i}`],
      ["volumes and pages", "ref", (i: number) => `3:${i}:1`],
    ] as const
  ).map(
    ([what, name, value]): Case => [
      `${what} below one name`,
      `${name}\n${numbered(10, 19, value)}`,
      { header: true, columns: 1, preambleLines: 0 },
    ],
  ),
  ["a title above a matrix", "DATA\n0.1 2.5 3\n4 5.5 6.1\n7 8 9.2\n", { delimiter: " ", header: false }],
  ["a title above names", "Results\na b c\n1 2 3\n4 5 6\n7 8 9\n", { delimiter: " ", preambleLines: 1 }],
  ["blanks", "a b c\n1 2 3\n4 5 6\n", { ...comma, delimiter: " ", whitespaceAligned: false }],
  [
    "aligned columns",
    "name   age  city\nAnn     12  Oslo\nBobby  113  Rome\n",
    { delimiter: " ", whitespaceAligned: true },
  ],
  ["aligned to the right", "  id  sum\n   1   20\n  10  200\n", { delimiter: " ", whitespaceAligned: true }],
  ["comma and blank", "a, b, c\n1, 2, x y\n3, 4, z\n", { ...comma, skipInitialSpace: true }],
  ["blanks before quotes", 'a, b, c\n1, "x, y", 2\n3, "z", 4\n', { ...comma, skipInitialSpace: true }],
  [
    "prose alone is one column",
    "remark\nHello, world\nFoo\nBar, baz, qux\n",
    { delimiter: "\t", header: true },
  ],
  [
    "prose with semicolons in most lines is one column",
    `comment\n${numbered(1, 10, (i) => `Bad, very bad; never again\nok\nmeh; x${i}\nNice one, thanks, bye`)}`,
    { columns: 1, header: true, preambleLines: 0 },
  ],
  [
    "prose with semicolons in few lines is one column",
    `comment\n${numbered(1, 10, (i) => `Bad; sad\nok\nNice ${i}\nGood\nWell done`)}`,
    { columns: 1, header: true, preambleLines: 0 },
  ],
  ["words between semicolons and blanks", "name; city\nAnn; Oslo\nBob; Rome\n", { ...comma, delimiter: ";" }],
  [
    "numbers between semicolons and blanks, some missing",
    "name; sum\nAnn; 1\nBob\nCid; 3\nDan; 4\n",
    { ...comma, delimiter: ";" },
  ],
  [
    "long questions name columns of numbers",
    `id,${"How much do you agree with this sentence, of 1 to 5? ".repeat(4).replaceAll(",", "")},${"And how often has that happened to you since we asked last? ".repeat(3)}\n1,4,2\n2,5,1\n3,3,3\n`,
    { columns: 3, header: true, headerLines: 1 },
  ],
  ["times in halves of a day are one column", "t\n1:30 PM\n2:30 PM\n3:30 AM\n", { columns: 1, header: true }],
  ["days with months' names are one column", "day\n1 Jan 2024\n2 Feb 2024\n3 Mar 2024\n", { columns: 1 }],
  [
    "days with times are one column",
    `when started\n${numbered(10, 19, (i) => `2024-01-${i} 10:${i}:00`)}`,
    { columns: 1, header: true },
  ],
  [
    "days with times and zones are one column",
    numbered(10, 19, (i) => `2024-01-${i} 10:${i}:00 +0100`),
    { columns: 1, header: false },
  ],
  [
    "days and times with names of their own",
    `date time\n${numbered(10, 19, (i) => `2024-01-${i} 10:${i}:00`)}`,
    { delimiter: " ", columns: 2, header: true },
  ],
  [
    "days and times between blanks",
    "2024-01-01 12:00 5\n2024-01-02 13:00 6\n",
    { delimiter: " ", columns: 3 },
  ],
  ["one quoted column", '"Smith, John"\n"Doe, Jane"\n"Foo, Bar"\n', comma],
  [
    "lists within cells that the names do not have",
    `id,rgb\n${numbered(1, 40, (i) => `${i},${i}|${i * 2}|${i * 7}`)}`,
    { ...comma, columns: 2 },
  ],
  [
    "lists within cells, below a title",
    `Colours\nid,rgb\n${numbered(1, 40, (i) => `${i},${i}|${i * 2}|${i * 7}`)}`,
    { ...comma, columns: 2, preambleLines: 1 },
  ],
  [
    "lists within cells, below a comment",
    `# Colours\nid,rgb\n${numbered(1, 40, (i) => `${i},${i}|${i * 2}|${i * 7}`)}`,
    { ...comma, columns: 2, preambleLines: 1 },
  ],
  [
    "pairs within cells",
    `id,pair\n${numbered(1, 9, (i) => `${i},${i * 3}|${i * 7}`)}`,
    { ...comma, columns: 2 },
  ],
  [
    "boxes within cells",
    `id,bbox\n${numbered(1, 9, (i) => `${i},${i}.5;${i * 2};${i + 7}.25;${i}`)}`,
    { ...comma, columns: 2 },
  ],
  [
    "places within cells",
    `id;pos\n${numbered(1, 9, (i) => `${i};${i}.5,${i * 2}.25,3`)}`,
    { ...comma, delimiter: ";", columns: 2 },
  ],
  [
    "a title with a comma above decimal commas",
    `Sales, Europe\nLand;Q1;Q2\n${numbered(1, 9, (i) => `L${i};${i},5;${i},7`)}`,
    { ...comma, delimiter: ";", columns: 3, preambleLines: 1 },
  ],
  ["names between commas above semicolons", "a,b,c\n1;2;3\n4;5;6\n", { delimiter: ";", columns: 3 }],
  [
    "addresses of network cards within cells",
    `id,mac\n${numbered(10, 49, (i) => `${i},00:1B:44:11:3A:${i}`)}`,
    { ...comma, columns: 2 },
  ],
  [
    "and without names",
    numbered(10, 49, (i) => `${i},00:1B:44:11:3A:${i}`),
    { delimiter: ",", columns: 2, header: false },
  ],
  [
    "addresses of network cards are one column",
    `mac\n${numbered(10, 49, (i) => `00:1B:44:11:3A:${i}`)}`,
    { columns: 1, header: true },
  ],
  [
    "addresses of IPv6 within cells",
    `user,ip\n${numbered(10, 49, (i) => `u${i},2001:db8::ff00:42:${i}`)}`,
    { ...comma, columns: 2 },
  ],
  [
    "addresses of IPv6 are one column",
    `ip\n${numbered(10, 49, (i) => `2001:db8:0:0:0:ff00:42:${i}`)}`,
    { columns: 1, header: true },
  ],
  [
    "networks of IPv6 are one column",
    `net\n${numbered(10, 49, (i) => `2001:db8:${i}::/48`)}`,
    { columns: 1, header: true },
  ],
  [
    "names of AWS are one column",
    `arn\n${numbered(10, 49, (i) => `arn:aws:iam::123456789012:user/u${i}`)}`,
    { columns: 1, header: true },
  ],
  [
    "URNs are one column",
    `urn\n${numbered(10, 49, (i) => `urn:isbn:04514505${i}`)}`,
    { columns: 1, header: true },
  ],
  [
    "paths of Windows are one column",
    `path\n${numbered(10, 19, (i) => `C:\\a\\b${i}`)}`,
    { columns: 1, header: true, preambleLines: 0 },
  ],
  [
    "numbers with decimal commas are one column",
    "price\n1,50\n2,75\n3,20\n",
    { columns: 1, header: true, preambleLines: 0 },
  ],
  ["pairs of numbers are two columns", "1,50\n2,75\n3,20\n", { columns: 2, header: false }],
  [
    "six columns of numbers between colons",
    `a:b:c:d:e:f\n${numbered(100, 109, (i) => `${i}:${i}:${i}:${i}:${i}:x`)}`,
    { delimiter: ":", columns: 6 },
  ],
  ["one word", "hello", { ...comma, terminator: "none" }],
  [
    "log lines",
    "2024-01-01 12:00:00 INFO up\n2024-01-01 12:00:05 WARN went, badly wrong\n2024-01-02 01:00:00 INFO ok, then\n",
    { whitespaceAligned: false },
  ],
];

const threeColumns = { ...comma, columns: 3, preambleLines: 0, footerLines: 0 };

/** Prose of as many lines, each with a comma. */
function html(lines: number): string {
  return Array.from({ length: lines }, () => "<p>some html, with commas</p>").join("\n");
}

/** Rows with short cells of two lines. */
const cells = numbered(2, 30, (i) => `${i},"<p>x</p>\n<p>y</p>",${i}`);

const quoteCases: readonly Case[] = [
  ["apostrophes in words", "name,city\nO'Brien,Cork\nD'Arcy,'s-Hertogenbosch\nX,Y\n", comma],
  ["single quotes", "id,'text'\n1,'a,b'\n2,'c''d'\n3,'e'\n", { ...comma, quote: "'", escape: "'" }],
  ["backslash escapes", 'id,t\n1,"say \\"hi, you\\""\n2,"b"\n', { ...comma, escape: "\\" }],
  ["Windows paths are no escapes", 'id,dir\n1,"C:\\a\\"\n2,"D:\\b, c\\"\n3,"E:\\"\n', comma],
  ["inches", 'id,size\n1,5" pipe\n2,6" pipe\n', comma],
  ["line ends within quotes", 'id,t\n1,"a\nb,c\nd"\n2,"e"\n3,f\n', comma],
  ["200 lines within the first quotes", `id,html,v\n0,short,4\n1,"${html(200)}",1\n${cells}`, threeColumns],
  ["200 lines within the last quotes", `id,html,v\n0,short,4\n${cells}40,"${html(200)}",1\n`, threeColumns],
  [
    "200 lines without a comma in one cell",
    `id,text,v\n1,"${"some text\n".repeat(200)}",1\n2,b,3\n`,
    threeColumns,
  ],
  [
    "a quote that only another stray one would close, 200 rows below",
    `id,t,u\n1,"a,b\n${numbered(2, 200, (i) => `${i},c,d`)}201,e,f"\n${numbered(202, 300, (i) => `${i},c,d`)}`,
    threeColumns,
  ],
  ["a quote that is not closed", 'id,t,u\n1,"a,b\n2,c,d\n3,e,f\n', comma],
];

const headerCases: readonly Case[] = [
  ["numbers only", "1,2,3\n4,5,6\n", { header: false, headerLines: 0 }],
  ["words and numbers only", "Ann,12\nBob,13\nCid,14\n", { header: false }],
  ["words only", "name,city\nAnn,Oslo\nBob,Rome\n", { header: true }],
  ["words that come again", "Ann,Oslo\nBob,Rome\nAnn,Paris\nBob,Oslo\n", { header: false }],
  [
    "names that come again, whole",
    "customer,city\nAda,Rome\nBob,Oslo\ncustomer,city\nEd,Kiel\nFi,Linz\n",
    { ...comma, footerLines: 0 },
  ],
  [
    "names that come again, whole, above numbers",
    "id,name\n1,a\n2,b\nid,name\n3,c\n4,d\n",
    { ...comma, footerLines: 0 },
  ],
  ["one row that comes again, always", "a,b\n".repeat(10), { header: false }],
  ["rows that come again", "Ann,Oslo\nBob,Rome\nCid,Bonn\nAnn,Oslo\nBob,Rome\nCid,Bonn\n", { header: false }],
  [
    "a row that comes again, and parts of it",
    "Ann,Oslo\nBob,Rome\nAnn,Oslo\nBob,Oslo\nCid,Bonn\n",
    { header: false },
  ],
  [
    "a code of the form of those below",
    "Alice,AB-0X,Smith\nBob,AB-1X,Jones\nCarol,AB-2X,Brown\nDave,AB-3X,Clark\n",
    { header: false },
  ],
  [
    "a name of another form",
    "Name,CODE1,Surname\nBob,AB-1X,Jones\nCarol,AB-2X,Brown\nDave,AB-3X,Clark\n",
    { header: true },
  ],
  ["a short name of the form of the codes below", "Name,Q1\nBob,A1\nCarol,B1\nDave,A2\n", { header: true }],
  [
    "a name of the form of codes, beside numbers",
    "Item,Part0,Sum\na,Part7,1\nb,Part8,2\nc,Part9,3\n",
    { header: true },
  ],
  [
    "years as names above numbers with flags",
    `geo,unit\t2019 \t2020 \t2021 \n${numbered(1, 9, (i) => `G${i},PC\t${i}.5 \t${i}.7 p\t: `)}`,
    { header: true },
  ],
  ["years as names", "country,2019,2020\nGermany,12,13\nFrance,14,15\n", { header: true }],
  ["numbers as names, above pandas' index", ",0,1\n0,5.1,a\n1,4.9,b\n2,4.7,c\n", { header: true }],
  ["one number as a name, above pandas' index", ",0\n0,5.1\n1,4.9\n2,4.7\n", { header: true }],
  ["months as names", "Region,1,2,3,4,5\nNorth,20,31,12,8,4\nSouth,11,30,7,9,9\n", { header: true }],
  ["hours as names", "day,0,1,2\n2024-01-01,20,31,12\n2024-01-02,11,30,7\n", { header: true }],
  ["columns of a plate as names", "Well,1,2,3\nA,0.21,0.31,0.12\nB,0.11,0.3,OVER\n", { header: true }],
  ["numbers as names of fractions", "0,1,2\n0.21,0.31,0.12\n0.11,0.3,0.5\n", { header: true }],
  ["a row that counts, and others do, too", "a,1,2,3,4,5\nb,6,7,8,9,10\nc,7,8,9,1,4\n", { header: false }],
  ["a short row that counts", "Ann,1,2,3\nBob,4,2,2\nCid,5,1,1\n", { header: false }],
  ["an index that is not there", ",0,1\n,5,2\n,4,7\n", { header: false }],
  ["a first row of small numbers", "1,2,3,4\n2,2,1,3\n4,1,1,2\n", { header: false }],
  ["few rows of whole numbers", "0,1,2,3,4,5\n0,1,4,9,16,25\n0,1,8,27,64,125\n", { header: false }],
  [
    "numbers as names of many whole numbers",
    `0,1,2,3,4\n${Array.from({ length: 12 }, (_, i) => `${i},7,${i * i},3,${9 - i}\n`).join("")}`,
    { header: true },
  ],
  ["a row that counts from 5", "a,5,6,7,8,9\nb,3,7,1,9,2\nc,7,5,9,1,4\n", { header: false }],
  ["sizes with units above others", "4.5M,./a\n120K,./b\n1.2M,./c\n", { header: false }],
  ["a name above sizes with units", "size,file\n4.5M,./a\n120K,./b\n1.2M,./c\n", { header: true }],
  ["one line of names", "a,b,c\n", { header: true }],
  ["one line of values", "1,2024-01-01,x\n", { header: false }],
  ["names over two lines", "name,size,when\n,mm,utc\na,12,2020-01-01\nb,13,2020-01-02\n", { headerLines: 2 }],
  [
    "one bad value is no second line of names",
    "name,size\na,unknown\nb,13\nc,14\nd,15\n",
    { headerLines: 1 },
  ],
  ["missing values in the first row", "a,b,c\n,,\n1,,3\n", { header: true, headerLines: 1 }],
  [
    "a comma within a text is no row name",
    "id,name,qty\n1,Smith, Jo,10\n2,Jones, Al,20\n3,Brown, Di,30\n",
    { ...comma, surplusField: "none" },
  ],
  [
    "blanks behind all commas are no text",
    "name, qty\n1, a, 10\n2, b, 20\n3, c, 30\n",
    { header: true, surplusField: "row_names" },
  ],
  [
    "rows as wide as the header hold the same",
    `id,name,qty\n1,a,1\n2,b,2\n3,c,3\n${numbered(4, 60, (i) => `${i},n${i},${i * 3},x${i}`)}`,
    { ...comma, surplusField: "none" },
  ],
  [
    "a roster's weekdays and dates are names",
    "shift,Mon 4/3/2024,Tue 5/3/2024,Wed 6/3/2024\nearly,Ann,Bob,Cy\nlate,Bob,Cy,Ann\n",
    { header: true },
  ],
  ["dangerous names", "__proto__,constructor\n1,2\n", { header: true }],
];

const statedCases: readonly Case[] = [
  ["delimiter", "a,b;c,d\n1,2;3,4\n", { delimiter: ";" }, { delimiter: ";" }],
  ["a delimiter that nobody guesses", "a\x01b\n1\x012\n", { delimiter: "\x01" }, { delimiter: "\x01" }],
  ["no quotes", 'a,b\n"x,y"\n"z,w"\n', { quote: null, escape: null }, { quote: null }],
  ["quote", "a,b\n'x,y',1\n", { quote: "'", escape: "'" }, { quote: "'" }],
  ["escape", 'a,b\n"x""y",1\n', { quote: '"', escape: "\\" }, { escape: "\\" }],
  ["no header", "name,age\nAnn,12\n", { header: false, headerLines: 0 }, { header: false }],
  ["header", "1,2\n3,4\n", { header: true, headerLines: 1 }, { header: true }],
  [
    "one header, where names might run over two lines",
    `id,temp,hum\ns1,n.d.,n.d.\n${numbered(2, 29, (i) => `s${i},${i + 20},${i + 40}`)}`,
    { header: true, headerLines: 1 },
    { header: true },
  ],
  [
    "a header, above rows that are wider",
    "person,home\nAnn,12 Main St,Rome,NY\nBob,9 Oak Ave,Utica,NY\nAnn,4 Elm St,Troy,NY\n",
    { header: true, headerLines: 1, preambleLines: 0 },
    { header: true },
  ],
  ["lines to skip", "x\nid,sum\n1,2\n", { preambleLines: 1, header: true }, { skipLines: 1 }],
  [
    "quotes around lines that look like rows",
    `id,t,v\n1,"${"x,y,z\n".repeat(200)}"\n2,b,3\n3,b,4\n`,
    { columns: 3, preambleLines: 0, header: true, candidates: [expect.objectContaining({ records: 4 })] },
    { delimiter: ",", quote: '"' },
  ],
  ["no lines to skip", "x\nid,sum,n\n1,2,3\n2,3,4\n", { preambleLines: 0 }, { skipLines: 0 }],
  ["everything", "a,b\n", { confidence: 1 }, { delimiter: ",", quote: '"', escape: '"', header: true }],
];

describe.each([
  ["the delimiter of", delimiterCases],
  ["the quotes of", quoteCases],
  ["the header of", headerCases],
  ["what is stated counts:", statedCases],
])("%s", (_, cases) => {
  for (const [what, text, expected, stated] of cases) {
    it(what, () => {
      expect(sniff(Buffer.from(text), true, stated ?? {})).toMatchObject(expected);
    });
  }
});

describe("the end of the head", () => {
  it("cuts nothing that counts: any cut after some lines gives the same dialect", () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i};"a;${i}";1,5;x\r\n`).join("");
    const text = Buffer.from(`id;t;n;x\r\n${rows}`);
    for (let end = 60; end < text.length; end++) {
      expect(sniff(text.subarray(0, end), false, {})).toMatchObject({
        delimiter: ";",
        quote: '"',
        header: true,
        headerLines: 1,
        preambleLines: 0,
        footerLines: 0,
        terminator: "CRLF",
      });
    }
  });

  it("may come within a cell of many lines", () => {
    const text = Buffer.from(`id,html,v\n0,short,4\n1,"${html(3_000)}",1\n`);
    expect(sniff(text, false, {})).toMatchObject(threeColumns);
  });

  it("does not hide what is behind a quote that is not closed", () => {
    const text = Buffer.from(`id,t,u\n1,"a,b\n${numbered(2, 300, (i) => `${i},c,d`)}`);
    const { candidates, columns } = sniff(text, false, {});
    expect(columns).toBe(3);
    expect(Math.max(...candidates.map(({ records }) => records))).toBe(301);
  });

  it("may come before the end of the first line", () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `column ${i}`).join(";");
    expect(sniff(Buffer.from(names), false, {})).toMatchObject({ delimiter: ";", header: true });
  });
});

it("says what else was considered, best first", () => {
  const { candidates, confidence } = sniff(Buffer.from("a;b\n1,5;2\n2,5;3\n"), true, {});
  expect(candidates[0]).toMatchObject({ delimiter: ";", columns: 2, records: 3 });
  expect(candidates.map(({ delimiter }) => delimiter)).toContain(",");
  const scores = candidates.map(({ score }) => score);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  expect(confidence).toBeGreaterThan(0.9);
});

it("survives anything", () => {
  for (const text of [
    "\n",
    '"',
    '"""',
    ",",
    "\t\t\n\t\t\n",
    "\0",
    " ",
    "a\r",
    '"a\n',
    "''''''\n'",
    "sep=",
    "sep=,",
  ]) {
    for (const whole of [true, false]) {
      const { confidence } = sniff(Buffer.from(text), whole, {});
      expect(confidence).toBeGreaterThanOrEqual(0);
    }
  }
  expect(sniff(new Uint8Array(0), true, {})).toMatchObject({ ...comma, confidence: 0 });
});
