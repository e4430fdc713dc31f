/**
 * Builds what is deployed and what is installed:
 *
 *     dist/lambda/handler.mjs   the function
 *     dist/lambda.zip           the same as Lambda takes it; the same source makes the same bytes
 *     dist/csvprofile.mjs       the command line, and what its commands load: dist/csvprofile-*.mjs
 *
 * and beside either program segment-worker.mjs, the script of its threads, and THIRD_PARTY.txt: whose code it
 * contains, under which licences.
 */
import { access, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Metafile } from "esbuild";
import { bundleCommandLine, bundleFunction, bundleSegmentWorker, commandLineFile } from "./build/bundles.ts";
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
  report("lambda/handler.mjs", handler.bytes.byteLength, handler.metafile);
  report("segment-worker.mjs", worker.bytes.byteLength, worker.metafile);
  process.stdout.write(`lambda.zip ${kilobytes(zip.byteLength)}\n`);

  if (await exists(path.join(root, "scripts/csvprofile.ts"))) {
    const commandLine = await bundleCommandLine(root);
    const before = (await readdir(dist)).filter((name) => commandLineFile.test(name));
    const after = new Set(commandLine.files.map(({ name }) => name));
    for (const { name, bytes } of commandLine.files) {
      await writeFile(path.join(dist, name), bytes, { mode: name === "csvprofile.mjs" ? 0o755 : 0o644 });
    }
    // Last: a command that runs meanwhile may still load them.
    await Promise.all(before.filter((name) => !after.has(name)).map((name) => rm(path.join(dist, name))));
    await writeFile(path.join(dist, "segment-worker.mjs"), worker.bytes);
    const packages = await thirdPartyPackages(root, commandLine.metafile);
    await writeFile(path.join(dist, "THIRD_PARTY.txt"), renderThirdParty(packages));
    const bytes = commandLine.files.reduce((sum, file) => sum + file.bytes.byteLength, 0);
    report(`csvprofile.mjs and ${commandLine.files.length - 1} files beside it`, bytes, commandLine.metafile);
  }
}

function report(file: string, bytes: number, metafile: Metafile): void {
  const largest = packageSizes(metafile).slice(0, 4);
  const parts = largest.map(({ name, bytes }) => `${name} ${kilobytes(bytes)}`).join(", ");
  process.stdout.write(`${file} ${kilobytes(bytes)} (${parts} …)\n`);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

await main();
