/** The probes of `csvprofile doctor`, on this machine. */
import { execFile } from "node:child_process";
import { lookup } from "node:dns/promises";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { CommandFailure, errorCode } from "./command-failure.ts";
import { deployedRegion } from "./deployed-names.ts";
import { runningStack } from "./detached-stack.ts";
import type { BuildTimes, CommandOutcome, Identity, Listener, Probes } from "./doctor.ts";
import { describePortOwner, isPortFree } from "./port-owner.ts";
import { statedRegion } from "./stated-region.ts";

const runFile = promisify(execFile);

/** Milliseconds after which a program or an endpoint counts as not answering. */
const answerMaxMs = 10_000;

/**
 * @param endpoint where the emulator of the environment should be; "" for AWS
 * @throws CommandFailure outside of the project's folder
 */
export function machineProbes(projectDir: string, endpoint: string): Probes {
  const manifest = readManifest(projectDir);
  return {
    variables: process.env,
    nodeVersion: process.versions.node,
    nodeMin: manifest.nodeMin,
    missingPackages: () =>
      manifest.packages.filter((name) => !existsSync(join(projectDir, "node_modules", name, "package.json"))),
    buildTimes: () => buildTimes(projectDir),
    run,
    region: sdkRegion,
    deployedRegion,
    identity: callerIdentity,
    useService: listBuckets,
    endpoint,
    listener: () => listenerOf(endpoint),
    addressOf,
  };
}

function readManifest(projectDir: string): {
  readonly packages: readonly string[];
  readonly nodeMin: string;
} {
  const file = join(projectDir, "package.json");
  if (!existsSync(file)) throw new CommandFailure(`There is no ${file}: run doctor in the project's folder.`);
  const manifest: unknown = JSON.parse(readFileSync(file, "utf8"));
  const packages = ["dependencies", "devDependencies"].flatMap((group) =>
    Object.keys(section(manifest, group)),
  );
  const engine = section(manifest, "engines").node;
  return { packages, nodeMin: /[\d.]+/.exec(String(engine))?.[0] ?? "0" };
}

function section(manifest: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof manifest !== "object" || manifest === null) return {};
  const found: unknown = new Map(Object.entries(manifest)).get(name);
  return typeof found === "object" && found !== null ? Object.fromEntries(Object.entries(found)) : {};
}

function buildTimes(projectDir: string): BuildTimes {
  const sources = join(projectDir, "lambda");
  const files = existsSync(sources) ? readdirSync(sources, { recursive: true, encoding: "utf8" }) : [];
  const times = files.map((file) => statSync(join(sources, file))).filter((entry) => entry.isFile());
  return {
    bundleMs: modifiedMs(join(projectDir, "dist/lambda/handler.mjs")),
    zipMs: modifiedMs(join(projectDir, "dist/lambda.zip")),
    newestSourceMs: Math.max(0, ...times.map((entry) => entry.mtimeMs)),
  };
}

function modifiedMs(file: string): number | null {
  return existsSync(file) ? statSync(file).mtimeMs : null;
}

async function run(command: string, args: readonly string[]): Promise<CommandOutcome> {
  try {
    const { stdout } = await runFile(command, [...args], { timeout: answerMaxMs });
    return { kind: "ok", stdout };
  } catch (error) {
    if (errorCode(error) === "ENOENT") return { kind: "not_found" };
    const stderr = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
    return { kind: "failed", message: stderr || String(error) };
  }
}

/** The one that the commands take where terraform does not tell. */
async function sdkRegion(): Promise<string | null> {
  const stated = statedRegion(null);
  if (stated !== null) return stated;
  const { STSClient } = await import("@aws-sdk/client-sts");
  const client = new STSClient({});
  try {
    return await client.config.region();
  } catch (error) {
    if (error instanceof Error && error.message === "Region is missing") return null;
    throw error;
  } finally {
    client.destroy();
  }
}

async function callerIdentity(region: string): Promise<Identity> {
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const client = new STSClient({ region, maxAttempts: 2 });
  try {
    const { Account = "", Arn = "" } = await client.send(new GetCallerIdentityCommand({}));
    return { accountId: Account, arn: Arn };
  } finally {
    client.destroy();
  }
}

async function listBuckets(region: string): Promise<void> {
  const { ListBucketsCommand, S3Client } = await import("@aws-sdk/client-s3");
  const client = new S3Client({ region, maxAttempts: 2 });
  try {
    await client.send(new ListBucketsCommand({ MaxBuckets: 1 }));
  } finally {
    client.destroy();
  }
}

/** ministack answers LocalStack's health path too, so its own is asked first. */
async function listenerOf(endpoint: string): Promise<Listener> {
  const { port, hostname, protocol } = new URL(endpoint);
  const portNumber = Number(port) || (protocol === "https:" ? 443 : 80);
  const local = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  if (local && runningStack()?.port === portNumber) return { kind: "embedded" };
  if ((await healthOf(new URL("/_local-aws/health", endpoint)))?.has("functionName"))
    return { kind: "embedded" };
  for (const kind of ["ministack", "localstack"] as const) {
    const health = await healthOf(new URL(`/_${kind}/health`, endpoint));
    if (health?.has("services")) return { kind, version: String(health.get("version") ?? "") };
  }
  if (local && (await isPortFree(portNumber))) return { kind: "nothing" };
  return local
    ? { kind: "other", owner: await describePortOwner(portNumber) }
    : (await answers(endpoint))
      ? { kind: "other", owner: "" }
      : { kind: "nothing" };
}

/** The fields of a health document, null for any other answer or none. */
async function healthOf(url: URL): Promise<ReadonlyMap<string, unknown> | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(answerMaxMs / 5) });
    if (!response.ok) return null;
    const health: unknown = await response.json();
    return typeof health === "object" && health !== null ? new Map(Object.entries(health)) : null;
  } catch {
    // Refused, timed out or not JSON: it is not that emulator.
    return null;
  }
}

async function addressOf(host: string): Promise<string | null> {
  try {
    return (await lookup(host)).address;
  } catch {
    return null;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(answerMaxMs / 5) });
    return true;
  } catch {
    return false;
  }
}
