import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { finished } from "node:stream/promises";
import { AwsError } from "../aws-error.ts";
import { region } from "../identity.ts";
import { copyObject } from "./copy.ts";
import {
  header,
  noContent,
  parseS3Request,
  readText,
  type S3Request,
  type S3Response,
  xmlResponse,
} from "./exchange.ts";
import { listObjects } from "./listing.ts";
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listMultipartUploads,
  listParts,
  uploadPart,
} from "./multipart.ts";
import { deleteObject, deleteObjects, getObject, putObject } from "./objects.ts";
import type { ObjectStore } from "./store.ts";
import { parseXml, xmlError } from "./xml.ts";

/** Sub-resources that this endpoint does not have; ignoring them would do something else than was asked. */
const unsupported = [
  "acl",
  "accelerate",
  "analytics",
  "attributes",
  "cors",
  "encryption",
  "intelligent-tiering",
  "inventory",
  "legal-hold",
  "lifecycle",
  "logging",
  "metrics",
  "notification",
  "object-lock",
  "ownershipControls",
  "policy",
  "policyStatus",
  "publicAccessBlock",
  "replication",
  "requestPayment",
  "restore",
  "retention",
  "select",
  "torrent",
  "versions",
  "website",
];

/** Answer one S3 request, path style. Signatures are not checked: the port is open to this machine only. */
export async function answerS3(
  store: ObjectStore,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomBytes(8).toString("hex").toUpperCase();
  response.setHeader("x-amz-request-id", requestId);
  response.setHeader("server", "local-aws");
  try {
    await send(response, message, await route(store, parseS3Request(message)));
  } catch (cause) {
    // A client that is still sending would take an early answer for a broken connection.
    if (!message.complete) await finished(message.resume()).catch(() => undefined);
    if (response.headersSent || (message.destroyed && !message.complete)) {
      response.destroy();
      return;
    }
    sendError(response, message, cause, requestId);
  }
}

async function send(response: ServerResponse, message: IncomingMessage, answer: S3Response): Promise<void> {
  const { status, headers, body } = answer;
  if (typeof body === "function") {
    response.writeHead(status, headers);
    await body(response);
    return;
  }
  if (!message.complete) message.resume();
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  response.writeHead(status, { ...headers, ...length });
  response.end(message.method === "HEAD" ? undefined : body);
}

function sendError(
  response: ServerResponse,
  message: IncomingMessage,
  cause: unknown,
  requestId: string,
): void {
  const error =
    cause instanceof AwsError
      ? cause
      : new AwsError("InternalError", 500, `We encountered an internal error: ${String(cause)}`);
  const hasBody = message.method !== "HEAD" && error.status !== 304;
  const resource = (message.url ?? "/").split("?", 1)[0] ?? "/";
  const body = hasBody ? xmlError(error.code, error.message, resource, requestId) : "";
  response.writeHead(error.status, {
    ...error.headers,
    ...(hasBody
      ? { "content-type": "application/xml", "content-length": String(Buffer.byteLength(body)) }
      : // As S3: without a length or this, Node's client does not use the connection again after a HEAD.
        { "transfer-encoding": "chunked" }),
  });
  response.end(body);
}

async function route(store: ObjectStore, request: S3Request): Promise<S3Response> {
  const subresource = unsupported.find((name) => request.query.has(name));
  if (subresource !== undefined) {
    throw new AwsError("NotImplemented", 501, `The embedded S3 has no ?${subresource}.`);
  }
  if (request.bucket === "") return routeService(store, request);
  return request.key === "" ? routeBucket(store, request) : routeObject(store, request);
}

function routeService(store: ObjectStore, request: S3Request): S3Response {
  if (request.method !== "GET") throw methodNotAllowed(request);
  return xmlResponse("ListAllMyBucketsResult", [
    ["Owner", [["ID", "local"]]],
    [
      "Buckets",
      store.buckets().map((bucket) => [
        "Bucket",
        [
          ["Name", bucket.name],
          ["CreationDate", bucket.created],
        ],
      ]),
    ],
  ]);
}

async function routeBucket(store: ObjectStore, request: S3Request): Promise<S3Response> {
  const { method, query } = request;
  switch (method) {
    case "PUT":
      return createBucket(store, request);
    case "DELETE":
      await store.deleteBucket(request.bucket);
      return noContent;
    case "HEAD":
      store.bucket(request.bucket);
      return { status: 200, headers: { "x-amz-bucket-region": region } };
    case "POST":
      if (query.has("delete")) return deleteObjects(store.bucket(request.bucket), request);
      throw new AwsError("NotImplemented", 501, "The embedded S3 has no form uploads; use PUT.");
    case "GET": {
      const bucket = store.bucket(request.bucket);
      // us-east-1 is the one region that S3 leaves empty.
      if (query.has("location")) return xmlResponse("LocationConstraint", []);
      if (query.has("versioning")) return xmlResponse("VersioningConfiguration", []);
      if (query.has("uploads")) return listMultipartUploads(bucket, request);
      if (query.has("tagging")) throw new AwsError("NoSuchTagSet", 404, "The TagSet does not exist");
      return listObjects(bucket, request);
    }
    default:
      throw methodNotAllowed(request);
  }
}

async function createBucket(store: ObjectStore, request: S3Request): Promise<S3Response> {
  if ([...request.query.keys()].some((name) => name !== "x-id")) {
    throw new AwsError("NotImplemented", 501, "The embedded S3 has no bucket configuration.");
  }
  const body = await readText(request.message);
  if (body !== "") parseXml(body, "CreateBucketConfiguration");
  await store.createBucket(request.bucket);
  return { status: 200, headers: { location: `/${request.bucket}` } };
}

async function routeObject(store: ObjectStore, request: S3Request): Promise<S3Response> {
  const { method, query } = request;
  const bucket = store.bucket(request.bucket);
  const isUpload = query.has("uploadId");
  if (query.has("tagging")) {
    // `aws s3 cp` between buckets asks for the tags of a large object before it copies.
    if (method !== "GET") throw new AwsError("NotImplemented", 501, "The embedded S3 has no tags.");
    bucket.object(request.key);
    return xmlResponse("Tagging", [["TagSet", []]]);
  }
  switch (method) {
    case "PUT":
      if (isUpload) return uploadPart(store, bucket, request);
      if (header(request, "x-amz-copy-source") !== undefined) return copyObject(store, bucket, request);
      return putObject(store, bucket, request);
    case "GET":
      return isUpload ? listParts(bucket, request) : getObject(bucket, request);
    case "HEAD":
      return getObject(bucket, request);
    case "DELETE":
      return isUpload ? abortMultipartUpload(bucket, request) : deleteObject(bucket, request);
    case "POST":
      if (query.has("uploads")) return createMultipartUpload(bucket, request);
      if (isUpload) return completeMultipartUpload(store, bucket, request);
      throw methodNotAllowed(request);
    default:
      throw methodNotAllowed(request);
  }
}

function methodNotAllowed(request: S3Request): AwsError {
  return new AwsError(
    "MethodNotAllowed",
    405,
    `The method ${request.method} is not allowed against this resource.`,
  );
}
