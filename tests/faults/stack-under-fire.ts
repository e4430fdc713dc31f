/** An embedded stack that can be killed and comes back on the same data, with a function that misbehaves. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundleFunction, bundleSegmentWorker } from "../../scripts/build/bundles.ts";
import { isJsonObject, numberOf } from "../../scripts/local-aws/json.ts";
import { type LocalNames, localNames } from "../../scripts/local-aws/names.ts";

const here = dirname(fileURLToPath(import.meta.url));
const projectDir = join(here, "..", "..");

/** Milliseconds until Lambda kills an invocation, and until a silent connection counts as broken. */
const functionTimeoutMs = 5_000;
const serviceTimeoutMs = 600;

export interface StackOptions {
  /** Where the function finds S3 and DynamoDB, and the harness. */
  readonly proxyUrl: string;
  readonly harnessUrl: string;
  readonly concurrency: number;
}

export class StackUnderFire {
  readonly names: LocalNames = localNames("local");
  readonly folder: string;
  readonly #options: StackOptions;
  #process: ChildProcess | null = null;
  #url = "";

  private constructor(folder: string, options: StackOptions) {
    this.folder = folder;
    this.#options = options;
  }

  static async start(options: StackOptions): Promise<StackUnderFire> {
    const folder = await mkdtemp(join(tmpdir(), "stack-under-fire-"));
    await writeFile(join(folder, "handler.mjs"), (await bundleFunction(projectDir)).bytes);
    await writeFile(join(folder, "segment-worker.mjs"), (await bundleSegmentWorker(projectDir)).bytes);
    await build({
      entryPoints: [fileURLToPath(new URL("./function-under-fire.ts", import.meta.url))],
      outfile: join(folder, "under-fire.mjs"),
      bundle: true,
      platform: "node",
      format: "esm",
      logLevel: "error",
    });
    const stack = new StackUnderFire(folder, options);
    await stack.start();
    return stack;
  }

  get url(): string {
    return this.#url;
  }

  async start(): Promise<void> {
    const { proxyUrl, harnessUrl, concurrency } = this.#options;
    const options = {
      dataDir: join(this.folder, "data"),
      functionBundle: join(this.folder, "under-fire.mjs"),
      port: this.#url === "" ? 0 : Number(new URL(this.#url).port),
      memoryMb: 640,
      timeoutMs: functionTimeoutMs,
      concurrency,
      retryDelaysMs: [50, 100],
      functionEnvironment: {
        AWS_ENDPOINT_URL: proxyUrl,
        HARNESS_URL: harnessUrl,
        SERVICE_TIMEOUT_MS: String(serviceTimeoutMs),
        // More than so little memory has by itself: what several threads leave undone must be found, too.
        CSV_THREADS: "2",
      },
    };
    const program = fileURLToPath(new URL("./stack-process.ts", import.meta.url));
    const child = spawn(process.execPath, ["--import", "tsx", program, JSON.stringify(options)], {
      cwd: projectDir,
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#process = child;
    const [line] = await Promise.race([
      once(child.stdout, "data"),
      once(child, "exit").then(() => {
        throw new Error("The stack did not start.");
      }),
    ]);
    this.#url = String(line).trim();
  }

  /** SIGKILL. Its functions end with it. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  }

  /** Events and failure records that are not dealt with. */
  async pending(): Promise<number> {
    const health = await this.#health();
    return (isJsonObject(health) ? numberOf(health, "pending") : undefined) ?? Number.NaN;
  }

  /** Asked once more where the connection was one to the stack before. */
  async #health(): Promise<unknown> {
    const ask = async (): Promise<unknown> => (await fetch(`${this.#url}/_local-aws/health`)).json();
    return ask().catch(ask);
  }

  async dispose(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}
