/** A cursor over the tokens of one query. */
import type { Token } from "./lexer.ts";
import { QueryError } from "./query-error.ts";

export class TokenStream {
  readonly query: string;
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(query: string, tokens: readonly Token[]) {
    this.query = query;
    this.#tokens = tokens;
  }

  peek(ahead = 0): Token {
    const token = this.#tokens[this.#position + ahead] ?? this.#tokens.at(-1);
    // tokenize() always appends the end token.
    if (token === undefined) throw new RangeError("No tokens.");
    return token;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== "end") this.#position++;
    return token;
  }

  /** Whether the next token is that word (in any case); takes it if so. */
  takeWord(word: string): boolean {
    return this.#take(this.isWord(word));
  }

  takeSymbol(symbol: string): boolean {
    const token = this.peek();
    return this.#take(token.kind === "symbol" && token.value === symbol);
  }

  isWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === "word" && token.value.toLowerCase() === word;
  }

  /** @throws QueryError unless the symbol follows. */
  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.unexpected(`"${symbol}"`);
  }

  /** A field name or alias, with or without backquotes. */
  nextName(expected: string): string {
    const token = this.peek();
    if (token.kind !== "word" && token.kind !== "quotedField") throw this.unexpected(expected);
    return this.next().value;
  }

  /** The query's text from an offset to the end of the last token taken. */
  textSince(offset: number): string {
    return this.query.slice(offset, this.#tokens[this.#position - 1]?.end ?? offset);
  }

  unexpected(expected: string): QueryError {
    const token = this.peek();
    const found =
      token.kind === "end"
        ? "the end of the query"
        : JSON.stringify(this.query.slice(token.offset, token.end));
    return new QueryError(`Expected ${expected}, found ${found}.`, this.query, token.offset);
  }

  #take(matches: boolean): boolean {
    if (matches) this.#position++;
    return matches;
  }
}
