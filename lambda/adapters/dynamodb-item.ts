/** The metadata item of a file: the summary's names, without the columns' details. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { ContentVersion } from "../content-version.ts";
import { itemBytesMax } from "../limits.ts";
import type { OutputKeys } from "../output-keys.ts";
import type { Summary } from "../profile/summary.ts";
import { attributeBytes, attributeMapBytes, toAttributeMap } from "./dynamodb-values.ts";

type Item = Record<string, AttributeValue>;

/**
 * `columns` is left to the summary. Beyond `bytesMax` the widest maps are left out one after the other,
 * `truncated` says so, `truncated_fields` which, and `summary_key` points at the whole.
 */
export function toItem(
  summary: Summary,
  outputs: OutputKeys | null,
  version: ContentVersion,
  bytesMax = itemBytesMax,
): Item {
  const { columns: _, ...rest } = summary;
  const item = toAttributeMap({
    ...rest,
    source: { ...summary.source, ...versionAttributes(version) },
    summary_key: outputs?.summaryKey ?? null,
    report_key: outputs?.reportKey ?? null,
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

interface Candidate {
  /** The map that holds it. */
  readonly parent: Item;
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

/** Removes from the item. Nearly every item fits as it is: its candidates are not looked for. */
function leaveOutWidest(item: Item, bytesMax: number): readonly string[] {
  let excessBytes = attributeMapBytes(item) - bytesMax;
  if (excessBytes <= 0) return [];
  const candidates = [...candidatesIn(item)].sort((a, b) => b.bytes - a.bytes);
  const leftOut: string[] = [];
  for (const { parent, name, path, bytes } of candidates) {
    if (excessBytes <= 0) break;
    delete parent[name];
    excessBytes -= bytes;
    leftOut.push(path);
  }
  return leftOut;
}

/** Every map and list that may grow with the table; `quality_issues` loses its parts one by one. */
function* candidatesIn(item: Item): Generator<Candidate> {
  for (const [name, value] of collectionsIn(item)) {
    // The write condition needs it, and it is small.
    if (name === "source") continue;
    const parts = name === "quality_issues" ? value.M : undefined;
    if (parts === undefined) yield { parent: item, name, path: name, bytes: attributeBytes(value) };
    for (const [part, inner] of collectionsIn(parts ?? {})) {
      yield { parent: parts ?? {}, name: part, path: `${name}.${part}`, bytes: attributeBytes(inner) };
    }
  }
}

const collectionsIn = (map: Item) =>
  Object.entries(map).filter(([, { M, L }]) => M !== undefined || L !== undefined);
