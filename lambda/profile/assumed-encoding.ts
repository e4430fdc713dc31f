/** Bytes that were read as windows-1252 for want of a better encoding, and do not look like it. */
import { type HighBytes, looksWestern } from "../text/western-text.ts";
import { alertOf } from "./alert.ts";
import { percentage } from "./percentage.ts";
import type { Alert } from "./summary.ts";

/** @param assumedBy null where the encoding is no assumption */
export function* assumedEncoding(assumedBy: HighBytes | null): Generator<Alert> {
  if (assumedBy === null || looksWestern(assumedBy)) return;
  const { count, foreign } = assumedBy;
  yield alertOf(null)(
    "ENCODING_ASSUMED",
    "warning",
    `The text is not UTF-8 and was read as windows-1252, but does not look like it: ${percentage(foreign, count)} % of the bytes beyond ASCII at its beginning stand where no western text has them. Names and texts are probably wrong: state its encoding (windows-1250, windows-1251, gb18030, shift_jis …), or export it again as UTF-8.`,
    foreign,
  );
}
