/** What docs/costs.md says follows from what was measured, and its sums are right. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { curveTable, gigabyteSection, throughputAt, usdOfGigabyte } from "../bench/lambda-curve.ts";
import { projectDir } from "../project-files.ts";

const read = (path: string): string => readFileSync(join(projectDir, path), "utf8");
const costs = read("docs/costs.md");
const pipelinePage = read("tests/bench/PIPELINE.md");

function measured() {
  const [, kernel, reference] =
    /^\| \*\*throughput.*\*\* \| \*\*([\d.]+)\*\* \| \*\*([\d.]+)\*\* \|$/m.exec(pipelinePage) ?? [];
  return { kernel: Number(kernel), reference: Number(reference) };
}

test("a GB costs what the measured throughput gives", () => {
  expect(measured().kernel).toBeGreaterThan(measured().reference);
  expect(costs).toContain(gigabyteSection(measured()));
  expect(pipelinePage).toContain(curveTable(measured()));
});

test("the README's price of a GB is that of the fast path, requests included", () => {
  const [, cents, ofReference] =
    /\*\*([\d.]+) cents for a GB\*\*.*?\(([\d.]+) cents/.exec(read("README.md")) ?? [];
  const centsAt = (mbPerS: number) => 100 * usdOfGigabyte(1_024, throughputAt(1_024, mbPerS, 1), "arm64");
  expect(Number(cents)).toBeCloseTo(centsAt(measured().kernel), 3);
  expect(Number(ofReference)).toBeCloseTo(centsAt(measured().reference), 1);
});

test("up to one core the memory size cancels out, and the formula is the price", () => {
  for (const memoryMb of [256, 1_024, 1_769]) {
    const usd = usdOfGigabyte(memoryMb, throughputAt(memoryMb, 100), "arm64");
    expect(usd).toBeCloseTo((1_000 / 100) * 1.727 * 0.0000133334 + 0.0000002 + 120 * 0.0000004, 6);
  }
});

test("1,000 small files cost the sum of their rows", () => {
  const section = /## 1,000 small files\n(.*?)\n## /s.exec(costs)?.[1] ?? "";
  const sums = [...section.matchAll(/^\|.*\| (.*) = ([\d.]+) \|$/gm)].map(([, formula = "", sum]) => {
    expect(evaluate(formula), formula).toBeCloseTo(Number(sum), 4);
    return Number(sum);
  });
  const [, together] = /\*\*together\*\* \| \| \*\*([\d.]+)\*\*/.exec(section) ?? [];
  expect(sums).toHaveLength(4);
  expect(sums.reduce((a, b) => a + b)).toBeCloseTo(Number(together), 3);
});

/** Sums of products, as they are written there: `1,000 × 10 × 0.625/10⁶ + 0.0002`. */
function evaluate(formula: string): number {
  const factor = (text: string): number => {
    const [value = "", millionth] = text.replaceAll(",", "").replace(" GB", "").split("/10⁶");
    return Number(value) * (millionth === undefined ? 1 : 1e-6);
  };
  return formula
    .split(" + ")
    .map((product) =>
      product
        .split(" × ")
        .map(factor)
        .reduce((a, b) => a * b),
    )
    .reduce((a, b) => a + b, 0);
}
