import { availableParallelism } from "node:os";
import { expect, it } from "vitest";
import { coresFor, lambdaPlatform } from "../../lambda/adapters/lambda-platform.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html: one vCPU at 1,769 MB, six at 10,240 MB. */
it.each([
  [128, 1],
  [1_769, 1],
  [3_537, 1],
  [3_538, 2],
  [5_307, 3],
  [10_240, 5],
])("a function of %i MB has %i whole cores", (memoryMb, cores) => {
  expect(coresFor(memoryMb)).toBe(cores);
});

it.each([
  [256, 256 / 1_769],
  [1_024, 1_024 / 1_769],
  [1_769, 1],
  [10_240, 1],
  [null, 1],
])("a thread of a function of %s MB has %d of a core", (memoryMb, share) => {
  expect(lambdaPlatform(false, memoryMb).coreShare).toBe(share);
});

it("outside of Lambda, as many as the machine has", () => {
  expect(coresFor(null)).toBe(availableParallelism());
});
