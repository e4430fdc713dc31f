/** A thread that is none: its segments are read on the test's own thread, with a kernel of their own. */
import { setImmediate } from "node:timers/promises";
import { KernelTable } from "../../lambda/engine/kernel-table.ts";
import { PartReader } from "../../lambda/engine/parallel/part-reader.ts";
import { OwnThread, type StartThread } from "../../lambda/engine/parallel/thread.ts";
import { newOddities } from "../../lambda/profile/table-profile.ts";

export const startInProcess: StartThread = (
  { module, dialect, rules, columnCount, segmentBytes },
  onReport,
) => {
  const oddities = newOddities();
  const table = new KernelTable(module, dialect, rules, oddities, null, () => columnCount);
  const reader = new PartReader(table, oddities, segmentBytes, onReport);
  return new OwnThread(reader, () => setImmediate());
};
