/** Compiles the kernel once, and makes an instance for each table. */
import { kernelBase64 } from "./kernel-binary.ts";

/** See kernel/kernel.ts for what each does. Addresses are bytes in `memory`. */
export interface Kernel {
  readonly memory: WebAssembly.Memory;
  configure(delimiter: number, quote: number, dateOrder: number): void;
  reserveNullTokens(count: number): void;
  addNullToken(bytes: number): number;
  finishNullToken(at: number, bytes: number): void;
  setBudget(
    valuesExactMax: number,
    pagesMax: number,
    distinctExactMax: number,
    precision: number,
    frequentExactMax: number,
    textUnitsMax: number,
    calendarBinsMax: number,
  ): void;
  beginTable(width: number, cellsMax: number, rowsMax: number, distinctRowsMax: number): void;
  reserveText(bytes: number): number;
  extendText(bytes: number): void;
  countLineEnds(from: number, bytes: number): number;
  readRecords(isLast: number): number;
  profileColumns(): void;
  clearBatch(): void;
  nextRowAt(): number;
  commitRow(fields: number, lines: number, nextAt: number): void;
  skipLines(lines: number, nextAt: number): void;
  oddRowCount(kind: number): number;
  finishRows(): void;
  readonly recordAt: WebAssembly.Global;
  readonly recordEnd: WebAssembly.Global;
  readonly textEnd: WebAssembly.Global;
  readonly batchRows: WebAssembly.Global;
  readonly rowsBefore: WebAssembly.Global;
  readonly line: WebAssembly.Global;
  readonly recordLines: WebAssembly.Global;
  readonly blankLines: WebAssembly.Global;
  readonly terminators: WebAssembly.Global;
  readonly columns: WebAssembly.Global;
  readonly replyAt: WebAssembly.Global;
  readonly sampleDepth: WebAssembly.Global;
  readonly sampleCapacity: WebAssembly.Global;
  readonly sampleHashes: WebAssembly.Global;
  readonly sampleCounts: WebAssembly.Global;
  readonly sampleSize: WebAssembly.Global;
  readonly sampleRepeated: WebAssembly.Global;
  readonly sampleRepeatedSquares: WebAssembly.Global;
}

/** See kernel/host.ts for what each is asked. */
export interface KernelHost {
  classify(column: number, from: number, to: number): number;
  example(column: number, kind: number, row: number, line: number, from: number, to: number): void;
  oddRow(kind: number, row: number, line: number, fields: number): void;
  formattedNumber(column: number, from: number, to: number): void;
  sampleText(column: number, high: number, low: number, from: number, to: number): number;
}

/** `i8x16.popcnt` of a zero vector: what does not know SIMD rejects it. */
const simdProbe = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15],
  ...[253, 98, 11],
);

let compiled: WebAssembly.Module | null = null;

/** Whether this runtime has WebAssembly with SIMD. */
export function kernelSupported(): boolean {
  return typeof WebAssembly === "object" && WebAssembly.validate(simdProbe);
}

export function instantiateKernel(host: KernelHost): Kernel {
  compiled ??= new WebAssembly.Module(Buffer.from(kernelBase64, "base64"));
  return new WebAssembly.Instance<Kernel>(compiled, { host }).exports;
}
