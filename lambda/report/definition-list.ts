/** Names and what they stand for, line by line. */
import { type Html, type HtmlPart, html } from "./html.ts";

export type Definition = readonly [term: string, value: HtmlPart];

/** Definitions that are null are left out. */
export function definitionList(definitions: readonly (Definition | null)[]): Html {
  return html`<dl>${definitions.map((definition) =>
    definition === null ? null : html`<div><dt>${definition[0]}</dt><dd>${definition[1]}</dd></div>`,
  )}</dl>`;
}
