/** What the kernel exports and asks for; an instance of it is made for each table. */

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
    frequentCountersMax: number,
    textUnitsMax: number,
    calendarBinsMax: number,
    basic: number,
  ): void;
  beginTable(width: number, cellsMax: number, rowsMax: number, distinctRowsMax: number): void;
  reserveText(bytes: number): number;
  extendText(bytes: number): void;
  countLineEnds(from: number, bytes: number): number;
  readRecords(isLast: number): number;
  profileColumns(): void;
  settleColumns(): void;
  listCounters(columnAt: number): number;
  listHashes(valuesAt: number): number;
  clearSegment(columnAt: number): void;
  countRegisters(registersAt: number): number;
  clearBatch(): void;
  nextRowAt(): number;
  commitRow(fields: number, lines: number, nextAt: number): void;
  skipLines(lines: number, nextAt: number): void;
  oddRowCount(kind: number): number;
  finishRows(): void;
  listRepeats(): number;
  reserveRows(bytes: number): number;
  releaseRows(region: number, bytes: number): void;
  deepenSample(depth: number): void;
  addRows(hashes: number, rows: number): void;
  adoptRepeats(pairs: number, count: number): void;
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
  readonly rowLists: WebAssembly.Global;
  readonly repeatsSize: WebAssembly.Global;
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

export function instantiateKernel(module: WebAssembly.Module, host: KernelHost): Kernel {
  return new WebAssembly.Instance<Kernel>(module, { host }).exports;
}
