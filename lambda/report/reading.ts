/** How the file was read, and what that took. */
import type { DialectSummary, Summary } from "../profile/summary.ts";
import { type Definition, definitionList } from "./definition-list.ts";
import { delimiterName } from "./delimiter-name.ts";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatInstant,
  formatShare,
  formatUsd,
} from "./figures.ts";
import { type Html, html, visible } from "./html.ts";

export function reading(summary: Summary): Html {
  return html`<div class="reading-grid">${
    summary.dialect === null
      ? html`<div><h3>Dialect</h3><p>The file failed before its dialect was known.</p></div>`
      : html`<div><h3>Dialect</h3>${definitionList(dialect(summary.dialect))}</div>`
  }<div><h3>File</h3>${definitionList(file(summary))}</div><div><h3>Processing</h3>${definitionList(processing(summary))}</div></div>`;
}

function dialect(found: DialectSummary): readonly (Definition | null)[] {
  const { delimiter, quote, escape, terminator, encoding, bom, header, skipped_lines: skipped } = found;
  const name = delimiterName(delimiter);
  return [
    ["Delimiter", html`<code>${visible(delimiter)}</code>${name === null ? null : ` ${name}`}`],
    ["Quote", quote === null ? "none" : html`<code>${visible(quote)}</code>`],
    escape === null || quote === null
      ? null
      : ["Escape", escape === quote ? "doubled quote" : html`<code>${visible(escape)}</code>`],
    ["Line ends", terminator],
    ["Encoding", `${encoding}${bom ? ", with a byte order mark" : ""}`],
    ["Header", header ? "yes" : "no; columns are numbered"],
    skipped === 0 ? null : ["Skipped lines", formatCount(skipped)],
    ["Confidence", formatShare(found.confidence)],
  ];
}

function file({ file_name, source, upload_timestamp }: Summary): readonly (Definition | null)[] {
  return [
    ["Name", visible(file_name)],
    source.bucket === null ? null : ["Bucket", visible(source.bucket)],
    source.key === null ? null : ["Key", visible(source.key)],
    source.etag === null ? null : ["ETag", html`<code>${visible(source.etag)}</code>`],
    source.version_id === null ? null : ["Version", html`<code>${visible(source.version_id)}</code>`],
    [
      "Size",
      `${formatBytes(source.size_bytes)}${source.compression === "none" ? "" : `, ${source.compression}`}`,
    ],
    upload_timestamp === null ? null : ["Uploaded", formatInstant(upload_timestamp)],
  ];
}

function processing({ processing: run, processed_timestamp }: Summary): readonly (Definition | null)[] {
  const { cost_estimate_usd: cost, peak_memory_mb: memory } = run;
  return [
    ["Profiled", formatInstant(processed_timestamp)],
    ["Duration", formatDuration(run.duration_ms)],
    // Of a small file it says how long the start took, which the duration says better.
    run.bytes_read < 1e6 ? null : ["Throughput", `${run.throughput_mb_per_s.toFixed(1)} MB/s`],
    ["Read", formatBytes(run.bytes_read)],
    memory === null ? null : ["Peak memory", `${formatCount(memory)} MiB`],
    ["Engine", run.threads > 1 ? `${run.engine}, ${run.threads} threads` : run.engine],
    run.figures === "basic" ? ["Figures", "basic, as asked for"] : null,
    cost === null
      ? null
      : [
          "Cost",
          html`${formatUsd(cost)} <small>${formatUsd(cost * 1_000_000)} for a million such files, at list price</small>`,
        ],
  ];
}
