/** As much of WebAssembly's JavaScript interface as the engine uses; the DOM's library, which has it, is not loaded. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  /** `Exports` is what the module is known to export. */
  class Instance<Exports> {
    constructor(module: Module, imports: Readonly<Record<string, object>>);
    readonly exports: Exports;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
    /** By pages of 64 KiB. @throws RangeError beyond the maximum, or when there is no more */
    grow(pages: number): number;
  }
  interface Global {
    readonly value: number;
  }
  function validate(bytes: Uint8Array): boolean;
}
