/**
 * A quote that was opened by mistake swallows every line up to the next quote, or to the end of the file. Whether
 * a record of several lines is text with line breaks or such an accident shows in its lines: those of an accident
 * have, one by one, the fields that records of this table have.
 */
import type { Dialect } from "./dialect.ts";
import { nextLine } from "./lines.ts";
import { splitLine } from "./split-line.ts";

/** Lines looked at; an accident shows in the first few. */
const linesMax = 100;

/** Share of the swallowed lines that must look like records. */
const consistentShareMin = 0.5;

/**
 * Whether the bytes, read as one record of several lines, are rather several records: the first line alone has
 * `width` fields (at least 2, or nothing can be told), and so have most of the lines behind it.
 *
 * @param width Fields of a record; 0 when not known yet: then the first line says.
 */
export function swallowsRecords(record: Buffer, dialect: Dialect, width: number): boolean {
  const first = nextLine(record, 0, true);
  if (first < 0 || first >= record.length) return false;
  const fields = (from: number, to: number): number =>
    splitLine(record.toString("utf8", from, to).replace(/[\r\n]+$/, ""), dialect).length;
  const expected = width > 0 ? width : fields(0, first);
  if (expected < 2 || fields(0, first) !== expected) return false;
  let lines = 0;
  let consistent = 0;
  for (let from = first; from < record.length && lines < linesMax; lines++) {
    const next = nextLine(record, from, true);
    const to = next < 0 ? record.length : next;
    if (fields(from, to) === expected) consistent++;
    from = to;
  }
  return consistent / lines >= consistentShareMin;
}
