/** Finds the dialect of a file from its head. */
import type { ProfileOptions } from "../profile/options.ts";
import type { Dialect } from "./dialect.ts";

/** Decide the dialect of the text that begins with `head`; what `stated` says is taken as given. */
export function sniff(head: Uint8Array, headIsWhole: boolean, stated: ProfileOptions): Dialect {
  const text = new TextDecoder().decode(head);
  const lines = text.split(/\r\n|\n|\r/);
  if (!headIsWhole && lines.length > 1) lines.pop();
  const skip = (stated.skipLines ?? 0) + (/^sep=.$/i.test(lines[0] ?? "") ? 1 : 0);
  const rows = lines.slice(skip).filter((line) => line !== "");
  const delimiter = stated.delimiter ?? best(rows);
  const quote = stated.quote === undefined ? '"' : stated.quote;
  return {
    delimiter,
    whitespaceAligned: false,
    skipInitialSpace: false,
    quote,
    escape: quote === null ? null : (stated.escape ?? quote),
    header: stated.header ?? true,
    headerLines: stated.header === false ? 0 : 1,
    preambleLines: skip,
    footerLines: 0,
    terminator: text.includes("\r\n")
      ? "CRLF"
      : text.includes("\n")
        ? "LF"
        : text.includes("\r")
          ? "CR"
          : "none",
    confidence: stated.delimiter === undefined ? 0.5 : 1,
    candidates: [],
  };
}

function best(rows: readonly string[]): string {
  const scored = [",", ";", "\t", "|"].map((delimiter) => {
    const widths = rows.map((row) => row.split(delimiter).length);
    const mode = widths[0] ?? 1;
    return { delimiter, score: mode === 1 ? 0 : widths.filter((width) => width === mode).length * mode };
  });
  return scored.reduce((a, b) => (b.score > a.score ? b : a)).delimiter;
}
