/** A thread that is none: its segments are read on the test's own thread, with a kernel of their own. */
import { setImmediate } from "node:timers/promises";
import { partReaderOf } from "../../lambda/engine/parallel/part-reader.ts";
import { OwnThread, type StartThread } from "../../lambda/engine/parallel/thread.ts";

export const startInProcess: StartThread = (facts, onReport) =>
  new OwnThread(partReaderOf(facts, onReport), () => setImmediate());
