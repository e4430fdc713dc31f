/**
 * Text from a file that a spreadsheet may open: a cell that begins like a formula is preceded by an apostrophe, which
 * spreadsheets show as text (OWASP, CSV injection). Figures of ours do not need it: `-5` stays a number.
 *
 * A cell begins where the spreadsheet thinks so. Where the decimal point is a comma, it takes semicolons for the
 * delimiter and our quotes for text; pasted text has cells at tabs and lines.
 */

/** Also behind white space, which spreadsheets drop, or what is not to be seen; and in full width. */
const formulaStart = /(^|[;\t\r\n])(?=[\s\p{Cc}\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20])/gu;
const cellStart = /^(?=[\t\r\n])/;

export function withoutFormula(text: string): string {
  const harmless = text.replace(formulaStart, "$1'");
  return harmless.startsWith("'") ? harmless : harmless.replace(cellStart, "'");
}
