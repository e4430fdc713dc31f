/** A dashboard over an embedded stack with the real function, for a browser to look at. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleClient, bundleFunction } from "../../scripts/build/bundles.ts";
import { documentClient, lambdaClient, s3Client } from "../../scripts/clients.ts";
import { startLocalAws } from "../../scripts/local-aws/server.ts";
import { uploadFile, waitForItem } from "../../scripts/pipeline.ts";
import { S3Clock } from "../../scripts/recovery/s3-clock.ts";
import type { Target } from "../../scripts/targets.ts";
import { Dashboard } from "../../scripts/ui/dashboard.ts";
import { startDashboard } from "../../scripts/ui/server.ts";
import { projectDir } from "../project-files.ts";

export interface DashboardUnderTest {
  readonly url: string;
  readonly port: number;
  readonly token: string;
  readonly target: Target;
  /** A folder for files to upload. */
  readonly folder: string;
  /** Send a file past the dashboard and wait for its item. */
  upload(path: string, fileName: string): Promise<void>;
  /** Stop the stack, as if the service had gone; the dashboard stays. */
  stopStack(): Promise<void>;
  close(): Promise<void>;
}

const profileMaxMs = 20_000;

export async function startDashboardUnderTest(): Promise<DashboardUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), "dashboard-"));
  const functionBundle = join(folder, "handler.mjs");
  await writeFile(functionBundle, (await bundleFunction(projectDir)).bytes);
  const stack = await startLocalAws({ port: 0, dataDir: join(folder, "data"), functionBundle });
  const { bucket, table, functionName } = stack.names;
  const target: Target = {
    environment: "local",
    endpoint: stack.url,
    region: null,
    bucket,
    table,
    functionName,
    logGroup: `/aws/lambda/${functionName}`,
  };
  const s3 = s3Client(target);
  const documents = documentClient(target);
  const lambda = lambdaClient(target);
  const dashboard = new Dashboard({ s3, documents, lambda, clock: new S3Clock(s3) }, target);
  const server = await startDashboard(dashboard, 0, await bundleClient(projectDir));
  let isStackUp = true;
  const stopStack = async () => {
    if (isStackUp) await stack.close();
    isStackUp = false;
  };
  return {
    url: server.url,
    port: server.port,
    token: server.token,
    target,
    folder,
    async upload(path, fileName) {
      const uploaded = await uploadFile(s3, target, { path, fileName });
      await waitForItem(documents, target, uploaded, profileMaxMs);
    },
    stopStack,
    async close() {
      await server.close();
      for (const client of [s3, documents, lambda]) client.destroy();
      await stopStack();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
