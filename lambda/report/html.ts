/**
 * Markup as a type of its own. A string becomes markup only through `html`, which escapes whatever is put into it,
 * so that forgetting to escape is not a possible mistake.
 */
import { escapeHtml, splitInvisible } from "./escape.ts";

export class Html {
  readonly markup: string;

  /** Only for texts of this program: style sheet and script. Everything else goes through `html`. */
  constructor(markup: string) {
    this.markup = markup;
  }
}

/** Null is nothing; lists are put one after the other. */
export type HtmlPart = Html | string | number | null | readonly (Html | null)[];

/**
 * A template of markup: `html\`<td title="${name}">${cells}</td>\``. Attribute values must stand in double quotes.
 */
export function html(template: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  let markup = template[0] ?? "";
  // By index: entries() made an array for each part, which was half the time of a template.
  for (let i = 0; i < parts.length; i++) markup += toMarkup(parts[i] ?? null) + (template[i + 1] ?? "");
  return new Html(markup);
}

function toMarkup(part: HtmlPart): string {
  if (part === null) return "";
  if (typeof part === "number") return String(part);
  if (typeof part === "string") return escapeHtml(part);
  if (part instanceof Html) return part.markup;
  let markup = "";
  for (const item of part) markup += item?.markup ?? "";
  return markup;
}

/** Items with `separator` between them. */
export function joined(items: readonly Html[], separator: string): Html {
  return html`${items.map((item, index) => (index === 0 ? item : html`${separator}${item}`))}`;
}

/** Text from the file, with its invisible characters set apart from those that merely look like their signs. */
export function visible(text: string): Html {
  const pieces = splitInvisible(text);
  if (pieces.length === 1) return html`${text}`;
  return html`${pieces.map((piece, index) => (index % 2 === 1 ? html`<i class="ctl">${piece}</i>` : html`${piece}`))}`;
}
