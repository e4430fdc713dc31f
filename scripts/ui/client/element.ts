/** Elements from texts. Nothing here can turn a text into markup: names and messages come from files. */
import { splitInvisible } from "../../../lambda/report/escape.ts";

type Child = Node | string | null;

/** @param attributes null leaves one out, "" sets it bare */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | null>>,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== null) made.setAttribute(attribute, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Text from outside, with its invisible characters shown as what they are. */
export function visible(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const [index, piece] of splitInvisible(text).entries()) {
    fragment.append(index % 2 === 1 ? element("i", { class: "ctl" }, piece) : piece);
  }
  return fragment;
}

export function button(label: string, onClick: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", class: "action" }, label);
  made.addEventListener("click", onClick);
  return made;
}

/** A share as a bar; the number stands beside it. */
export function shareBar(percentage: number): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "share");
  svg.setAttribute("aria-hidden", "true");
  const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  bar.setAttribute("width", `${percentage}%`);
  bar.setAttribute("height", "100%");
  svg.append(bar);
  return svg;
}

/** An element of the page's skeleton. */
export function part<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no ${id}.`);
  return found;
}
