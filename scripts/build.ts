/**
 * Builds what is deployed and what is installed:
 *
 *     dist/lambda/handler.mjs   the function
 *     dist/lambda.zip           the same as Lambda takes it; the same source makes the same bytes
 *     dist/csvprofile.mjs       the command line
 *
 * and beside either program segment-worker.mjs, the script of its threads, and THIRD_PARTY.txt: whose code it
 * contains, under which licences.
 */
import { access, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Bundle, bundleCommandLine, bundleFunction, bundleSegmentWorker } from "./build/bundles.ts";
import { assertSize, kilobytes, packageSizes } from "./build/size-report.ts";
import { renderThirdParty, thirdPartyPackages } from "./build/third-party.ts";
import { reproducibleZip } from "./build/zip.ts";

/** Every 100 kB cost about 10 ms of a cold start. Raise it only together with a reason. */
const functionBytesMax = 1_000_000;

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

async function main(): Promise<void> {
  const dist = path.join(root, process.argv[2] ?? "dist");
  await mkdir(path.join(dist, "lambda"), { recursive: true });

  const handler = await bundleFunction(root);
  assertSize(
    "dist/lambda/handler.mjs",
    handler.bytes.byteLength,
    functionBytesMax,
    packageSizes(handler.metafile),
  );
  const licences = renderThirdParty(await thirdPartyPackages(root, handler.metafile));
  const worker = await bundleSegmentWorker(root);
  const zip = reproducibleZip({
    "handler.mjs": handler.bytes,
    "segment-worker.mjs": worker.bytes,
    "THIRD_PARTY.txt": new TextEncoder().encode(licences),
  });
  await writeFile(path.join(dist, "lambda", "handler.mjs"), handler.bytes);
  await writeFile(path.join(dist, "lambda", "segment-worker.mjs"), worker.bytes);
  await writeFile(path.join(dist, "lambda", "THIRD_PARTY.txt"), licences);
  await writeFile(path.join(dist, "lambda.zip"), zip);
  report("lambda/handler.mjs", handler);
  report("segment-worker.mjs", worker);
  process.stdout.write(`lambda.zip ${kilobytes(zip.byteLength)}\n`);

  if (await exists(path.join(root, "scripts/csvprofile.ts"))) {
    const commandLine = await bundleCommandLine(root);
    await writeFile(path.join(dist, "csvprofile.mjs"), commandLine.bytes, { mode: 0o755 });
    await writeFile(path.join(dist, "segment-worker.mjs"), worker.bytes);
    const packages = await thirdPartyPackages(root, commandLine.metafile);
    await writeFile(path.join(dist, "THIRD_PARTY.txt"), renderThirdParty(packages));
    report("csvprofile.mjs", commandLine);
  }
}

function report(file: string, bundle: Bundle): void {
  const largest = packageSizes(bundle.metafile).slice(0, 4);
  const parts = largest.map(({ name, bytes }) => `${name} ${kilobytes(bytes)}`).join(", ");
  process.stdout.write(`${file} ${kilobytes(bundle.bytes.byteLength)} (${parts} …)\n`);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

await main();
