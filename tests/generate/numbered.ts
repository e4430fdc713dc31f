/** A line for each number from `first` to `last`. */
export function numbered(first: number, last: number, line: (i: number) => string): string {
  return Array.from({ length: last - first + 1 }, (_, i) => `${line(first + i)}\n`).join("");
}
