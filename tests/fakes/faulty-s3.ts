/** An S3 endpoint that serves one object and breaks each answer as it is told. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** What happens to one GET. Bytes are counted from where the answer begins. */
export type Fault =
  | { readonly kind: "none" }
  /** The connection is reset after so many bytes. */
  | { readonly kind: "drop"; readonly afterBytes: number }
  /** Nothing more comes after so many bytes. */
  | { readonly kind: "stall"; readonly afterBytes: number }
  /** The answer ends in good order, but too early; it stated no length. */
  | { readonly kind: "short"; readonly afterBytes: number }
  | { readonly kind: "status"; readonly status: number; readonly code: string }
  /** The whole object, whatever range was asked for. */
  | { readonly kind: "whole" }
  /** The bytes are not those that the checksum is of. */
  | { readonly kind: "corrupt" };

export interface FaultyS3 {
  readonly endpoint: string;
  /** `Range` headers of the GETs so far, or null. */
  readonly ranges: (string | null)[];
  /** Answers under way: neither ended nor given up by the reader. */
  readonly open: ReadonlySet<ServerResponse>;
  content: Uint8Array;
  etag: string;
  close(): Promise<void>;
}

/** What happens to the GET of a range; undefined is nothing. */
export type FaultOf = (range: string | null) => Fault | undefined;

/** @param faults one for each GET, afterwards none; or who decides */
export async function startFaultyS3(
  content: Uint8Array,
  faults: readonly Fault[] | FaultOf,
): Promise<FaultyS3> {
  const pending = typeof faults === "function" ? [] : [...faults];
  const faultOf = typeof faults === "function" ? faults : () => pending.shift();
  const open = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    open.add(response.on("close", () => open.delete(response)));
    answer(state, request, response, faultOf(request.headers.range ?? null) ?? { kind: "none" });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const { port } = address;
  const state: FaultyS3 = {
    endpoint: `http://127.0.0.1:${port}`,
    ranges: [],
    open,
    content,
    etag: createHash("md5").update(content).digest("hex"),
    close: () =>
      new Promise((resolve) => {
        for (const response of open) response.destroy();
        server.close(() => resolve());
      }),
  };
  return state;
}

function answer(state: FaultyS3, request: IncomingMessage, response: ServerResponse, fault: Fault): void {
  const range = request.headers.range ?? null;
  state.ranges.push(range);
  const ifMatch = request.headers["if-match"]?.replaceAll('"', "");
  const [, from = "0", to = ""] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
  const last = state.content.byteLength - 1;
  const asked = { from: Number(from), to: to === "" ? last : Math.min(Number(to), last) };
  if (fault.kind === "status") refuse(response, fault.status, fault.code);
  else if (ifMatch !== undefined && ifMatch !== state.etag) refuse(response, 412, "PreconditionFailed");
  else if (range !== null && asked.from > last) refuse(response, 416, "InvalidRange");
  else serve(state, response, range === null || fault.kind === "whole" ? null : asked, fault);
}

interface AskedRange {
  readonly from: number;
  readonly to: number;
}

function serve(state: FaultyS3, response: ServerResponse, range: AskedRange | null, fault: Fault): void {
  const part = range === null ? state.content : state.content.subarray(range.from, range.to + 1);
  response.statusCode = range === null ? 200 : 206;
  response.setHeader("etag", `"${state.etag}"`);
  response.setHeader("last-modified", new Date().toUTCString());
  if (fault.kind !== "short") response.setHeader("content-length", part.byteLength);
  if (range === null) {
    response.setHeader("x-amz-checksum-sha256", createHash("sha256").update(state.content).digest("base64"));
    response.setHeader("x-amz-checksum-type", "FULL_OBJECT");
  } else {
    const { from, to } = range;
    response.setHeader("content-range", `bytes ${from}-${to}/${state.content.byteLength}`);
  }
  deliver(response, part, fault);
}

function deliver(response: ServerResponse, part: Uint8Array, fault: Fault): void {
  switch (fault.kind) {
    case "drop":
      response.write(part.subarray(0, fault.afterBytes), () => response.destroy());
      return;
    case "stall":
      response.write(part.subarray(0, fault.afterBytes));
      return;
    case "short":
      response.end(part.subarray(0, fault.afterBytes));
      return;
    case "corrupt":
      response.end(part.map((byte, i) => (i === 0 ? byte ^ 1 : byte)));
      return;
    default:
      response.end(part);
  }
}

function refuse(response: ServerResponse, status: number, code: string): void {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  response.writeHead(status, { "content-type": "application/xml" }).end(body);
}
