/** Texts that may be declared missing among numbers or dates; `3+`, `1.2K` and `V27` say something that must not get lost. */

const openEnd = /\+$/;
/** `0000-00-00`, `#DIV/0!`; of nines a date. */
const saysNothing = /^(?:[^1-9]*|[^0-8]*9{4}[^0-8]*)$/;

export function mayMeanMissing(text: string): boolean {
  return saysNothing.test(text) && !openEnd.test(text);
}
