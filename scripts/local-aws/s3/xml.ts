import { XMLParser } from "fast-xml-parser";
import { AwsError } from "../aws-error.ts";
import { isJsonObject, type JsonObject } from "../json.ts";

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

/** An element's content: text, or child elements in order. Undefined children are left out. */
type XmlContent = string | number | boolean | readonly XmlElement[];
export type XmlElement = readonly [name: string, content: XmlContent | undefined];

/** A whole document in S3's namespace. */
export function xmlDocument(root: string, children: readonly XmlElement[]): string {
  return `${declaration}<${root} xmlns="${namespace}">${serialize(children)}</${root}>`;
}

/** Errors carry no namespace. */
export function xmlError(code: string, message: string, resource: string, requestId: string): string {
  const children: XmlElement[] = [
    ["Code", code],
    ["Message", message],
    ["Resource", resource],
    ["RequestId", requestId],
  ];
  return `${declaration}<Error>${serialize(children)}</Error>`;
}

function serialize(content: XmlContent): string {
  if (typeof content !== "object") return escapeText(String(content));
  return content
    .map(([name, child]) => (child === undefined ? "" : `<${name}>${serialize(child)}</${name}>`))
    .join("");
}

/** Keys may hold control characters; S3 writes those as character references although XML 1.0 forbids some. */
function escapeText(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: object keys may contain them
    /[&<>"'\u0000-\u001f\u007f-\u009f\u2028\ufffe\uffff]/g,
    (character) => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`,
  );
}

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  removeNSPrefix: true,
  // Numeric character references are decoded only with this.
  htmlEntities: true,
  isArray: (name) => name === "Object" || name === "Part",
});

/** The content of the root element. @throws AwsError MalformedXML. */
export function parseXml(text: string, root: string): JsonObject {
  let document: unknown;
  try {
    document = parser.parse(text, true);
  } catch {
    throw malformedXml();
  }
  const content = isJsonObject(document) ? document[root] : undefined;
  if (content === "") return {};
  if (!isJsonObject(content)) throw malformedXml();
  return content;
}

export function malformedXml(): AwsError {
  return new AwsError(
    "MalformedXML",
    400,
    "The XML you provided was not well-formed or did not validate against our published schema",
  );
}
