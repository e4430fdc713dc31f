/** Progress on standard error for a person who waits: percent, rate and time left. Nothing where nobody looks. */
import { SingleBar } from "cli-progress";
import { formatBytes } from "./figures.ts";

/** Files below this are done before a bar could be read. */
const shownFromBytes = 20_000_000;

export interface Progress {
  /** The same chunks, counted as they pass. */
  watch(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  /** Count bytes that do not pass through `watch`: the total so far. */
  update(bytesSoFar: number): void;
  /** Remove the bar. Safe to call more than once. */
  stop(): void;
}

const silent: Progress = { watch: (source) => source, update: () => {}, stop: () => {} };

/** @param sizeBytes of the whole; null when it is not known, which shows nothing */
export function showProgress(sizeBytes: number | null): Progress {
  if (!process.stderr.isTTY || sizeBytes === null || sizeBytes < shownFromBytes) return silent;
  const startedMs = performance.now();
  const bar = new SingleBar({
    format: "{bar} {percentage} % · {done} of {whole} · {rate}/s · {eta_formatted} left",
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    etaBuffer: 100,
  });
  let done = 0;
  const payload = () => ({
    done: formatBytes(done),
    whole: formatBytes(sizeBytes),
    rate: formatBytes((done * 1000) / Math.max(1, performance.now() - startedMs)),
  });
  bar.start(sizeBytes, 0, payload());
  const update = (bytesSoFar: number) => {
    done = bytesSoFar;
    bar.update(Math.min(done, sizeBytes), payload());
  };
  return {
    async *watch(source) {
      for await (const chunk of source) {
        yield chunk;
        update(done + chunk.byteLength);
      }
    },
    update,
    stop: () => bar.stop(),
  };
}
