/** A proxy between the function and the embedded stack, which breaks requests and answers as it is told. */
import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceFault } from "./fault-plan.ts";
import { type RequestTarget, requestTarget } from "./request-target.ts";

/** Who decides, and who does what a proxy cannot do. */
export interface ProxyHarness {
  /** The fault that this request meets, or null. */
  faultFor(target: RequestTarget, message: IncomingMessage): ServiceFault | null;
  /** What the service itself answers, undisturbed. */
  observe?(target: RequestTarget, status: number, body: Buffer): void;
  /** SIGKILL whatever process is working on that key. */
  killFunction(target: RequestTarget): void;
  overwrite(target: RequestTarget): Promise<void>;
  remove(target: RequestTarget): Promise<void>;
  /** What the function itself asks: `POST /harness/<what>`. */
  answer(what: string, question: unknown): Promise<unknown>;
}

const harnessPath = "/harness/";

/** AWS refuses signatures that are further off. */
const skewMaxMs = 5 * 60_000;

export class FaultyProxy {
  readonly #server: Server;
  readonly #harness: ProxyHarness;
  readonly #agent = new Agent({ keepAlive: true });
  /** Where the stack listens; null while it is down. */
  upstream: string | null = null;
  readonly url: string;

  private constructor(server: Server, harness: ProxyHarness, port: number) {
    this.#server = server;
    this.#harness = harness;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(harness: ProxyHarness): Promise<FaultyProxy> {
    const server = createServer({ keepAliveTimeout: 60_000 });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const proxy = new FaultyProxy(server, harness, portOf(server.address()));
    server.on("request", (message, response) => {
      proxy.#answer(message, response).catch(() => response.destroy());
    });
    return proxy;
  }

  get harnessUrl(): string {
    return `${this.url}${harnessPath}`.replace(/\/$/, "");
  }

  async close(): Promise<void> {
    this.#agent.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(message);
    if (message.url?.startsWith(harnessPath)) {
      const what = message.url.slice(harnessPath.length);
      const answer = await this.#harness.answer(what, JSON.parse(body.toString("utf8")));
      response.end(JSON.stringify(answer ?? null));
      return;
    }
    const target = requestTarget(message, body);
    if (isSkewed(message)) {
      const [status, code] =
        target.service === "s3" ? [403, "RequestTimeTooSkewed"] : [400, "InvalidSignatureException"];
      refuse(response, target, Number(status), String(code));
      return;
    }
    const fault = this.#harness.faultFor(target, message);
    await this.#answerWith(fault, { message, body, target }, response);
  }

  async #answerWith(fault: ServiceFault | null, asked: Asked, response: ServerResponse): Promise<void> {
    const { target } = asked;
    switch (fault?.kind) {
      case "refused":
        refuse(response, target, fault.status, fault.code);
        return;
      case "invisible":
        refuse(response, target, 404, "NoSuchKey");
        return;
      case "reset":
        response.destroy();
        return;
      case "killed_before":
        this.#harness.killFunction(target);
        response.destroy();
        return;
      case "slow":
        await sleep(fault.ms);
        break;
    }
    const answer = await this.#pass(asked);
    if (fault?.kind === "killed_after") this.#harness.killFunction(target);
    if (fault?.kind === "killed_after" || fault?.kind === "answer_lost") {
      answer.destroy();
      response.destroy();
      return;
    }
    const isBody =
      fault !== null && "at" in fault && answer.statusCode !== undefined && answer.statusCode < 300;
    if (isBody) await this.#deliverBroken(fault, target, answer, response);
    else await this.#deliver(answer, target, response);
  }

  async #deliver(answer: IncomingMessage, target: RequestTarget, response: ServerResponse): Promise<void> {
    const status = answer.statusCode ?? 500;
    const body = await readAll(answer);
    this.#harness.observe?.(target, status, body);
    response.writeHead(status, answer.headers).end(body);
  }

  /** The body of an object up to the fault, and what comes of it. */
  async #deliverBroken(
    fault: Extract<ServiceFault, { readonly at: number }>,
    target: RequestTarget,
    answer: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const whole = await readAll(answer);
    const cut = Math.floor(whole.length * fault.at);
    const { "content-length": length, ...headers } = answer.headers;
    const stated = fault.kind === "truncated" ? headers : { ...headers, "content-length": length };
    response.writeHead(answer.statusCode ?? 500, stated);
    const send = (part: Buffer) => new Promise((sent) => response.write(part, sent));
    if (cut > 0) await send(whole.subarray(0, cut));
    switch (fault.kind) {
      case "reset_midway":
        response.destroy();
        return;
      case "stalled":
        return;
      case "truncated":
        response.end();
        return;
      case "corrupted":
        response.end(whole.subarray(cut).map((byte, i) => (i === 0 ? byte ^ 1 : byte)));
        return;
      case "overwritten":
        await this.#harness.overwrite(target);
        break;
      case "deleted":
        await this.#harness.remove(target);
        break;
    }
    if (fault.reset) response.destroy();
    else response.end(whole.subarray(cut));
  }

  #pass({ message, body }: Asked): Promise<IncomingMessage> {
    if (this.upstream === null) throw new Error("The stack is down.");
    const { host: _host, "transfer-encoding": _framing, ...headers } = message.headers;
    const { hostname, port } = new URL(this.upstream);
    return new Promise((resolve, reject) => {
      const path = message.url ?? "/";
      const { method } = message;
      const length = { "content-length": body.length };
      const options = {
        hostname,
        port,
        path,
        method,
        headers: { ...headers, ...length },
        agent: this.#agent,
      };
      request(options, resolve).once("error", reject).end(body);
    });
  }
}

interface Asked {
  readonly message: IncomingMessage;
  readonly body: Buffer;
  readonly target: RequestTarget;
}

function refuse(response: ServerResponse, { service }: RequestTarget, status: number, code: string): void {
  const body =
    service === "s3"
      ? `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`
      : JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${code}`, message: code });
  response.writeHead(status, {
    "content-type": service === "s3" ? "application/xml" : "application/x-amz-json-1.0",
  });
  response.end(body);
}

function isSkewed(message: IncomingMessage): boolean {
  const stamp = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(message.headers["x-amz-date"]));
  if (stamp === null) return false;
  const [, year, month, day, hour, minute, second] = stamp.map(Number);
  const signedAt = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
  return Math.abs(signedAt - Date.now()) > skewMaxMs;
}

async function readAll(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === "string") throw new Error("The proxy does not listen.");
  return address.port;
}
