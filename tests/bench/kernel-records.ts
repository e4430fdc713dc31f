/** The kernel's records without a profile: what reading alone costs. For files whose records are all plain. */
import type { Dialect } from "../../lambda/csv/dialect.ts";
import { splitRecord } from "../../lambda/csv/record-splitter.ts";
import { instantiateKernel, type Kernel } from "../../lambda/engine/kernel-instance.ts";
import { kernelModule } from "../../lambda/engine/kernel-module.ts";
import { stoppedForBatch, stoppedForMore, stoppedForRecord } from "../../lambda/engine/layout.ts";
import type { TextPiece } from "../../lambda/engine/text-piece.ts";

/** As the profile reads them (lambda/engine/kernel-reader.ts). */
const sliceBytes = 256 * 1024;
const batchCellsMax = 64 * 1024;
const batchRowsMax = 16 * 1024;

export class KernelRecords {
  readonly #kernel: Kernel;
  readonly #dialect: Dialect;
  #begun = false;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
    const unexpected = () => {
      throw new Error("only records are read here");
    };
    this.#kernel = instantiateKernel(kernelModule(), {
      classify: unexpected,
      example: unexpected,
      oddRow: unexpected,
      formattedNumber: unexpected,
      sampleText: unexpected,
    });
    this.#kernel.configure(dialect.delimiter.charCodeAt(0), dialect.quote?.charCodeAt(0) ?? 256, 0);
  }

  write(piece: TextPiece): void {
    const kernel = this.#kernel;
    for (let from = 0; from < piece.length; from += sliceBytes) {
      const to = Math.min(piece.length, from + sliceBytes);
      const at = kernel.reserveText(to - from);
      piece.put(Buffer.from(kernel.memory.buffer), at, from, to);
      kernel.extendText(to - from);
      this.#read(0);
    }
  }

  /** @returns records without the header */
  end(): number {
    this.#read(1);
    return this.#kernel.rowsBefore.value;
  }

  #read(isLast: number): void {
    for (;;) {
      const stopped = this.#kernel.readRecords(isLast);
      if (stopped === stoppedForRecord) {
        this.#readHeader();
        continue;
      }
      if (stopped !== stoppedForMore && stopped !== stoppedForBatch)
        throw new Error("the file is not plain enough");
      this.#kernel.clearBatch();
      if (stopped === stoppedForMore) return;
    }
  }

  #readHeader(): void {
    if (this.#begun) throw new Error("the file is not plain enough");
    this.#begun = true;
    const kernel = this.#kernel;
    const bytes = Buffer.from(kernel.memory.buffer, kernel.recordAt.value);
    const header = bytes.subarray(0, kernel.recordEnd.value - kernel.recordAt.value);
    const width = splitRecord(header, this.#dialect).length;
    kernel.skipLines(1, kernel.recordEnd.value);
    kernel.setBudget(10_000, 64, 10_000, 14, 1_000, 8_000, 100, 4_096, 0);
    kernel.beginTable(width, batchCellsMax, batchRowsMax, 1_000_000);
  }
}
