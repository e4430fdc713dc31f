/**
 * The pipeline that the end-to-end tests speak to: whatever AWS_ENDPOINT_URL or E2E_ENV (localstack, learner-lab, aws)
 * names, else an embedded stack of their own with a function that was built for the occasion.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { DeleteCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { uploadPrefix } from "../../lambda/output-keys.ts";
import { bundleFunction } from "../../scripts/build/bundles.ts";
import { reproducibleZip } from "../../scripts/build/zip.ts";
import { documentClient, s3Client } from "../../scripts/clients.ts";
import { deployWithSdk } from "../../scripts/emulators/sdk-deployment.ts";
import { startLocalAws } from "../../scripts/local-aws/server.ts";
import { getItem, type MetadataItem } from "../../scripts/metadata-items.ts";
import { type UploadedFile, waitForItem } from "../../scripts/pipeline.ts";
import { parseSummary } from "../../scripts/stored-summary.ts";
import { environmentNames, resolveTarget, type Target, targetOfStack } from "../../scripts/targets.ts";
import { engineUnderTest } from "../engine/engine-under-test.ts";
import { projectDir } from "../project-files.ts";

/** A cold container of LocalStack takes its time. */
const resultMaxMs = 120_000;

/** A function that cannot do its work. */
export interface FunctionLimits {
  readonly memoryMb?: number;
  readonly timeoutMs?: number;
  /** Variables of the function's environment. */
  readonly variables?: Readonly<Record<string, string>>;
}

export interface UploadOptions {
  readonly metadata?: Readonly<Record<string, string>>;
}

export class PipelineUnderTest {
  readonly target: Target;
  readonly s3: S3Client;
  readonly documents: DynamoDBDocumentClient;
  /** Names are put below it, so that runs against a shared pipeline do not meet. */
  readonly folder = `e2e-${Date.now().toString(36)}-${process.pid}/`;
  readonly #names = new Set<string>();
  readonly #isShared: boolean;
  readonly #stop: () => Promise<void>;

  private constructor(target: Target, isShared: boolean, stop: () => Promise<void>) {
    this.target = target;
    this.s3 = s3Client(target);
    this.documents = documentClient(target);
    this.#isShared = isShared;
    this.#stop = stop;
  }

  static async open(): Promise<PipelineUnderTest> {
    const { AWS_ENDPOINT_URL, E2E_ENV } = process.env;
    const environment = environmentNames.find((name) => name === E2E_ENV) ?? "local";
    if (AWS_ENDPOINT_URL || environment !== "local") {
      return new PipelineUnderTest(await resolveTarget(environment), true, async () => {});
    }
    return PipelineUnderTest.embedded();
  }

  /** An embedded stack of its own, its function with the engine under test. */
  static async embedded(limits: FunctionLimits = {}): Promise<PipelineUnderTest> {
    const { memoryMb, timeoutMs, variables } = limits;
    const folder = await mkdtemp(join(tmpdir(), "csvprofile-e2e-"));
    const functionBundle = join(folder, "handler.mjs");
    await writeFile(functionBundle, (await bundleFunction(projectDir)).bytes);
    const stack = await startLocalAws({
      port: 0,
      dataDir: join(folder, "data"),
      functionBundle,
      ...(memoryMb !== undefined && { memoryMb }),
      ...(timeoutMs !== undefined && { timeoutMs }),
      functionEnvironment: { CSV_ENGINE: engineUnderTest, ...variables },
    });
    return new PipelineUnderTest(targetOfStack(stack.url, stack.names), false, async () => {
      await stack.close();
      await rm(folder, { recursive: true, force: true });
    });
  }

  /** A deployment of its own beside the one under test, on the same emulator. */
  static async besides(
    { endpoint }: Target,
    name: string,
    limits: FunctionLimits,
  ): Promise<PipelineUnderTest> {
    if (endpoint === null) throw new Error("Nothing is deployed to AWS for a test.");
    const zip = reproducibleZip({ "handler.mjs": (await bundleFunction(projectDir)).bytes });
    const { memoryMb, timeoutMs, variables } = limits;
    const deployment = await deployWithSdk({
      endpoint,
      environment: `${name}-${process.pid}`,
      zip,
      ...(memoryMb !== undefined && { memoryMb }),
      ...(timeoutMs !== undefined && { timeoutS: timeoutMs / 1000 }),
      ...(variables !== undefined && { variables }),
    });
    const target = { ...targetOfStack(endpoint, deployment), environment: "localstack" } as const;
    return new PipelineUnderTest(target, false, deployment.destroy);
  }

  async close(): Promise<void> {
    if (this.#isShared) for (const name of this.#names) await this.#remove(name);
    this.s3.destroy();
    this.documents.destroy();
    await this.#stop();
  }

  /** @returns the file's name in the pipeline */
  name(fileName: string): string {
    return `${this.folder}${fileName}`;
  }

  async upload(
    fileName: string,
    body: string | Uint8Array,
    { metadata = {} }: UploadOptions = {},
  ): Promise<UploadedFile> {
    const name = this.name(fileName);
    this.#names.add(name);
    const { ETag = "" } = await this.s3.send(
      new PutObjectCommand({
        Bucket: this.target.bucket,
        Key: `${uploadPrefix}${name}`,
        Body: body,
        Metadata: { ...metadata },
      }),
    );
    return { fileName: name, etag: ETag.replaceAll('"', "") };
  }

  result(upload: UploadedFile): Promise<MetadataItem> {
    this.#names.add(upload.fileName);
    return waitForItem(this.documents, this.target, upload, resultMaxMs);
  }

  async profile(fileName: string, body: string | Uint8Array, options?: UploadOptions): Promise<MetadataItem> {
    return this.result(await this.upload(fileName, body, options));
  }

  /** The summary that an item points at, as parsed JSON. */
  async summaryOf(item: MetadataItem): Promise<{ readonly json: unknown; readonly key: string }> {
    const key = item.attributes.summary_key;
    if (typeof key !== "string") throw new Error(`${item.fileName} has no summary_key`);
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.target.bucket, Key: key }));
    const text = (await Body?.transformToString()) ?? "";
    parseSummary(text);
    return { json: JSON.parse(text), key };
  }

  async #remove(name: string): Promise<void> {
    const item = await getItem(this.documents, this.target, name);
    const summaryKey = item?.attributes.summary_key;
    const keys = [`${uploadPrefix}${name}`, ...(typeof summaryKey === "string" ? [summaryKey] : [])];
    for (const Key of keys) await this.s3.send(new DeleteObjectCommand({ Bucket: this.target.bucket, Key }));
    await this.documents.send(new DeleteCommand({ TableName: this.target.table, Key: { file_name: name } }));
  }
}
