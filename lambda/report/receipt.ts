/** Every physical line accounted for, in words. */
import type { Receipt } from "../profile/summary.ts";
import { countOf, formatCount } from "./figures.ts";
import { type Html, html, joined } from "./html.ts";

export function receiptInWords(receipt: Receipt): Html {
  const {
    lines,
    preamble_lines,
    header_lines,
    blank_lines,
    record_lines,
    footer_lines,
    unread_lines,
    records,
  } = receipt;
  const parts = (
    [
      ["preamble", preamble_lines],
      ["header", header_lines],
      ["blank", blank_lines],
      ["in records", record_lines],
      ["behind the table", footer_lines],
      ["not profiled", unread_lines],
    ] as const
  ).filter(([, count]) => count > 0);
  const sum = joined(
    parts.map(([name, count]) => html`<span><b>${formatCount(count)}</b> ${name}</span>`),
    " + ",
  );
  const verdict = receipt.balanced
    ? html`<span class="good">✓ Every line is accounted for.</span>`
    : html`<span class="bad">✗ The lines do not add up: please report this file.</span>`;
  return html`<p class="sum"><span><b>${formatCount(lines)}</b> ${lines === 1 ? "line" : "lines"}</span> = ${sum}</p><p>${countOf(records, "record")}. ${verdict}</p>`;
}
