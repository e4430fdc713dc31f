/** The core's front door: bytes in, the profile of their content out. */
import type { ProfileOptions } from "./options.ts";
import type { ContentProfile, SourceSummary } from "./summary.ts";

export interface ProfileLimits {
  /** Asked between chunks; true stops reading and yields a partial profile with error TIMEOUT. */
  readonly outOfTime?: () => boolean;
  /** Reported in the TIMEOUT message. */
  readonly timeoutMs?: number;
}

export interface ProfileResult {
  readonly content: ContentProfile;
  readonly compression: SourceSummary["compression"];
  readonly engine: "reference" | "kernel";
  /** As delivered by the source, before decompression. */
  readonly sourceBytes: number;
  /** After decompression. */
  readonly textBytes: number;
}

/**
 * Profile one CSV. What is wrong with the file is in the result (`content.status`, `error_code`, `partial`);
 * only the source's own exceptions are thrown.
 */
export async function profileCsv(
  source: AsyncIterable<Uint8Array>,
  options: ProfileOptions = {},
  limits: ProfileLimits = {},
): Promise<ProfileResult> {
  void source;
  void options;
  void limits;
  throw new Error("under construction");
}
