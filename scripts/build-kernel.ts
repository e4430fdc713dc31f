/**
 * The kernel's AssemblyScript → lambda/engine/kernel-binary.ts, which is committed, so that tests and the command line
 * run from the sources without a build. `npx tsx scripts/build-kernel.ts` after a change; a test compares.
 */
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = fileURLToPath(new URL("..", import.meta.url));
const binaryModule = fileURLToPath(new URL("../lambda/engine/kernel-binary.ts", import.meta.url));

/** @throws Error with the compiler's messages */
export async function compileKernel(): Promise<Uint8Array> {
  let binary: Uint8Array | null = null;
  const { error, stderr } = await asc.main(
    [
      "lambda/engine/kernel/kernel.ts",
      "--baseDir",
      root,
      "--outFile",
      "kernel.wasm",
      "-O3",
      "--noAssert",
      "--enable",
      "simd",
      // Nothing is collected: the kernel manages its memory itself.
      "--runtime",
      "stub",
    ],
    {
      writeFile: (name: string, content: string | Uint8Array) => {
        if (name === "kernel.wasm" && typeof content !== "string") binary = content;
      },
    },
  );
  if (error !== null || binary === null) throw new Error(stderr.toString());
  return binary;
}

/** The source text of the module that holds the kernel. */
export function kernelModule(binary: Uint8Array): string {
  return `/** The compiled kernel: written by scripts/build-kernel.ts, not by hand. */
export const kernelBase64 =
  "${Buffer.from(binary).toString("base64")}";
`;
}

/** Compile the kernel and write its module. @returns bytes of the kernel, and whether the module has changed */
export async function buildKernel(): Promise<{ kernelBytes: number; changed: boolean }> {
  const binary = await compileKernel();
  const source = kernelModule(binary);
  const before = await readFile(binaryModule, "utf8").catch(() => "");
  if (source !== before) await writeFile(binaryModule, source);
  return { kernelBytes: binary.length, changed: source !== before };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { kernelBytes, changed } = await buildKernel();
  process.stderr.write(`kernel: ${kernelBytes} bytes, ${changed ? "written" : "unchanged"}\n`);
}
