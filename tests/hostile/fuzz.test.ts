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

test("every control is drawn, and whatever is not to be seen", () => {
  const drawn = Array.from({ length: 40 * hostileKinds.length }, (_, seed) =>
    hostileInput(seed).bytes.toString(),
  );
  const text = drawn.join("");
  const missing = [
    ...Array(0xa0).keys(),
    0x061c,
    0x200b,
    0x200d,
    0x202e,
    0x2066,
    0x2069,
    0xfeff,
    0xe0041,
  ].filter((code) => (code < 0x20 || code >= 0x7f) && !text.includes(String.fromCodePoint(code)));
  expect(missing).toEqual([]);
  for (const name of ["__proto__", "constructor", "prototype"]) expect(text).toContain(name);
});
