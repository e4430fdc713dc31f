/** An emulator of AWS that was started for one run of the end-to-end tests. */
export interface Emulator {
  readonly name: string;
  /** `http://<this machine>:<port>`. */
  readonly endpoint: string;
  /** End it; what was deployed to it is gone. */
  stop(): Promise<void>;
}

/** The emulator cannot be had on this machine; the message says why. Nothing was started. */
export class EmulatorUnavailable extends Error {
  override readonly name = "EmulatorUnavailable";
}
