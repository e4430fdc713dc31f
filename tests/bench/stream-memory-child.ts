/** One text through the profiler: `node stream.mjs <megabytes>`. Prints a line of JSON. */
import { profileCsv } from "../../lambda/profile/profile-csv.ts";
import { endlessTable } from "./endless-table.ts";

export interface Streamed {
  readonly textBytes: number;
  readonly rows: number;
  readonly wallMs: number;
  readonly peakMb: number;
}

const sizeBytes = Number(process.argv[2]) * 1e6;
const table = endlessTable(sizeBytes);
const { content, engine, textBytes } = await profileCsv(table.chunks);
const ids = content.statistics.order_id;
if (content.status !== "success" || engine !== "kernel" || content.row_count !== table.rows())
  throw new Error(`${content.status} by the ${engine}, ${content.row_count} rows of ${table.rows()}`);
if (ids === undefined || ids.max - ids.min + 1 !== table.rows())
  throw new Error("the ids are not those of the rows");
const streamed: Streamed = {
  textBytes,
  rows: content.row_count,
  wallMs: performance.now(),
  peakMb: process.resourceUsage().maxRSS / 1024,
};
process.stdout.write(`${JSON.stringify(streamed)}\n`);
