/** The script of a thread: reads the segments that it is sent, one after the other. */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { UnfitFileError } from "../text-file.ts";
import type { FromThread, SegmentReport, SegmentTask, TableFacts, ToThread } from "./messages.ts";
import { partReaderOf } from "./part-reader.ts";

function readSegments(port: MessagePort, facts: TableFacts): void {
  const send = (message: FromThread, handedOver: ArrayBuffer[] = []): void =>
    port.postMessage(message, handedOver);
  let reported: SegmentReport | null = null;
  const reader = partReaderOf(facts, (report) => {
    reported = report;
  });

  const read = (task: SegmentTask): void => {
    for (const _ of reader.read(task));
    if (reported === null) throw new Error("no segment was read");
    const memory = task.text?.memory ?? null;
    send({ kind: "report", report: reported, memory }, memory === null ? [] : [memory]);
  };

  const finish = (): void => {
    const part = reader.part();
    const columns = Array.from({ length: facts.columnCount }, (_, index) => part.columns(index));
    const rowHashes = part.rowHashes();
    const handedOver = [rowHashes.distinct.buffer, rowHashes.repeats.buffer];
    send({ kind: "part", part: { ...part, columns, rowHashes } }, handedOver);
  };

  port.on("message", (message: ToThread) => {
    try {
      if (message.kind === "read") read(message.task);
      else finish();
    } catch (error) {
      send({ kind: "failed", reason: String(error), isUnfitFile: error instanceof UnfitFileError });
    }
  });
}

if (parentPort !== null) readSegments(parentPort, workerData);
