/** The `csv-…` user metadata of an upload (`x-amz-meta-csv-delimiter: tab`) as options. */
import { type OptionName, optionNames, parseOptions } from "./profile/option-parsing.ts";
import type { ProfileOptions } from "./profile/options.ts";

const prefix = "csv-";

export interface StatedOptions {
  readonly options: ProfileOptions;
  /** Names that begin with `csv-` and mean nothing here: a slip of the pen, or another program's. */
  readonly unknown: readonly string[];
}

/** @param metadata names in lower case. @throws ProfilerError INVALID_OPTION under the name in the metadata */
export function statedOptions(metadata: Readonly<Record<string, string>>): StatedOptions {
  const stated: Partial<Record<OptionName, string>> = {};
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(metadata)) {
    if (!name.startsWith(prefix)) continue;
    const option = optionNames.find((known) => name === `${prefix}${known}`);
    if (option === undefined) unknown.push(name);
    else stated[option] = value;
  }
  return { options: parseOptions(stated, (name) => `${prefix}${name}`), unknown };
}
