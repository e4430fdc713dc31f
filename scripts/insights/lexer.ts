/** Text of a Logs Insights query → tokens. Comments run from `#` to the end of the line. */
import { QueryError } from "./query-error.ts";

export interface Token {
  readonly kind: "word" | "quotedField" | "text" | "number" | "duration" | "regex" | "symbol" | "end";
  /** Decoded: without quotes, escapes resolved. For a regex its source. */
  readonly value: string;
  readonly offset: number;
  /** Offset just after the token. */
  readonly end: number;
}

const blank = /(?:\s|#[^\n]*)+/y;
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w@])/y;
const duration = /\d+[a-zA-Z]+/y;
/** Dots join the levels of a JSON field (`error.message`, `records.0.key`). */
const word = /@{0,2}[A-Za-z_][\w]*(?:\.\w+)*/y;
const text = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'/y;
const quotedField = /`[^`\n]+`/y;
const regex = /\/((?:[^/\\\n]|\\.)+)\//y;
const symbol = /!=|<=|>=|=~|[=<>+\-*/%^(),|[\]]/y;

/** @throws QueryError at the first character that begins no token. */
export function tokenize(query: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = offset;
    return pattern.exec(query)?.[0];
  };
  const push = (kind: Token["kind"], source: string, value: string): void => {
    tokens.push({ kind, value, offset, end: offset + source.length });
    offset += source.length;
  };

  while (offset < query.length) {
    const skipped = match(blank);
    if (skipped !== undefined) {
      offset += skipped.length;
      continue;
    }
    // A slash begins a pattern only where a pattern can stand; elsewhere it divides.
    const source = expectsPattern(tokens.at(-1)) ? match(regex) : undefined;
    if (source !== undefined) {
      push("regex", source, source.slice(1, -1));
      continue;
    }
    const [kind, found] = firstOf(match);
    if (kind === undefined || found === undefined)
      throw new QueryError(unreadable(query, offset), query, offset);
    push(kind, found, decode(kind, found));
  }
  push("end", "", "");
  return tokens;
}

function firstOf(match: (pattern: RegExp) => string | undefined): [Token["kind"]?, string?] {
  const candidates = [
    ["number", number],
    ["duration", duration],
    ["word", word],
    ["text", text],
    ["quotedField", quotedField],
    ["symbol", symbol],
  ] as const;
  for (const [kind, pattern] of candidates) {
    const found = match(pattern);
    if (found !== undefined) return [kind, found];
  }
  return [];
}

function expectsPattern(previous: Token | undefined): boolean {
  if (previous === undefined) return false;
  return (
    (previous.kind === "word" && previous.value.toLowerCase() === "like") ||
    (previous.kind === "symbol" && previous.value === "=~")
  );
}

function decode(kind: Token["kind"], source: string): string {
  if (kind === "quotedField") return source.slice(1, -1);
  if (kind === "text") return source.slice(1, -1).replace(/\\([\s\S])/g, "$1");
  return source;
}

function unreadable(query: string, offset: number): string {
  const character = String.fromCodePoint(query.codePointAt(offset) ?? 0);
  if (character === '"' || character === "'") return "The text that begins here is never closed.";
  if (character === "`") return "The field name that begins here is never closed.";
  return `Unexpected character ${JSON.stringify(character)}.`;
}
