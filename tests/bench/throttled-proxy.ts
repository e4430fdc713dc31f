/** A TCP proxy whose connections are as slow as they are told: what one connection of S3 gives, on this machine. */
import { connect, createServer, type Socket } from "node:net";
import { Transform, type TransformCallback } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";

export interface ConnectionSpeed {
  /** Bytes a second that come back on each connection. */
  readonly bytesPerS: number;
  /** From each request to the first byte of its answer. */
  readonly latencyMs: number;
}

export interface ThrottledProxy {
  readonly url: string;
  close(): Promise<void>;
}

export async function startThrottledProxy(
  upstreamUrl: string,
  speed: ConnectionSpeed,
): Promise<ThrottledProxy> {
  const { hostname, port } = new URL(upstreamUrl);
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ host: hostname, port: Number(port), noDelay: true });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
    }
    const ended = () => {
      client.destroy();
      upstream.destroy();
    };
    pipeline(client, delayed(speed.latencyMs), upstream).then(ended, ended);
    pipeline(upstream, limited(speed.bytesPerS), client).then(ended, ended);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy does not listen.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const delayed = (ms: number) => paced(async () => sleep(ms));

/** Not faster than `bytesPerS` on the whole: after a pause that was too long, a little faster to catch up. */
function limited(bytesPerS: number): Transform {
  let dueMs = 0;
  return paced(async (bytes) => {
    const nowMs = performance.now();
    dueMs = Math.max(dueMs, nowMs - catchUpMs) + (bytes / bytesPerS) * 1_000;
    if (dueMs - nowMs >= 1) await sleep(dueMs - nowMs);
  });
}

/** Timers are late by a millisecond or more: what is lost by that is made good, an idle connection's past is not. */
const catchUpMs = 10;

function paced(pause: (bytes: number) => Promise<void>): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      pause(chunk.byteLength).then(
        () => done(null, chunk),
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      );
    },
  });
}
