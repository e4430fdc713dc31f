import { expect, test } from "vitest";
import { fuzz } from "./fuzz-run.ts";
import { hostileInput, hostileKinds } from "./hostile-input.ts";

test("1,000 hostile inputs: no exception, no hang, every result as the contract has it", async () => {
  const { breaches, endings, inputs } = await fuzz({ firstSeed: 0, inputs: 1_000 });
  expect(breaches).toEqual([]);
  expect(inputs).toBe(1_000);
  // Neither all refused nor all taken: they reach the parts they are meant for.
  expect([...endings.keys()]).toEqual(
    expect.arrayContaining(["success", "NOT_TEXT", "DECOMPRESSION_FAILED"]),
  );
});

test("an input can be made again from its seed", () => {
  for (const [seed] of hostileKinds.entries()) expect(hostileInput(seed)).toEqual(hostileInput(seed));
});
