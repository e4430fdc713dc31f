/** A zip of which the same input makes the same bytes: fixed times, fixed modes, names in order. */
import { zipSync } from "fflate";

/** The first moment that zip can state, in local time, which is what zip means. */
const zipEpoch = new Date(1980, 0, 1);

/** Unix, regular file, rw-r--r--: Lambda must be able to read it. */
const unix = 3;
const readableFile = (0o100644 << 16) >>> 0;

export function reproducibleZip(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const names = Object.keys(files).sort();
  return zipSync(Object.fromEntries(names.map((name) => [name, files[name] ?? new Uint8Array()])), {
    level: 9,
    mtime: zipEpoch,
    os: unix,
    attrs: readableFile,
  });
}
