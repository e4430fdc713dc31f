import { mkdir } from "node:fs/promises";
import { Agent, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";
import { CreateTableCommand, DynamoDBClient, ResourceInUseException } from "@aws-sdk/client-dynamodb";
import { AwsError } from "./aws-error.ts";
import { region } from "./identity.ts";
import { statusIndex, statusIndexAttributes } from "./names.ts";

/**
 * DynamoDB by dynalite, on disk. It listens on a loopback port of its own and is reached through ours: it throws,
 * and would end the process, when a client breaks off a request, so it gets requests only when they are whole.
 */
export class LocalDynamoDb {
  readonly #server: Server;
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #underWay = new Set<Promise<void>>();
  #isClosing = false;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.#port = port;
  }

  /** The folder must not be used by another process: dynalite would end both. */
  static async start(folder: string): Promise<LocalDynamoDb> {
    await mkdir(folder, { recursive: true });
    const { default: dynalite } = await import("dynalite");
    const server = dynalite({ path: folder, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, "127.0.0.1", resolve);
    });
    const address = server.address();
    return new LocalDynamoDb(server, portOf(address));
  }

  /** Pass a request on; `body` is the whole of it. */
  async answer(message: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    if (this.#isClosing) throw new AwsError("InternalServerError", 503, "The stack is being stopped.");
    const passing = this.#pass(message, body, response);
    this.#underWay.add(passing);
    await passing.finally(() => this.#underWay.delete(passing));
  }

  async #pass(message: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const { host: _host, "transfer-encoding": _framing, ...headers } = message.headers;
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const forwarded = request(
        {
          host: "127.0.0.1",
          port: this.#port,
          method: message.method,
          path: message.url,
          headers: { ...headers, "content-length": body.length },
          agent: this.#agent,
        },
        resolve,
      );
      forwarded.once("error", reject);
      forwarded.end(body);
    });
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    await pipeline(answer, response);
  }

  /** Create the table of file items unless it is there. */
  async ensureTable(tableName: string): Promise<void> {
    const client = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${this.#port}`,
      region,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
    try {
      await client.send(
        new CreateTableCommand({
          TableName: tableName,
          BillingMode: "PAY_PER_REQUEST",
          AttributeDefinitions: [
            { AttributeName: "file_name", AttributeType: "S" },
            { AttributeName: "status", AttributeType: "S" },
            { AttributeName: "processed_timestamp", AttributeType: "S" },
          ],
          KeySchema: [{ AttributeName: "file_name", KeyType: "HASH" }],
          GlobalSecondaryIndexes: [
            {
              IndexName: statusIndex,
              KeySchema: [
                { AttributeName: "status", KeyType: "HASH" },
                { AttributeName: "processed_timestamp", KeyType: "RANGE" },
              ],
              Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: [...statusIndexAttributes] },
            },
          ],
        }),
      );
    } catch (cause) {
      if (!(cause instanceof ResourceInUseException)) throw cause;
    } finally {
      client.destroy();
    }
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.allSettled(this.#underWay);
    // The server ends when its last connection does, and all of them are the agent's.
    this.#agent.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === "string") throw new Error("dynalite does not listen");
  return address.port;
}
