/**
 * Lines → records under one separation, for sniffing: fast on the lines without quotes, which are nearly all,
 * and forgiving, so that one stray quote spoils one line and not the evidence of all that follow.
 */
import type { Separation } from "./dialect.ts";
import type { HeadLines } from "./sniff-lines.ts";

export interface SniffedRecord {
  readonly cells: readonly string[];
  /** Which cells were quoted; null when none was. */
  readonly quoted: readonly boolean[] | null;
  /** Index of its first line. */
  readonly line: number;
  readonly lineCount: number;
}

export interface SniffedRecords {
  /** Blank lines are not among them. */
  readonly records: readonly SniffedRecord[];
  /** Fields that quotes enclose properly, or for so many lines up to the head's end that they do so beyond. */
  readonly quotedFields: number;
  /** Of them, those with blanks before the opening quote. */
  readonly spacedQuotes: number;
  /** Quotes at the start of a field that are not closed, or not where a field ends. */
  readonly brokenQuotes: number;
  /** Quotes within quotes, escaped. */
  readonly escapes: number;
}

/**
 * Lines of a record from which on its quotes are in doubt: either a long text, or an accident that swallows rows.
 * Fewer than the first look at a file has (sniff-candidates.ts), or a text that begins above would hide its quotes.
 */
const quotedLinesSure = 50;
/** Share of the swallowed lines that must have the fields of a row for it to be an accident. */
const rowShareMin = 0.5;

/** Stands for the delimiter of a single column. */
const never = "\0";

/** @param quotesStated Delimiter and quote are stated: what is quoted in them is one field, however long. */
export function separate(
  head: HeadLines,
  from: number,
  separation: Separation,
  quotesStated: boolean,
): SniffedRecords {
  const { lines } = head;
  const { delimiter, whitespaceAligned, quote } = separation;
  const records: SniffedRecord[] = [];
  const tally = { quotedFields: 0, spacedQuotes: 0, brokenQuotes: 0, escapes: 0 };
  for (let line = from; line < lines.length; ) {
    const text = lines[line] ?? "";
    let lineCount = 1;
    if (text.trim() === "" && !(delimiter !== null && delimiter.trim() === "" && text.includes(delimiter))) {
      // A line of tabs is a record of empty cells in a file of tabs, but never of blanks.
    } else if (whitespaceAligned) {
      records.push({ cells: alignedCells(text, quote), quoted: null, line, lineCount });
    } else if (quote === null || !text.includes(quote)) {
      const cells = delimiter === null ? [text] : text.split(delimiter);
      records.push({ cells, quoted: null, line, lineCount });
    } else {
      const width = quotesStated ? 0 : (records.at(-1)?.cells.length ?? 0);
      const fields = quotedFields(head, line, { ...separation, quote }, width);
      if (fields === "cut") {
        if (lines.length - line > quotedLinesSure) tally.quotedFields++;
        break;
      }
      lineCount = fields.lineCount;
      tally.quotedFields += fields.quotedFields;
      tally.spacedQuotes += fields.spacedQuotes;
      tally.brokenQuotes += fields.brokenQuotes;
      tally.escapes += fields.escapes;
      records.push({ cells: fields.cells, quoted: fields.quoted, line, lineCount });
    }
    line += lineCount;
  }
  return { records, ...tally };
}

type Quoted = Separation & { readonly quote: string };

/**
 * The record that begins on a line with a quote in it.
 *
 * @param width Fields of the record before; 0 when it tells nothing.
 */
function quotedFields(
  head: HeadLines,
  line: number,
  separation: Quoted,
  width: number,
): QuotedFields | "cut" {
  const fields = new QuotedFields(head, line, separation).read(Infinity);
  const end = fields === "cut" ? head.lines.length : line + fields.lineCount;
  if (end - line <= quotedLinesSure || width === 0) return fields;
  if (fields !== "cut" && fields.cells.length === width) return fields;
  let rows = 0;
  for (const text of head.lines.slice(line + 1, end))
    if (text.split(separation.delimiter ?? never).length === width) rows++;
  if (rows < (end - line - 1) * rowShareMin) return fields;
  return new QuotedFields(head, line, separation).read(quotedLinesSure);
}

function alignedCells(text: string, quote: string | null): readonly string[] {
  const trimmed = text.trim();
  if (quote === null || !trimmed.includes(quote)) return trimmed.split(/[ \t]+/);
  return trimmed.match(quote === '"' ? /"[^"]*"|[^ \t]+/g : /'[^']*'|[^ \t]+/g) ?? [trimmed];
}

