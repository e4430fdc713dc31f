/** Compiles the kernel, once. */
import { kernelBase64 } from "./kernel-binary.ts";

/** `i8x16.popcnt` of a zero vector: what does not know SIMD rejects it. */
const simdProbe = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15],
  ...[253, 98, 11],
);

let compiled: WebAssembly.Module | null = null;

/** Whether this runtime has WebAssembly with SIMD. */
export function kernelSupported(): boolean {
  return typeof WebAssembly === "object" && WebAssembly.validate(simdProbe);
}

export function kernelModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Buffer.from(kernelBase64, "base64"));
  return compiled;
}
