const names: Readonly<Record<string, string>> = {
  ",": "comma",
  ";": "semicolon",
  "\t": "tab",
  "|": "pipe",
  " ": "space",
  ":": "colon",
  "^": "caret",
  "~": "tilde",
};

/** `;` → `semicolon`; null for one that has no common name. */
export function delimiterName(delimiter: string): string | null {
  return names[delimiter] ?? null;
}
