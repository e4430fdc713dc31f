/** Compare the bucket with the table: each upload has its item, each item its object and its summary. */
import { reportKey, summaryKey } from "../../lambda/output-keys.ts";
import type { MetadataItem } from "../metadata-items.ts";
import { describes, type ListedUpload } from "../pipeline.ts";
import { type RedriveCandidate, reasonToRedrive } from "./redrive.ts";

/** An object below `processed/`. */
export interface Output {
  readonly key: string;
  readonly lastModified: Date;
}

export interface Inventory {
  readonly uploads: readonly ListedUpload[];
  readonly items: readonly MetadataItem[];
  readonly outputs: readonly Output[];
}

export interface Reconciliation {
  /** Uploads without an item of their content, or whose summary or report is gone: to be profiled again. */
  readonly toRedrive: readonly RedriveCandidate[];
  /** Uploaded or changed so recently that their events may still be under way: nothing to do but to look again. */
  readonly underWay: readonly ListedUpload[];
  /** Items whose object was deleted or has expired. They tell what there was, and harm nobody. */
  readonly withoutObject: readonly MetadataItem[];
  /** Summaries and reports that no item points at. */
  readonly staleOutputs: readonly string[];
  /** What else lies below `processed/`: not ours to judge. */
  readonly foreignOutputs: readonly string[];
}

const outputName = /[_.](?:summary\.json|report\.html)$/;

/**
 * @param now by S3's clock
 * @param settleMs for which an upload's events may be under way before something is amiss
 */
export function reconcile(inventory: Inventory, now: Date, settleMs: number): Reconciliation {
  const { uploads, items, outputs } = inventory;
  const isSettled = ({ lastModified }: { readonly lastModified: Date }) =>
    now.getTime() - lastModified.getTime() >= settleMs;
  const itemOf = new Map(items.map((item) => [item.fileName, item]));
  const keys = new Set(outputs.map(({ key }) => key));
  const amiss = uploads.flatMap((upload) => {
    const item = itemOf.get(upload.fileName) ?? null;
    const reason = reasonAmiss(upload, item, keys);
    return reason === null ? [] : [{ upload, item, reason }];
  });
  const underWay = amiss.map(({ upload }) => upload).filter((upload) => !isSettled(upload));

  const present = new Set(uploads.map(({ fileName }) => fileName));
  const named = new Set(items.flatMap((item) => [item.summaryKey, item.reportKey]));
  // Outputs are written before their item, and will be named again: they only seem to be stale.
  for (const { upload } of amiss) named.add(summaryKey(upload.fileName)).add(reportKey(upload.fileName));
  const unnamed = outputs.filter((output) => !named.has(output.key));
  return {
    toRedrive: amiss.filter(({ upload }) => isSettled(upload)),
    underWay,
    withoutObject: items.filter(({ fileName }) => !present.has(fileName)),
    staleOutputs: unnamed.filter((output) => outputName.test(output.key) && isSettled(output)).map(keyOf),
    foreignOutputs: unnamed.filter(({ key }) => !outputName.test(key)).map(keyOf),
  };
}

const keyOf = ({ key }: Output): string => key;

function reasonAmiss(
  upload: ListedUpload,
  item: MetadataItem | null,
  outputs: ReadonlySet<string>,
): string | null {
  if (item === null || !describes(item, upload)) return reasonToRedrive(upload, item, "failed");
  if (item.summaryKey !== null && !outputs.has(item.summaryKey)) return "its summary is gone";
  if (item.reportKey !== null && !outputs.has(item.reportKey)) return "its report is gone";
  // It was there all the time: the item says otherwise.
  return item.errorCode === "OBJECT_NOT_FOUND" ? item.errorCode : null;
}
