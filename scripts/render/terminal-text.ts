/**
 * Make text from a file safe to print on a terminal: a cell must not move the cursor, recolour the screen, set the
 * window's title or reorder what stands beside it.
 */

const shortEscapes: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\u001b": "\\e",
};

// Cc: C0 and C1 controls; Cf: bidirectional controls, zero-width characters, tags; Zl, Zp: line separators; Cs: lone
// surrogates; Co: private use, whose glyph is anybody's guess.
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;

/** Replace every control, format, separator and lone surrogate character by a visible escape such as `\u{202e}`. */
export function escapeForTerminal(text: string): string {
  return text.replace(
    unsafe,
    (character) => shortEscapes[character] ?? `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`,
  );
}

/** The same of whole lines: line ends and tabs stay, everything else is as visible. */
export function escapeLines(text: string): string {
  return text
    .split(/(\r?\n|\t)/)
    .map((part, i) => (i % 2 === 0 ? escapeForTerminal(part) : part))
    .join("");
}

/** The same of JSON, which stays JSON and says the same: JSON's own escapes, and the line feeds of its layout stay. */
export function escapeJson(json: string): string {
  return json.replace(unsafe, (character) =>
    character === "\n"
      ? character
      : character
          .split("")
          .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
          .join(""),
  );
}

/** As `escapeForTerminal`, cut to `charactersMax` code points, the last one being `…` when something was cut off. */
export function escapeAndCut(text: string, charactersMax: number): string {
  const characters = [...escapeForTerminal(text)];
  if (characters.length <= charactersMax) return characters.join("");
  return `${characters.slice(0, charactersMax - 1).join("")}…`;
}

/** The same of the name of a file, whose end tells more than its middle: the `…` stands after a third. */
export function escapeAndCutName(name: string, charactersMax: number): string {
  const characters = [...escapeForTerminal(name)];
  if (characters.length <= charactersMax) return characters.join("");
  const before = Math.floor((charactersMax - 1) / 3);
  return `${characters.slice(0, before).join("")}…${characters.slice(before + 1 - charactersMax).join("")}`;
}
