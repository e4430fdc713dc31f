/** Texts of some pages whose records are nearly all plain, with here and there what is not: see kernel/plain-records.ts. */
import fc from "fast-check";

export interface MostlyPlain {
  readonly text: string;
  /** Of the text that the kernel is given at a time. */
  readonly sliceBytes: number;
}

const plainCell = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 999 }).map(String) },
  {
    weight: 2,
    arbitrary: fc.constantFrom("", "x", "2024-05-06", "N/A", " y ", "é", "long ".repeat(20).trim()),
  },
);
const quotedCell = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('"a, b"', '""', '"x"', '" z"', `"${"text, ".repeat(12)}"`) },
  { weight: 1, arbitrary: fc.constantFrom('"a ""b"""', '""""', '"two\nlines"', '"\n\n"', '"a\r\nb ""c"""') },
);
/** The walk's business. */
const oddCell = fc.constantFrom(
  '5" disk',
  '"a" b',
  'a "b"',
  '"a"b"',
  '"lone\rCR"',
  "lone\rCR",
  ' "a"',
  '"open',
);

interface Rates {
  readonly quoted: number;
  readonly odd: number;
  readonly ragged: number;
}

function rowOf(width: number, { quoted, odd, ragged }: Rates, lineEnd: string): fc.Arbitrary<string> {
  const anyCell = fc.oneof(
    { weight: 1000 - quoted - odd, arbitrary: plainCell },
    { weight: quoted, arbitrary: quotedCell },
    { weight: odd, arbitrary: oddCell },
  );
  const row = (cells: number) => fc.array(anyCell, { minLength: cells, maxLength: cells });
  return fc
    .oneof(
      { weight: 1000 - ragged, arbitrary: row(width) },
      { weight: ragged, arbitrary: fc.oneof(row(width - 1), row(width + 1), fc.constant([""])) },
    )
    .map((cells) => cells.join(",") + lineEnd);
}

const rates = fc.record({
  quoted: fc.constantFrom(0, 30, 300, 900),
  odd: fc.constantFrom(0, 0, 0, 1, 10),
  ragged: fc.constantFrom(0, 0, 0, 2, 20),
});

export const mostlyPlain: fc.Arbitrary<MostlyPlain> = fc
  .tuple(fc.constantFrom(2, 2, 3, 5, 14, 300), rates, fc.constantFrom("\n", "\n", "\r\n"))
  .chain(([width, some, lineEnd]) =>
    fc.record({
      text: fc
        .array(rowOf(width, some, lineEnd), { minLength: 1, maxLength: Math.ceil(1200 / width), size: "max" })
        .map(
          (rows) => `${Array.from({ length: width }, (_, i) => `c${i}`).join(",")}${lineEnd}${rows.join("")}`,
        ),
      sliceBytes: fc.constantFrom(512, 4096, 16_384, 262_144),
    }),
  );
