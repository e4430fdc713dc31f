/** What `figures: "basic"` leaves out is null, and nothing else is different: by both engines, in one thread and several. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import { profileCsv } from "../../lambda/profile/profile-csv.ts";
import type { ColumnSummary, ContentProfile } from "../../lambda/profile/summary.ts";
import { summaryOf } from "../fakes/summaries.ts";
import { contractBreaches } from "../summary-contract.ts";
import { anyCsv } from "./any-csv.ts";
import { compareEngines } from "./both-engines.ts";
import { engineUnderTest } from "./engine-under-test.ts";
import { startInProcess } from "./in-process-thread.ts";
import { nastyInputs } from "./nasty-inputs.ts";

const basic: ProfileOptions = { figures: "basic" };

/** Reasons, hints and alerts that rest on what is left out are less; see `expectLess`. */
function comparable(content: ContentProfile, asBasic: boolean): unknown {
  const { columns, quality_issues: issues, ...rest } = content;
  return {
    ...rest,
    columns: columns.map((column) => comparableColumn(column, asBasic)),
    quality_issues: {
      ...issues,
      // A file that failed before its dialect was known has no rows, and none that repeats another.
      duplicate_rows: asBasic && content.dialect !== null ? null : issues.duplicate_rows,
      alerts: [],
      has_issues: null,
    },
  };
}

function comparableColumn(column: ColumnSummary, asBasic: boolean): unknown {
  const { frequent, ledger, hints, ...rest } = column;
  return {
    ...rest,
    frequent: asBasic ? null : frequent,
    hints: [],
    ledger: ledger.map((entry) => ({ ...entry, flip: null, reason: "" })),
    statistics: asBasic ? basicStatistics(column) : column.statistics,
  };
}

function basicStatistics({ type, statistics }: ColumnSummary): unknown {
  if (type === "string") return null;
  return type === "date" && statistics !== null ? { ...statistics, histogram: null } : statistics;
}

function expectLess(less: ContentProfile, all: ContentProfile): void {
  const alertsOf = ({ quality_issues: { alerts } }: ContentProfile) =>
    alerts.map(({ code, column }) => `${code} ${column}`);
  expect(alertsOf(all)).toEqual(expect.arrayContaining(alertsOf(less)));
  for (const [i, { hints }] of less.columns.entries())
    expect(all.columns[i]?.hints).toEqual(expect.arrayContaining([...hints]));
}

async function expectBasic(
  bytes: Uint8Array,
  options: ProfileOptions,
  sizes?: readonly number[],
): Promise<void> {
  const all = await compareEngines(bytes, options, sizes);
  const less = await compareEngines(bytes, { ...options, ...basic }, sizes);
  expect(less.differences).toEqual([]);
  for (const by of ["reference", "kernel"] as const) {
    // To the last bit: the segments are the same here, and so is what repeats in them.
    expect(comparable(less[by], false)).toEqual(comparable(all[by], true));
    expectLess(less[by], all[by]);
    expect(contractBreaches(JSON.parse(JSON.stringify(summaryOf("a.csv", less[by]))))).toEqual([]);
  }
}

const samples = new URL("../../sample-data/", import.meta.url);

describe("basic figures", () => {
  it.each(readdirSync(samples).filter((name) => name !== "README.md"))("of sample-data/%s", async (name) => {
    await expectBasic(readFileSync(new URL(name, samples)), {});
  });

  it.each(nastyInputs.map(([name, text, options = {}]) => ({ name, text, options })))(
    "of $name",
    async ({ text, options }) => {
      await expectBasic(Buffer.from(text), { delimiter: ",", quote: '"', ...options }, [15, 16, 17]);
    },
  );

  it("of any text", async () => {
    await fc.assert(
      fc.asyncProperty(anyCsv, ({ text, options, sizes }) => expectBasic(Buffer.from(text), options, sizes)),
      { numRuns: 100 },
    );
  }, 120_000);

  it("of values by the thousand, of which some repeat, in one thread and in three", async () => {
    const cell = (i: number, column: number): string | number =>
      [
        i,
        i / 8,
        `w${(i * 7919) % 20_011}`,
        i % 5,
        new Date(i * 3_600_000).toISOString(),
        i < 9_000 ? i % 40 : i,
      ][column] ?? "";
    const row = (i: number): string => Array.from({ length: 6 }, (_, column) => cell(i, column)).join(",");
    const bytes = Buffer.from(
      `a,b,c,d,e,f\n${Array.from({ length: 25_000 }, (_, i) => row(i)).join("\n")}\n`,
    );
    await expectBasic(bytes, {}, [4096]);
    const source = {
      sizeBytes: bytes.length,
      async *open() {
        for (let at = 0; at < bytes.length; at += 4096) yield bytes.subarray(at, at + 4096);
      },
    };
    const partition = { segmentBytes: 100_000, aloneBytes: 1, startThread: startInProcess };
    const options = { ...basic, engine: engineUnderTest };
    const alone = await profileCsv(source, { ...options, threads: 1 }, {}, partition);
    const together = await profileCsv(source, { ...options, threads: 3 }, {}, partition);
    expect(alone.figures).toBe("basic");
    expect(together.threads).toBe(engineUnderTest === "reference" ? 1 : 3);
    expect(together.content).toEqual(alone.content);
    expect(together.content.columns.map(({ distinct }) => distinct.method)).toContain("hyperloglog");
  });
});
