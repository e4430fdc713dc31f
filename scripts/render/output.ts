/** Where things go: data on standard output, everything else on standard error. */
import { once } from "node:events";

/** Write data to standard output, waiting while the reader is slower than we are. */
export async function printData(data: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(data)) await once(process.stdout, "drain");
}

/** Tell the user something that is not data. */
export function note(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** End quietly when the reader of our output has gone (`csvprofile … | head`). */
export function endWithReader(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
    throw error;
  });
}
