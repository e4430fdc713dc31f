import type { IncomingMessage } from "node:http";
import { AwsError } from "../aws-error.ts";
import type { XmlElement } from "./xml.ts";
import { xmlDocument } from "./xml.ts";

/** One S3 request, its path taken apart. */
export interface S3Request {
  readonly message: IncomingMessage;
  readonly method: string;
  /** Empty for the service itself. */
  readonly bucket: string;
  /** Decoded; empty for the bucket itself. */
  readonly key: string;
  readonly query: URLSearchParams;
}

export interface S3Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text, or a function that writes the body. */
  readonly body?: string | ((write: NodeJS.WritableStream) => Promise<void>);
}

/** Bytes of an XML request: the completion of 10,000 parts with SHA-256 checksums has about 2 MB. */
const xmlBytesMax = 8 * 1024 * 1024;

/**
 * Take a path-style request apart. The raw path is used: a URL parser would resolve `..`, which is a legal part
 * of a key.
 */
export function parseS3Request(message: IncomingMessage): S3Request {
  const url = message.url ?? "/";
  const question = url.indexOf("?");
  const path = question === -1 ? url : url.slice(0, question);
  const query = new URLSearchParams(question === -1 ? "" : url.slice(question + 1));
  const slash = path.indexOf("/", 1);
  const bucket = decode(slash === -1 ? path.slice(1) : path.slice(1, slash));
  const key = slash === -1 ? "" : decode(path.slice(slash + 1));
  if (Buffer.byteLength(key) > 1024) {
    throw new AwsError("KeyTooLongError", 400, "Your key is too long");
  }
  return { message, method: message.method ?? "GET", bucket, key, query };
}

/** @throws AwsError InvalidURI for percent signs that are no UTF-8. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError("InvalidURI", 400, "Couldn't parse the specified URI.");
  }
}

export function xmlResponse(root: string, children: readonly XmlElement[]): S3Response {
  return {
    status: 200,
    headers: { "content-type": "application/xml" },
    body: xmlDocument(root, children),
  };
}

export const noContent: S3Response = { status: 204, headers: {} };

/** A header's value, or undefined. Headers that are sent twice are not expected here. */
export function header(request: S3Request, name: string): string | undefined {
  const value = request.message.headers[name];
  return Array.isArray(value) ? value.join(",") : value;
}

/** The body of an XML request. @throws AwsError EntityTooLarge. */
export async function readText(source: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of source) {
    sizeBytes += chunk.length;
    if (sizeBytes > xmlBytesMax) throw new AwsError("EntityTooLarge", 400, "The request body is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
