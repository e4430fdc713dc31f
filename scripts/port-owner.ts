/** Who listens on a port, as far as that can be found out. */
import { execFile } from "node:child_process";
import { createServer } from "node:net";
import { promisify } from "node:util";

const run = promisify(execFile);

/** True when nothing listens on the port of this machine's loopback address. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const probe = createServer();
    probe.once("error", () => settle(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => settle(true)));
  });
}

/** ` by LocalStack`, ` by node (process 4242)`, or nothing when it cannot be told. */
export async function describePortOwner(port: number): Promise<string> {
  if (await answersAsLocalStack(port)) return " by LocalStack";
  try {
    const { stdout } = await run("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"]);
    const pid = /^p(\d+)$/m.exec(stdout)?.[1];
    const command = /^c(.+)$/m.exec(stdout)?.[1];
    return pid === undefined || command === undefined ? "" : ` by ${command} (process ${pid})`;
  } catch {
    return "";
  }
}

async function answersAsLocalStack(port: number): Promise<boolean> {
  try {
    const url = `http://127.0.0.1:${port}/_localstack/health`;
    const response = await fetch(url, { signal: AbortSignal.timeout(1_000) });
    return response.ok && (await response.text()).includes('"services"');
  } catch {
    return false;
  }
}
