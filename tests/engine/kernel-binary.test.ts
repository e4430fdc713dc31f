import { expect, it } from "vitest";
import { kernelBase64 } from "../../lambda/engine/kernel-binary.ts";
import { compileKernel } from "../../scripts/build-kernel.ts";

/** The function's bundle holds it, and every cold start compiles it. */
const kernelBytesMax = 36.5 * 1024;

it("the committed kernel is what its sources compile to", async () => {
  const binary = await compileKernel();
  expect(Buffer.from(binary).toString("base64")).toBe(kernelBase64);
  expect(binary.length).toBeLessThan(kernelBytesMax);
});
