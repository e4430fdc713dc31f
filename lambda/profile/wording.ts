/** `3 rows`, `1 row`: a count with the word that agrees with it. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
