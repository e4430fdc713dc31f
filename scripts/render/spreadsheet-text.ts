/**
 * Text from a file that a spreadsheet may open: a cell that begins like a formula is preceded by an apostrophe, which
 * spreadsheets show as text (OWASP, CSV injection). Figures of ours do not need it: `-5` stays a number.
 */

/** Also behind white space, which spreadsheets drop, and in full width, which some take for the same. */
const formulaStart = /^[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

export function withoutFormula(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}
