/** Where things go: data on standard output, everything else on standard error. */
import { once } from "node:events";
import type { Summary } from "../../lambda/profile/summary.ts";
import { exitCodes } from "../command-failure.ts";
import { escapeJson, escapeLines } from "./terminal-text.ts";

/**
 * Write data to standard output, waiting while the reader is slower than we are. On a terminal it acts: words from
 * files must be escaped in it already. What is not goes through `printText` or `printJson`.
 */
export async function printData(data: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(data)) await once(process.stdout, "drain");
}

/** Write lines as they stand in a file: unchanged to another program, visible and harmless on a terminal. */
export async function printText(lines: string): Promise<void> {
  await printData(process.stdout.isTTY ? escapeLines(lines) : lines);
}

/** Write JSON: JSON.stringify escapes C0 controls and no others, but a terminal obeys C1 ones too. */
export async function printJson(json: string): Promise<void> {
  await printData(process.stdout.isTTY ? escapeJson(json) : json);
}

/** Tell the user something that is not data. Names in it may be anybody's: nothing in it acts on a terminal. */
export function note(message: string): void {
  process.stderr.write(`${escapeLines(message)}\n`);
}

/** Tell why a file could not be profiled, or only in part, where the data has no place for that. */
export function noteFailure({ file_name, partial, error_code, error_message }: Summary): void {
  const part = partial ? " The figures cover only what lies before the error." : "";
  note(`csvprofile: ${file_name}: ${error_code ?? "ERROR"}: ${error_message ?? ""}${part}`);
}

/** End quietly when the reader of our output has gone (`csvprofile … | head`), and with a sentence when the disk is full. */
export function endWithReader(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(process.exitCode ?? exitCodes.ok);
    note(`csvprofile: The output cannot be written: ${error.message}`);
    process.exit(exitCodes.badUsage);
  });
  // Whoever does not read what is told is not told it; the data is still wanted.
  process.stderr.on("error", () => {});
}
