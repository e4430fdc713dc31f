/** One encoding → UTF-8, streaming: chunks may be cut anywhere, also in the middle of a character. */

/** What a transcoder could not make sense of, in bytes of its input. */
export interface UndecodableCounter {
  undecodableBytes: number;
}

export interface Transcoder {
  /** The characters that `chunk` completes. The result may share the memory of `chunk`. */
  push(chunk: Uint8Array): Uint8Array;
  /** What is left at the end of the file: a character cut short, as U+FFFD. */
  finish(): Uint8Array;
}

/** U+FFFD REPLACEMENT CHARACTER in UTF-8. */
export const replacementCharacter: readonly number[] = [0xef, 0xbf, 0xbd];
