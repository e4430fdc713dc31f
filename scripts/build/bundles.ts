/** The two programs: the function, and the command line over the same core. */
import path from "node:path";
import { type BuildOptions, build, type Metafile } from "esbuild";

export interface Bundle {
  readonly bytes: Uint8Array;
  readonly metafile: Metafile;
}

/** Some of the SDK's packages are CommonJS and `require` built-in modules, which an ES module lacks. */
const requireBanner =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

const common = {
  bundle: true,
  platform: "node",
  format: "esm",
  // The ES module builds of the dependencies are the ones that can be shaken.
  mainFields: ["module", "main"],
  write: false,
  metafile: true,
  legalComments: "none",
  loader: { ".wasm": "binary" },
  logLevel: "error",
} as const satisfies BuildOptions;

/** `handler` and `recordFailure`, SDK included: Lambda's own copy is older and slower to load. */
export function bundleFunction(root: string): Promise<Bundle> {
  return bundleForLambda(root, { entryPoints: ["lambda/handler.ts"] });
}

/** Any program, bundled as the function is. */
export function bundleForLambda(
  root: string,
  entry: Pick<BuildOptions, "entryPoints" | "stdin">,
): Promise<Bundle> {
  return bundle({
    ...common,
    ...entry,
    absWorkingDir: root,
    outfile: "dist/lambda/handler.mjs",
    target: "node22",
    minify: true,
    banner: { js: requireBanner },
  });
}

/**
 * The script of a thread that reads segments. A file of its own beside either program: it is loaded only for large
 * texts, and costs a cold start nothing.
 */
export function bundleSegmentWorker(root: string): Promise<Bundle> {
  return bundle({
    ...common,
    absWorkingDir: root,
    entryPoints: ["lambda/engine/parallel/segment-worker.ts"],
    outfile: "dist/segment-worker.mjs",
    target: "node20",
    minify: true,
    banner: { js: requireBanner },
  });
}

export interface BundledFiles {
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly metafile: Metafile;
}

/** What each command needs in files of its own, so that a command loads no more than that. */
export const commandLineFile = /^csvprofile(-.+)?\.mjs$/;

export async function bundleCommandLine(root: string): Promise<BundledFiles> {
  const { outputFiles, metafile } = await build({
    ...common,
    absWorkingDir: root,
    entryPoints: ["scripts/csvprofile.ts"],
    outdir: "dist",
    splitting: true,
    chunkNames: "csvprofile-[name]-[hash]",
    outExtension: { ".js": ".mjs" },
    target: "node20",
    minify: true,
    // Reads its own files at run time, so it stays where npm put it; only `csvprofile local` needs it.
    external: ["dynalite"],
    define: { CLIENT_SCRIPT: JSON.stringify(await bundleClient(root)) },
    banner: { js: requireBanner },
  });
  const files = outputFiles.map(({ path: file, contents }) => ({
    name: path.basename(file),
    bytes: contents,
  }));
  return { files, metafile };
}

/** The script of the dashboard's page, as text. */
export async function bundleClient(root: string): Promise<string> {
  const { bytes } = await bundle({
    ...common,
    absWorkingDir: root,
    entryPoints: ["scripts/ui/client/main.ts"],
    outfile: "dashboard.js",
    platform: "browser",
    target: "es2022",
    minify: true,
  });
  return new TextDecoder().decode(bytes);
}

async function bundle(
  options: BuildOptions & { readonly metafile: true; readonly write: false },
): Promise<Bundle> {
  const { outputFiles, metafile } = await build(options);
  const [file] = outputFiles;
  if (file === undefined || outputFiles.length !== 1) {
    throw new Error(`Expected one output, got ${outputFiles.length}.`);
  }
  return { bytes: file.contents, metafile };
}
