/** Names text that nests instead of having rows: JSON, JSON Lines, XML, HTML. Only what can be nothing else. */
import { sniffBytes } from "../limits.ts";
import type { Lookalike } from "./looks-like.ts";

const asTable = "Export it as CSV, a record a row, and upload that.";
const json: Lookalike = { looksLike: "JSON", advice: asTable };
const jsonLines: Lookalike = { looksLike: "JSON Lines", advice: asTable };
const html: Lookalike = {
  looksLike: "an HTML page",
  advice: "Often that is a login or an error page: open it, and download the CSV itself.",
};
const htmlTable: Lookalike = {
  looksLike: "an HTML table",
  advice: "Export it as CSV; or open it in a spreadsheet, and save it as CSV.",
};
const xml: Lookalike = { looksLike: "XML", advice: asTable };

/** A name of a column may be a tag; none has another behind it. */
const beginsHtml = /^\s*(<!doctype\s+html\b[^<>]*>|<html(\s[^<>]*)?>)\s*<[a-z!/]/i;
/** What web applications give as a workbook: a table without a page around it. */
const beginsHtmlTable = /^\s*<table(\s[^<>]*)?>\s*<(?:tr|thead|tbody|caption|colgroup|col)\b/i;
const beginsXml = /^\s*<\?xml\s[^<>]*\?>\s*<[\p{L}_!?]/u;
const beginsJson = /^\s*[{[]/;

/** Lines that must each be JSON: one is JSON anyway. */
const jsonLinesMin = 2;

/** @param head of the text without its byte order mark; null when it may be a table */
export function nestedFormat(head: Uint8Array, headIsWhole: boolean): Lookalike | null {
  // As much as is sniffed is evidence enough; a source may deliver many megabytes at a time.
  const seen = head.subarray(0, sniffBytes);
  const isWhole = headIsWhole && seen.length === head.length;
  const text = Buffer.from(seen.buffer, seen.byteOffset, seen.byteLength).toString();
  if (beginsHtml.test(text)) return html;
  if (beginsHtmlTable.test(text)) return htmlTable;
  if (beginsXml.test(text)) return xml;
  if (!beginsJson.test(text)) return null;
  if (areJsonLines(text, isWhole)) return jsonLines;
  return isJson(isWhole ? text : closedAtLastComma(text)) ? json : null;
}

function areJsonLines(text: string, isWhole: boolean): boolean {
  const lines = text.split(/\r\n|[\r\n]/);
  if (!isWhole) lines.pop();
  const filled = lines.filter((line) => line.trim() !== "");
  return filled.length >= jsonLinesMin && filled.every((line) => beginsJson.test(line) && isJson(line));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What was read of a JSON text as one that is whole: up to the last comma between two values, and closed there. */
function closedAtLastComma(text: string): string {
  let closers = "";
  let closed = "";
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"?|[{}[\],]/gs)) {
    if (token === "{") closers = `}${closers}`;
    else if (token === "[") closers = `]${closers}`;
    else if (token === "}" || token === "]") closers = closers.slice(1);
    else if (token === ",") closed = text.slice(0, index) + closers;
  }
  return closed;
}