/** The record that begins on one line, which has a quote in it. */
class QuotedFields {
  readonly cells: string[] = [];
  readonly quoted: boolean[] = [];
  lineCount = 1;
  quotedFields = 0;
  spacedQuotes = 0;
  brokenQuotes = 0;
  escapes = 0;
  readonly #head: HeadLines;
  readonly #line: number;
  readonly #delimiter: string;
  readonly #quote: string;
  readonly #escape: string | null;
  #text: string;

  constructor(head: HeadLines, line: number, { delimiter, quote, escape }: Quoted) {
    this.#head = head;
    this.#line = line;
    this.#delimiter = delimiter ?? never;
    this.#quote = quote;
    this.#escape = escape;
    this.#text = head.lines[line] ?? "";
  }

  /**
   * "cut": the end of the head cuts the record off.
   *
   * @param linesMax Lines that a quoted field may have; one that seems to have more is none.
   */
  read(linesMax: number): this | "cut" {
    for (let at = 0; at <= this.#text.length; ) {
      at = this.#takePlain(at);
      if (at > this.#text.length) break;
      const open = this.#openingQuote(at);
      const close = open < 0 ? -1 : this.#closingQuote(open + 1, linesMax);
      if (close === "cut") return "cut";
      const end = close < 0 ? this.#fieldEnd(at) : close + 1;
      this.quoted.push(close >= 0);
      this.cells.push(close < 0 ? this.#text.slice(at, end) : this.#text.slice(open + 1, close));
      if (close >= 0) this.quotedFields++;
      else if (open >= 0) this.brokenQuotes++;
      if (close >= 0 && open > at) this.spacedQuotes++;
      at = end + this.#delimiter.length;
    }
    return this;
  }

  /** The fields from `from` on that end before the next quote, in one go. @returns where the field behind them begins */
  #takePlain(from: number): number {
    const quote = this.#text.indexOf(this.#quote, from);
    const end = quote < 0 ? this.#text.length : this.#text.lastIndexOf(this.#delimiter, quote);
    if (end < from) return from;
    for (const cell of this.#text.slice(from, end).split(this.#delimiter)) {
      this.cells.push(cell);
      this.quoted.push(false);
    }
    return end + this.#delimiter.length;
  }

  #fieldEnd(from: number): number {
    const found = this.#text.indexOf(this.#delimiter, from);
    return found < 0 ? this.#text.length : found;
  }

  #openingQuote(from: number): number {
    let at = from;
    if (this.#delimiter !== " ") while (this.#text[at] === " ") at++;
    return this.#text.startsWith(this.#quote, at) ? at : -1;
  }

  /** Offset of the quote that ends the field; −1 when the field is not quoted after all. */
  #closingQuote(from: number, linesMax: number): number | "cut" {
    const lineCount = this.lineCount;
    const text = this.#text;
    let escapes = 0;
    for (let at = from; ; ) {
      const found = this.#text.indexOf(this.#quote, at);
      if (found < 0) {
        const next = this.#linesToQuote(lineCount + linesMax);
        if (next === "cut") return "cut";
        if (next === null) break;
        at = this.#text.length;
        this.#text += next;
      } else if (this.#isEscaped(found, from)) {
        escapes++;
        at = found + 1;
      } else if (this.#escape === this.#quote && this.#text[found + 1] === this.#quote) {
        escapes++;
        at = found + 2;
      } else if (found + 1 === this.#text.length || this.#text.startsWith(this.#delimiter, found + 1)) {
        this.escapes += escapes;
        return found;
      } else break;
    }
    // Read on as if nothing had been quoted, on the line where it began.
    this.#text = text;
    this.lineCount = lineCount;
    return -1;
  }

  /** The lines up to the next with a quote, read; null when there is none before the record has `lineCountMax`. */
  #linesToQuote(lineCountMax: number): string | "cut" | null {
    const { lines, whole } = this.#head;
    const from = this.#line + this.lineCount;
    const end = Math.min(lines.length, this.#line + lineCountMax);
    let at = from;
    while (at < end && !lines[at]?.includes(this.#quote)) at++;
    if (at >= end) return end === lines.length && !whole ? "cut" : null;
    this.lineCount += at + 1 - from;
    return `\n${lines.slice(from, at + 1).join("\n")}`;
  }

  #isEscaped(at: number, from: number): boolean {
    if (this.#escape === null || this.#escape === this.#quote) return false;
    let escapes = 0;
    while (at - 1 - escapes >= from && this.#text[at - 1 - escapes] === this.#escape) escapes++;
    return escapes % 2 === 1;
  }
}
