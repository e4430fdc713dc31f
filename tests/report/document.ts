/** A report as a parser of the HTML standard sees it. */
import { parse, type DefaultTreeAdapterTypes as Tree } from "parse5";

export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
}

export interface Document {
  readonly root: Element;
  readonly elements: readonly Element[];
  /** What the parser had to mend. */
  readonly errors: readonly string[];
}

export function parseDocument(markup: string): Document {
  const errors: string[] = [];
  const parsed = parse(markup, {
    sourceCodeLocationInfo: true,
    onParseError: ({ code, startLine, startCol }) => errors.push(`${code} at ${startLine}:${startCol}`),
  });
  const root = parsed.childNodes.find((node) => "tagName" in node);
  if (root === undefined || !("tagName" in root)) throw new Error("no root element");
  const elements: Element[] = [];
  return { root: toElement(root, elements), elements, errors };
}

function toElement(node: Tree.Element, elements: Element[]): Element {
  const children: (Element | string)[] = [];
  const element = {
    tag: node.tagName,
    attributes: Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])),
    children,
  };
  elements.push(element);
  for (const child of node.childNodes) {
    if ("tagName" in child) children.push(toElement(child, elements));
    else if ("value" in child) children.push(child.value);
    else throw new Error(`a ${child.nodeName} in the document`);
  }
  return element;
}

export function textOf(element: Element | string): string {
  return typeof element === "string" ? element : element.children.map(textOf).join("");
}

export function withTag(document: Document, tag: string): Element[] {
  return document.elements.filter((element) => element.tag === tag);
}

export function withId(document: Document, id: string): Element {
  const found = document.elements.filter(({ attributes }) => attributes.id === id);
  const [element] = found;
  if (element === undefined || found.length > 1) throw new Error(`${found.length} elements are called ${id}`);
  return element;
}

export function hasClass(name: string): (element: Element) => boolean {
  return ({ attributes }) => (attributes.class ?? "").split(" ").includes(name);
}

/** Tags and attribute names alone, without the marks of invisible characters: what must not depend on the data. */
export function skeleton(element: Element): string {
  const inner = element.children.flatMap((child) =>
    typeof child === "string" || hasClass("ctl")(child) ? [] : [skeleton(child)],
  );
  return `<${[element.tag, ...Object.keys(element.attributes)].join(" ")}>${inner.join("")}</>`;
}
