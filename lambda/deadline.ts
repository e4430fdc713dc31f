/** Time runs out while a source keeps silent: the reader must wake up all the same. */
import type { Clock } from "./ports.ts";

export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
  constructor() {
    super("The time for reading was over before the source delivered its next bytes.");
  }
}

/**
 * The source, until only `reserveMs` of the invocation are left, whatever becomes of its bytes. A source that is silent
 * then is not waited for. Who calls closes the source.
 *
 * @throws DeadlineError when the time is over
 */
export async function* untilDeadline(
  source: AsyncIterable<Uint8Array>,
  clock: Pick<Clock, "remainingMs">,
  reserveMs: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  const leftMs = clock.remainingMs() - reserveMs;
  let expired = false;
  let hasBegun = false;
  let wake = (): void => undefined;
  // One timer for the whole file; a race against one long-lived promise would keep every chunk's reaction alive.
  const timer = Number.isFinite(leftMs)
    ? setTimeout(() => {
        expired = true;
        wake();
      }, leftMs)
    : undefined;
  try {
    for (;;) {
      const next = await new Promise<IteratorResult<Uint8Array> | null>((resolve, reject) => {
        wake = () => resolve(null);
        // A source that is in memory may never give the timer its turn. What comes first is read whatever the time.
        if (expired || (hasBegun && clock.remainingMs() <= reserveMs)) wake();
        else iterator.next().then(resolve, reject);
      });
      if (next === null) throw new DeadlineError();
      if (next.done) return;
      hasBegun = true;
      yield next.value;
    }
  } finally {
    clearTimeout(timer);
    // A generator with a pending next() would queue return() behind it: a silent source is left to its close().
    if (!expired) await iterator.return?.();
  }
}
