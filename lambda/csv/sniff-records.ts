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
  /** Fields that quotes enclose properly. */
  readonly quotedFields: number;
  /** Of them, those with blanks before the opening quote. */
  readonly spacedQuotes: number;
  /** Quotes at the start of a field that are not closed, or not where a field ends. */
  readonly brokenQuotes: number;
  /** Quotes within quotes, escaped. */
  readonly escapes: number;
}

/** Lines that a quoted field may have. One that seems to have more is a quote that was not closed. */
const quotedLinesMax = 100;

/** Stands for the delimiter of a single column. */
const never = "\0";

export function separate(head: HeadLines, from: number, separation: Separation): SniffedRecords {
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
      const fields = new QuotedFields(head, line, delimiter ?? never, quote, separation.escape).read();
      if (fields === "cut") break;
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

  constructor(head: HeadLines, line: number, delimiter: string, quote: string, escape: string | null) {
    this.#head = head;
    this.#line = line;
    this.#delimiter = delimiter;
    this.#quote = quote;
    this.#escape = escape;
    this.#text = head.lines[line] ?? "";
  }

  /** "cut": the end of the head cuts the record off. */
  read(): this | "cut" {
    for (let at = 0; at <= this.#text.length; ) {
      const open = this.#openingQuote(at);
      const close = open < 0 ? -1 : this.#closingQuote(open + 1);
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
  #closingQuote(from: number): number | "cut" {
    const lineCount = this.lineCount;
    const text = this.#text;
    let escapes = 0;
    for (let at = from; ; ) {
      const found = this.#text.indexOf(this.#quote, at);
      if (found < 0) {
        const next = this.#head.lines[this.#line + this.lineCount];
        const far = this.lineCount - lineCount >= quotedLinesMax;
        if (next === undefined && !far && !this.#head.whole) return "cut";
        if (next === undefined || far) break;
        at = this.#text.length;
        this.#text += `\n${next}`;
        this.lineCount++;
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

  #isEscaped(at: number, from: number): boolean {
    if (this.#escape === null || this.#escape === this.#quote) return false;
    let escapes = 0;
    while (at - 1 - escapes >= from && this.#text[at - 1 - escapes] === this.#escape) escapes++;
    return escapes % 2 === 1;
  }
}
