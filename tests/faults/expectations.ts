/** What each content must come to: the same profiler, without the world around it. */
import { createHash } from "node:crypto";
import { profileCsv } from "../../lambda/profile/profile-csv.ts";
import type { ContentProfile } from "../../lambda/profile/summary.ts";

const fields = [
  "status",
  "partial",
  "error_code",
  "dialect",
  "row_count",
  "column_count",
  "schema",
  "statistics",
  "columns",
  "quality_issues",
] as const;

/** Sums depend on where the content was cut into chunks, by less than this share. */
const tolerance = 1e-9;

export class Expectations {
  readonly #byEtag = new Map<string, ContentProfile>();

  /** @returns the ETag that S3 gives this content */
  async add(body: Buffer): Promise<string> {
    const etag = createHash("md5").update(body).digest("hex");
    const { content } = await profileCsv(chunks(body));
    this.#byEtag.set(etag, content);
    return etag;
  }

  of(etag: string): ContentProfile | undefined {
    return this.#byEtag.get(etag);
  }
}

/** Where a stored summary differs from what the content demands; null where nowhere. */
export function difference(expected: ContentProfile, summary: unknown): string | null {
  const stored = membersOf(summary);
  for (const name of fields) {
    const found = firstDifference(expected[name], stored.get(name), name);
    if (found !== null) return found;
  }
  return null;
}

function firstDifference(expected: unknown, stored: unknown, path: string): string | null {
  if (typeof expected === "object" && expected !== null && typeof stored === "object" && stored !== null) {
    const [ours, theirs] = [membersOf(expected), membersOf(stored)];
    if (ours.size !== theirs.size) return `${path} has ${theirs.size} members instead of ${ours.size}`;
    for (const [name, value] of ours) {
      const found = firstDifference(value, theirs.get(name), `${path}.${name}`);
      if (found !== null) return found;
    }
    return null;
  }
  const isSame =
    typeof expected === "number" && typeof stored === "number"
      ? Math.abs(expected - stored) <= tolerance * Math.max(1, Math.abs(expected))
      : expected === stored;
  return isSame ? null : `${path} is ${stored} instead of ${expected}`;
}

/** JSON knows no undefined members. */
function membersOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(Object(value)).filter(([, member]) => member !== undefined));
}

async function* chunks(body: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < body.length; at += 65_536) yield body.subarray(at, at + 65_536);
}
