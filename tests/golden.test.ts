import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { buildSummary } from "../lambda/profile/build-summary.ts";
import { profileCsv } from "../lambda/profile/profile-csv.ts";
import type { Summary } from "../lambda/profile/summary.ts";
import { contractBreaches } from "./summary-contract.ts";

const samples = join(import.meta.dirname, "..", "sample-data");
const golden = join(import.meta.dirname, "golden");
const names = readdirSync(samples).filter((name) => name !== "README.md");

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function summaryOf(name: string): Promise<Summary> {
  const bytes = readFileSync(join(samples, name));
  const { content, compression, engine, figures, threads, textBytes } = await profileCsv(whole(bytes));
  return buildSummary({
    fileName: name,
    uploadedAt: null,
    processedAt: new Date(0),
    source: {
      bucket: null,
      key: null,
      etag: null,
      version_id: null,
      sequencer: null,
      size_bytes: bytes.length,
      compression,
    },
    content,
    processing: {
      engine,
      figures,
      threads,
      duration_ms: 0,
      throughput_mb_per_s: 0,
      bytes_read: textBytes,
      peak_memory_mb: null,
      cost_estimate_usd: null,
    },
  });
}

/** As stored; the figures of two engines may differ in the last digits of a floating sum, and in nothing else. */
function comparable({ processing, ...summary }: Summary): unknown {
  return JSON.parse(
    JSON.stringify({ ...summary, bytes_read: processing.bytes_read }, (_, value) =>
      typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(9)) : value,
    ),
  );
}

/**
 * The whole summary of every sample file, reviewed when it changes: `UPDATE_GOLDEN=1 npx vitest run --project reference
 * tests/golden.test.ts` writes them anew, and the difference belongs into the commit that means it.
 */
describe("golden summaries", () => {
  for (const name of names)
    test(name, async () => {
      const summary = await summaryOf(name);
      expect(contractBreaches(summary)).toEqual([]);
      expect(summary.quality_issues.receipt.balanced).toBe(true);
      const path = join(golden, `${name}.json`);
      const found = comparable(summary);
      if (process.env.UPDATE_GOLDEN === "1") writeFileSync(path, `${JSON.stringify(found, null, 2)}\n`);
      expect(found).toEqual(JSON.parse(readFileSync(path, "utf8")));
    });

  test("every golden file belongs to a sample", () => {
    const expected = names.map((name) => `${name}.json`).sort();
    expect(readdirSync(golden).sort()).toEqual(expected);
  });
});
