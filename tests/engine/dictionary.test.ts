/**
 * Columns of few values: the kernel looks them up from the second batch of a segment on, and must not be told from the
 * reference by it. The batches are made small, so that short texts have many.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import { compareEngines } from "./both-engines.ts";

const stated: ProfileOptions = { delimiter: ",", quote: '"', header: true };

/** Cells of all kinds, and what each kind has that is odd. */
const pools: Readonly<Record<string, readonly string[]>> = {
  ints: ["1", "-7", "+3", "0", "20", "123456789", "9007199254740993", "1e3"],
  floats: ["0.07", "0.19", "0.2", "0", "-0.0", "-1.5", "1e-3", "1e300", "-1e300", "12345678901234567890.5"],
  mixed: ["1", "2.5", "N/A", "", "x", "2024-01-31", "NULL", " 1 "],
  dates: ["2024-01-31", "2024-02-29", "1999-12-31", "2024-01-31T12:34:56Z", "0001-01-01"],
  swappable: ["01/02/2024", "13/02/2024", "02/13/2024", "03/04/2023 10:20", "4 Mar 2020"],
  texts: ["new", "paid", "größer", "日本", "$1,234.50", "12 %", "EUR 5", "a\nb", 'q"q', "  padded  "],
  tokens: ["N/A", "null", "-", "a"],
};

/** From 0 to 1, the same for the same number. */
function uniform(i: number): number {
  const mixed = Math.imul(i ^ (i >>> 16), 0x85ebca6b);
  return (Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) >>> 0) / 2 ** 32;
}

function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

describe("columns of few values", () => {
  it("have the same profile by both engines", async () => {
    const column = fc.constantFrom(...Object.keys(pools));
    await fc.assert(
      fc.asyncProperty(
        fc.array(column, { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(1_000), { minLength: 50, maxLength: 400 }),
        fc.constantFrom(32, 64, 128),
        fc.constantFrom(500, 2_000, 100_000),
        async (columns, picks, sliceBytesLeast, segmentBytes) => {
          const cell = (name: string, pick: number): string => {
            const pool = pools[name] ?? [];
            return quoted(pool[pick % pool.length] ?? "");
          };
          const rows = picks.map((pick) => columns.map((name, i) => cell(name, pick >> i)).join(","));
          const text = `${columns.map((_, i) => `c${i}`).join(",")}\n${rows.join("\n")}\n`;
          const { differences, engine } = await compareEngines(Buffer.from(text), stated, [997], {
            sliceBytesLeast,
            segmentBytes,
          });
          expect(differences).toEqual([]);
          expect(engine).toBe("kernel");
        },
      ),
      { numRuns: 300 },
    );
  });

  it("may differ in what is left of a sum when its values cancel each other out", async () => {
    const picks = [
      878, 608, 7, 0, 669, 298, 0, 398, 948, 0, 548, 738, 0, 0, 0, 298, 207, 0, 0, 0, 0, 0, 0, 0, 0, 0, 747,
      387, 0, 0, 307, 0, 0, 0, 707, 0, 0, 0, 857, 0, 308, 937, 0, 0, 947, 0, 0, 0, 0, 0, 0, 0,
    ];
    const text = `c\n${picks.map((pick) => pools.floats?.[pick % 10]).join("\n")}\n`;
    const { differences, reference } = await compareEngines(Buffer.from(text), stated, [997], {
      sliceBytesLeast: 64,
      segmentBytes: 500,
    });
    expect(differences).toEqual([]);
    expect(Math.abs(reference.statistics.c?.sum ?? Number.NaN)).toBeLessThan(1e285);
  });

  /** A column that begins with few values and has many later: more than there are counters. */
  it.each([
    ["numbers", (i: number) => (i < 5_000 ? i % 7 : i % 3 === 0 ? 3 : i)],
    ["decimals", (i: number) => (i < 5_000 ? (i % 900) / 8 : i / 8)],
    ["texts", (i: number) => (i < 5_000 ? `v${i % 800}` : `w${i % 3 === 0 ? 1 : i}`)],
    ["days", (i: number) => new Date((i < 5_000 ? i % 31 : i) * 86_400_000).toISOString().slice(0, 10)],
    ["kinds", (i: number) => (i < 5_000 ? i % 20 : ["x", "2020-01-01", i, `t${i}`][i % 4])],
    ["always 740 values", (i: number) => (i * 7919) % 740],
    ["always 1,000 values", (i: number) => (i * 7919) % 1_000],
    ["always 1,100 values", (i: number) => (i * 7919) % 1_100],
    ["5,000 values at random", (i: number) => Math.floor(uniform(i) * 5_000) / 10_000],
    [
      "5,000 days at random",
      (i: number) => new Date(Math.floor(uniform(i) * 5_000) * 86_400_000).toISOString().slice(0, 10),
    ],
    ["texts that repeat, more than there are counters", (i: number) => `k${Math.floor(uniform(i) * 8_200)}`],
    ["values by Zipf's law", (i: number) => Math.floor(Math.exp(uniform(i) * Math.log(100_000)))],
    ["each value twice", (i: number) => Math.floor(i / 2)],
    ["unique, and one that becomes frequent", (i: number) => (i > 9_000 && i % 50 === 0 ? "late" : `u${i}`)],
  ])("%s: few at first, then many", async (_, cellOf) => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `${cellOf(i)},${i % 2}\n`);
    const bytes = Buffer.from(`value,parity\n${rows.join("")}`);
    for (const segmentBytes of [50_000, 1_000_000]) {
      const { differences } = await compareEngines(bytes, stated, [60_000], {
        sliceBytesLeast: 16_384,
        segmentBytes,
      });
      expect(differences).toEqual([]);
    }
  });

  it("have the same profile where a wide table leaves them few counters", async () => {
    const empty = ",".repeat(1_500);
    const row = (i: number): string => `${i % 90},${uniform(i) * 300},u${i % 7 === 0 ? 0 : i}${empty}\n`;
    const text = `${Array.from({ length: 1_503 }, (_, i) => `c${i}`).join(",")}\n`;
    const bytes = Buffer.from(text + Array.from({ length: 1_200 }, (_, i) => row(i)).join(""));
    const { differences, engine, kernel } = await compareEngines(bytes, stated, [bytes.length], {
      segmentBytes: 600_000,
    });
    expect(differences).toEqual([]);
    expect(engine).toBe("kernel");
    expect(kernel.columns[2]?.frequent?.method).toBe("misra_gries");
  });
});
