/** A name as stated on the command line → the summary of what it names. */
import type { ProfileOptions } from "../lambda/profile/options.ts";
import type { Summary } from "../lambda/profile/summary.ts";
import { statedOptions } from "../lambda/stated-options.ts";
import { type Input, openInput } from "./input.ts";
import { profileInput } from "./profile-input.ts";
import { showProgress } from "./render/progress.ts";
import type { Target } from "./targets.ts";

/**
 * @param name a file, `-`, or `s3://bucket/key`, whose metadata may state options; those given here come first
 * @throws CommandFailure when there is nothing to read under that name, ProfilerError INVALID_OPTION of an object's metadata
 */
export async function profileNamed(
  name: string,
  options: ProfileOptions,
  where: Pick<Target, "endpoint" | "region">,
): Promise<Summary> {
  if (!name.startsWith("s3://")) return profileWithProgress(await openInput(name), options);
  const { openS3Input } = await import("./s3-input.ts");
  return profileWithProgress(await openS3Input(name, where), options);
}

async function profileWithProgress(input: Input, options: ProfileOptions): Promise<Summary> {
  const progress = showProgress(input.sizeBytes);
  try {
    const stated = statedOptions(input.metadata).options;
    return await profileInput({ ...input, body: progress.watch(input.body) }, { ...stated, ...options });
  } finally {
    progress.stop();
    input.close();
  }
}
