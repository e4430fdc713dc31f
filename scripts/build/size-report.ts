/** What a bundle consists of, and whether it is still small enough to start fast. */
import type { Metafile } from "esbuild";

interface PackageSize {
  readonly name: string;
  readonly bytes: number;
}

/** Bytes in the outputs by npm package (`own code` for the project's), largest first. */
export function packageSizes(metafile: Metafile): readonly PackageSize[] {
  const sizes = new Map<string, number>();
  for (const output of Object.values(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
      const name = /node_modules\/((?:@[^/]+\/)?[^/]+)(?!.*node_modules\/)/.exec(path)?.[1] ?? "own code";
      sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput);
    }
  }
  return [...sizes].map(([name, bytes]) => ({ name, bytes })).sort((a, b) => b.bytes - a.bytes);
}

export class BundleTooLargeError extends Error {
  override readonly name = "BundleTooLargeError";
}

/** @throws BundleTooLargeError that names the largest packages */
export function assertSize(
  file: string,
  bytes: number,
  bytesMax: number,
  sizes: readonly PackageSize[],
): void {
  if (bytes <= bytesMax) return;
  const largest = sizes.slice(0, 5).map(({ name, bytes }) => `${name} ${kilobytes(bytes)}`);
  throw new BundleTooLargeError(
    `${file} has ${kilobytes(bytes)}, at most ${kilobytes(bytesMax)} are allowed. Largest: ${largest.join(", ")}.`,
  );
}

export const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;
