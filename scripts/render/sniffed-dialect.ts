/** A sniffed dialect as a person reads it: what was found, how sure it is, and what else was considered. */
import type { Dialect, DialectCandidate, Separation } from "../../lambda/csv/dialect.ts";
import { delimiterName } from "../../lambda/report/delimiter-name.ts";
import type { DecodedText } from "../../lambda/text/decode.ts";
import type { Colors } from "./colors.ts";
import { countOf, formatShare } from "./figures.ts";
import { renderTable } from "./table.ts";
import { escapeForTerminal } from "./terminal-text.ts";

/** Candidates shown: further ones are far behind. */
const candidatesShownMax = 8;

/** Ends with a line feed. */
export function renderSniffed(dialect: Dialect, text: DecodedText, colors: Colors): string {
  const encoding = text.bom ? `${text.encoding} with byte order mark` : text.encoding;
  const facts: readonly (readonly [string, string])[] = [
    ["encoding", text.compression === "none" ? encoding : `${encoding}, ${text.compression}`],
    ["delimiter", separator(dialect) + (dialect.skipInitialSpace ? " and blanks behind it" : "")],
    ["quote", quoting(dialect)],
    ["terminator", dialect.terminator === "none" ? "no line end" : dialect.terminator],
    ["header", header(dialect)],
    ["lines before", countOf(dialect.preambleLines, "line")],
    [
      "lines behind",
      text.headIsWhole ? footer(dialect) : "not known: the file is longer than what was sniffed",
    ],
    ["confidence", formatShare(dialect.confidence)],
  ];
  const lines = facts.map(([name, value]) => `${colors.dim(name.padEnd(12))}  ${value}`);
  return `${lines.join("\n")}\n\n${candidates(dialect.candidates, colors)}\n`;
}

function separator({ delimiter, whitespaceAligned }: Separation): string {
  if (delimiter === null) return "none: one column";
  if (whitespaceAligned) return "runs of blanks";
  // Of one column in which each of the usual ones occurs (lambda/csv/sniff.ts).
  if (delimiter === "\x1f") return "none";
  return delimiterName(delimiter) ?? escapeForTerminal(delimiter);
}

function quoting({ quote, escape }: Separation): string {
  if (quote === null) return "none";
  return quote === escape
    ? `${quote} doubled`
    : `${quote} escaped by ${escapeForTerminal(escape ?? "nothing")}`;
}

function header({ header: has, headerLines, surplusField }: Dialect): string {
  const surplus = {
    none: "",
    row_names: ", without a name for the row names before it",
    trailing_delimiter: ", without the empty field at the end of each row",
    comment_mark: ", without the mark of comments before the names",
    header_delimiter: ", without the empty field at its end",
  };
  return has ? `${countOf(headerLines, "line")}${surplus[surplusField]}` : "none";
}

function footer({ footerLines, furtherTables }: Dialect): string {
  const tables = furtherTables > 0 ? `, with ${countOf(furtherTables, "further table")}` : "";
  return countOf(footerLines, "line") + tables;
}

function candidates(all: readonly DialectCandidate[], colors: Colors): string {
  const figure = (x: number) => x.toFixed(3);
  return renderTable(
    [
      { title: "candidate" },
      { title: "quote" },
      { title: "columns", align: "right" },
      { title: "consistency", align: "right" },
      { title: "type fit", align: "right" },
      { title: "score", align: "right" },
    ],
    all
      .slice(0, candidatesShownMax)
      .map((one) => [
        separator(one),
        quoting(one),
        String(one.columns),
        figure(one.consistency),
        figure(one.typeFit),
        figure(one.score),
      ]),
    colors,
  );
}
