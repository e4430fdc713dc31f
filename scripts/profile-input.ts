/** The second composition root over the core: an input of the command line in, its summary out. */
import { performance } from "node:perf_hooks";
import { buildSummary, throughputMbPerS } from "../lambda/profile/build-summary.ts";
import type { ProfileOptions } from "../lambda/profile/options.ts";
import { profileCsv, type RereadableSource } from "../lambda/profile/profile-csv.ts";
import type { Summary } from "../lambda/profile/summary.ts";
import type { Input } from "./input.ts";

export async function profileInput(input: Input, options: ProfileOptions): Promise<Summary> {
  const startedMs = performance.now();
  const { content, compression, engine, figures, threads, sourceBytes, textBytes } = await profileCsv(
    sourceOf(input),
    options,
  );
  const durationMs = performance.now() - startedMs;
  return buildSummary({
    fileName: input.fileName,
    uploadedAt: input.modified,
    processedAt: new Date(),
    source: {
      bucket: input.bucket,
      key: input.key,
      etag: input.etag,
      version_id: input.versionId,
      sequencer: null,
      size_bytes: input.sizeBytes ?? sourceBytes,
      compression,
    },
    content,
    processing: {
      engine,
      figures,
      threads,
      duration_ms: Math.round(durationMs),
      throughput_mb_per_s: throughputMbPerS(textBytes, durationMs),
      bytes_read: sourceBytes,
      // maxRSS is in units of 2^10 bytes.
      peak_memory_mb: Math.round(process.resourceUsage().maxRSS / 1024),
      cost_estimate_usd: null,
    },
  });
}

function sourceOf({
  body,
  reopen,
  sizeBytes,
  path,
  inode,
}: Input): AsyncIterable<Uint8Array> | RereadableSource {
  if (reopen === null) return body;
  let isOpened = false;
  const open = (): AsyncIterable<Uint8Array> => {
    if (isOpened) return reopen();
    isOpened = true;
    return body;
  };
  return { open, sizeBytes: sizeBytes ?? 0, ...(path !== null && { path, inode: inode ?? undefined }) };
}
