/** Text as it comes in, wherever it lies: slice by slice it is put into the kernel's memory, and copied no more than once. */
export interface TextPiece {
  /** Bytes. */
  readonly length: number;
  /** Write its bytes between two places to `at`. @throws whatever reading them throws; nothing is taken then */
  put(memory: Buffer, at: number, from: number, to: number): void;
}

export function heldPiece(bytes: Uint8Array): TextPiece {
  return {
    length: bytes.length,
    put: (memory, at, from, to) => memory.set(bytes.subarray(from, to), at),
  };
}
