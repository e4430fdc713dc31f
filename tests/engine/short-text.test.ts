/** A kernel's memory follows the text, where its length is known: V8 collects its whole heap for the sake of large ones. */
import { beforeEach, expect, it, vi } from "vitest";
import type { Kernel } from "../../lambda/engine/kernel-instance.ts";
import { profileCsv } from "../../lambda/profile/profile-csv.ts";

const { kernels } = vi.hoisted(() => ({ kernels: [] as Kernel[] }));

vi.mock("../../lambda/engine/kernel-instance.ts", async (original) => {
  const module = await original<typeof import("../../lambda/engine/kernel-instance.ts")>();
  const instantiateKernel: typeof module.instantiateKernel = (...args) => {
    const kernel = module.instantiateKernel(...args);
    kernels.push(kernel);
    return kernel;
  };
  return { ...module, instantiateKernel };
});

beforeEach(() => {
  kernels.length = 0;
});

async function* text(content: string) {
  yield new TextEncoder().encode(content);
}

const megabytes = () => kernels.map(({ memory }) => memory.buffer.byteLength / 2 ** 20);

const people = (rows: number) =>
  `id,name,joined,balance,note\n${Array.from({ length: rows }, (_, id) => `${id},Person ${id},2024-05-1${id % 10},${id / 4},"row ${id}, of many"\n`).join("")}`;

it("takes little for 1 KB", async () => {
  const { engine } = await profileCsv(text(people(19)));
  expect(engine).toBe("kernel");
  expect(kernels).toHaveLength(1);
  expect(megabytes()[0]).toBeLessThan(0.4);
});

it("takes more for what is longer than the head", async () => {
  await profileCsv(text(people(10_000)));
  expect(megabytes()[0]).toBeGreaterThan(1.5);
});

it.each([
  ["as many rows as there can be", "1\n2\n3\n4\n5\n6\n7\n"],
  ["without a line end", "1"],
  ["with carriage returns", "1\r2\r3\r4\r5"],
  ["with short rows of a wide table", `${"a,".repeat(50)}a\n${"1\n".repeat(60)}`],
  ["with quoted rows that the driver reads", 'a,b\n"1"x,2\n"3"x,4\n"5"x,6\n'],
  ["with blank lines", "a,b\n\n\n1,2\n\n3,4\n\n"],
])("a text %s is the same to both readers", async (_, content) => {
  const [byKernel, byReference] = await Promise.all([
    profileCsv(text(content), { delimiter: "," }),
    profileCsv(text(content), { delimiter: ",", engine: "reference" }),
  ]);
  expect(byKernel.engine).toBe("kernel");
  expect(byKernel.content).toEqual(byReference.content);
});
