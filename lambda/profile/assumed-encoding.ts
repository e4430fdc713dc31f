/** Bytes that were read as windows-1252 for want of a better encoding, and do not look like it. */
import type { AssumedEncoding } from "../text/assumed-western.ts";
import { alertOf } from "./alert.ts";
import { percentage } from "./percentage.ts";
import type { Alert } from "./summary.ts";

/** @param assumedBy null where the encoding is no assumption */
export function* assumedEncoding(assumedBy: AssumedEncoding | null): Generator<Alert> {
  if (assumedBy === null || (assumedBy.looksWestern && assumedBy.likely === null)) return;
  const { count, foreign, looksWestern, likely } = assumedBy;
  const doubt = looksWestern
    ? ""
    : `, but does not look like it: ${percentage(foreign, count)} % of the bytes beyond ASCII at its beginning stand where no western text has them`;
  const guess =
    likely === null
      ? " Names and texts are probably wrong: state its encoding (windows-1250, windows-1251, gb18030, shift_jis …), or export it again as UTF-8."
      : ` Read as ${likely.encoding} it looks like ${likely.language}. Names and texts are probably wrong: state the encoding, or export it again as UTF-8.`;
  yield alertOf(null)(
    "ENCODING_ASSUMED",
    "warning",
    `The text is not UTF-8 and was read as windows-1252${doubt}.${guess}`,
    looksWestern ? count : foreign,
  );
}
