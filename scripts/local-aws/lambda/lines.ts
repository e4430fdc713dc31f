import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

/** Characters after which a line is cut: CloudWatch takes events of 1 MB at the most. */
const lineCharsMax = 256 * 1024;

/**
 * Call back for each line of a stream, the last one too if it does not end. Only LF ends a line: a carriage
 * return is what Lambda's console writes for a line break within a message (node:readline would split there).
 */
export function forEachLine(stream: Readable, callback: (line: string) => void): void {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  stream.on("data", (bytes: Buffer) => {
    const lines = (rest + decoder.write(bytes)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) callback(line);
    if (rest.length > lineCharsMax) {
      callback(rest);
      rest = "";
    }
  });
  stream.once("end", () => {
    rest += decoder.end();
    if (rest !== "") callback(rest);
  });
}
