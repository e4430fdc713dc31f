/** Which operation a request of the SDK is, and on what. */
import type { IncomingMessage } from "node:http";
import { type Operation, operations } from "./fault-plan.ts";

export interface RequestTarget {
  readonly service: "s3" | "dynamodb";
  /** As IAM and CloudTrail name it. */
  readonly operation: string;
  /** S3: bucket/key, decoded. DynamoDB: the table. */
  readonly resource: string;
  /** The object's key, or the item's. */
  readonly key: string;
  /** S3: a version is named. */
  readonly version: boolean;
}

export function requestTarget(message: IncomingMessage, body: Buffer): RequestTarget {
  const target = message.headers["x-amz-target"];
  return typeof target === "string" ? dynamoDbTarget(target, body) : s3Target(message);
}

/** Null for an operation that the plan knows no faults for. */
export function plannedOperation({ operation }: RequestTarget): Operation | null {
  return operations.find((known) => known === operation) ?? null;
}

function dynamoDbTarget(target: string, body: Buffer): RequestTarget {
  const input: unknown = JSON.parse(body.toString("utf8"));
  const attributes = field(input, "Key") ?? field(input, "Item");
  return {
    service: "dynamodb",
    operation: target.split(".")[1] ?? "",
    resource: String(field(input, "TableName")),
    key: String(field(field(attributes, "file_name"), "S") ?? ""),
    version: false,
  };
}

function s3Target({ url = "/", method }: IncomingMessage): RequestTarget {
  // Not by a URL parser, which would resolve `..`.
  const [path = "", query = ""] = url.split("?", 2);
  const searchParams = new URLSearchParams(query);
  const resource = decodeURIComponent(path.slice(1));
  const slash = resource.indexOf("/");
  const operation = searchParams.get("x-id") ?? (method === "HEAD" ? "HeadObject" : `${method}`);
  const key = slash === -1 ? "" : resource.slice(slash + 1);
  return { service: "s3", operation, resource, key, version: searchParams.has("versionId") };
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
