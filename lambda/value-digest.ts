/**
 * Values that can be told apart and recognised, but not read: the same value has the same digest in all files that
 * are profiled with the same key. Keyed, because short values (names, postcodes) could be guessed from a bare hash.
 */
import { createHmac } from "node:crypto";

/** Characters of a key below which it could be guessed itself. */
export const digestKeyCharsMin = 16;

/** Hexadecimal digits that are shown: one collision is to be expected in four billion values. */
const digestDigits = 16;

/** HMAC-SHA-256 (RFC 2104), cut: `hash:1f825aa2f0020ef7`. */
export function valueDigest(key: string): (value: string) => string {
  return (value) => `hash:${createHmac("sha256", key).update(value).digest("hex").slice(0, digestDigits)}`;
}
