/** How many of how many, on standard error for a person who waits. Nothing where nobody looks. */
import { SingleBar } from "cli-progress";

export interface CountProgress {
  readonly step: () => void;
  readonly stop: () => void;
}

/** @param what in the plural, e.g. `results` */
export function showCount(total: number, what: string): CountProgress {
  if (!process.stderr.isTTY || total === 0) return { step: () => {}, stop: () => {} };
  const bar = new SingleBar({
    format: `{bar} {value} of {total} ${what}`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  });
  bar.start(total, 0);
  return { step: () => bar.increment(), stop: () => bar.stop() };
}
