/** The metadata item of a file: the summary's names, without the columns' details. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { ContentVersion } from "../content-version.ts";
import { itemBytesMax } from "../limits.ts";
import type { Summary } from "../profile/summary.ts";
import { attributeBytes, attributeMapBytes, toAttributeMap } from "./dynamodb-values.ts";

type Item = Record<string, AttributeValue>;

/** What grows with the number of columns, by path; the rest of an item stays within some kilobytes. */
const widePaths: readonly (readonly [string, string?])[] = [
  ["statistics"],
  ["schema"],
  ["quality_issues", "invalid_values"],
  ["quality_issues", "missing_values"],
  ["quality_issues", "renamed_columns"],
];

/**
 * `columns` is left to the summary. Beyond `bytesMax` the widest maps are left out one after the other,
 * `truncated` says so, `truncated_fields` which, and `summary_key` points at the whole.
 */
export function toItem(
  summary: Summary,
  summaryKey: string | null,
  version: ContentVersion,
  bytesMax = itemBytesMax,
): Item {
  const { columns: _, ...rest } = summary;
  const item = toAttributeMap({
    ...rest,
    source: { ...summary.source, ...versionAttributes(version) },
    summary_key: summaryKey,
    truncated: false,
  });
  const leftOut = leaveOutWidest(item, bytesMax);
  if (leftOut.length > 0) {
    item.truncated = { BOOL: true };
    item.truncated_fields = { L: leftOut.map((path) => ({ S: path })) };
  }
  return item;
}

/** The part of `source` that the write condition compares. */
function versionAttributes(version: ContentVersion) {
  return { sequencer: version.sequencer, event_time: version.eventTime, etag: version.etag };
}

function leaveOutWidest(item: Item, bytesMax: number): readonly string[] {
  const sizes = widePaths
    .map((path) => ({ path, bytes: bytesAt(item, path) }))
    .sort((a, b) => b.bytes - a.bytes);
  let excessBytes = attributeMapBytes(item) - bytesMax;
  const leftOut: string[] = [];
  for (const { path, bytes } of sizes) {
    if (excessBytes <= 0) break;
    const [name, member] = path;
    if (member === undefined) delete item[name];
    else delete item[name]?.M?.[member];
    excessBytes -= bytes;
    leftOut.push(path.join("."));
  }
  return leftOut;
}

function bytesAt(item: Item, [name, member]: readonly [string, string?]): number {
  const value = member === undefined ? item[name] : item[name]?.M?.[member];
  return value === undefined ? 0 : attributeBytes(value);
}
