/** Files with a few bytes changed into those that mean something to a reader. */
import fc from "fast-check";

const meaningful = [
  ..."\"',;\t|\n\r \0\\-./:eE09",
  "\r\n",
  '""',
  "\u00a0",
  "é",
  "\ufeff",
  '"\n',
  ',"',
  '",',
].map((text) => Buffer.from(text));

interface Change {
  /** Share of the file at which it happens. */
  readonly at: number;
  readonly drop: number;
  readonly insert: Buffer;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  drop: fc.integer({ min: 0, max: 3 }),
  insert: fc.constantFrom(...meaningful),
});

export function mutated(files: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  return fc
    .record({ file: fc.constantFrom(...files), changes: fc.array(change, { minLength: 1, maxLength: 12 }) })
    .map(({ file, changes }) => changes.reduce(applied, file));
}

function applied(bytes: Uint8Array, { at, drop, insert }: Change): Uint8Array {
  const from = Math.floor(at * bytes.length);
  return Buffer.concat([bytes.subarray(0, from), insert, bytes.subarray(from + drop)]);
}
