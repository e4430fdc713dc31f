/** Tokens → commands. Whatever the evaluator does not know is an error with its place, never skipped. */
import { ExpressionParser } from "./expression-parser.ts";
import { tokenize } from "./lexer.ts";
import { QueryError, suggestion } from "./query-error.ts";
import type { Command, Expression, Output, Query, SortKey } from "./syntax.ts";
import { TokenStream } from "./token-stream.ts";

const commandNames = ["fields", "display", "filter", "stats", "sort", "limit", "dedup"] as const;

/** Commands that AWS has and this evaluator has not. */
const commandsOnAwsOnly = [
  "parse",
  "pattern",
  "diff",
  "unmask",
  "unnest",
  "anomaly",
  "lookup",
  "join",
  "filterIndex",
  "SOURCE",
];

/** Rows of `limit` at the most, as on AWS. */
const limitMax = 10_000;

/** @throws QueryError for what is not in the language, or not in the part of it that is understood here. */
export function parseQuery(text: string): Query {
  const tokens = new TokenStream(text, tokenize(text));
  const parser = new CommandParser(tokens);
  const commands: Command[] = [];
  // AWS takes a pipe before the first command too.
  tokens.takeSymbol("|");
  do commands.push(parser.command());
  while (tokens.takeSymbol("|"));
  if (tokens.peek().kind !== "end") throw tokens.unexpected("a pipe (|) or the end of the query");
  return { text, commands };
}

class CommandParser {
  readonly #tokens: TokenStream;
  readonly #expressions: ExpressionParser;

  constructor(tokens: TokenStream) {
    this.#tokens = tokens;
    this.#expressions = new ExpressionParser(tokens);
  }

  command(): Command {
    const token = this.#tokens.peek();
    if (token.kind !== "word") throw this.#tokens.unexpected("a command");
    const { offset } = this.#tokens.next();
    switch (token.value.toLowerCase()) {
      case "fields":
        return { kind: "fields", offset, outputs: this.#list(() => this.#output("row")) };
      case "display":
        return { kind: "display", offset, outputs: this.#list(() => this.#output("row")) };
      case "filter":
        return { kind: "filter", offset, condition: this.#expressions.parse("row") };
      case "stats":
        return this.#stats(offset);
      case "sort":
        return { kind: "sort", offset, keys: this.#list(() => this.#sortKey()) };
      case "limit":
        return { kind: "limit", offset, count: this.#count() };
      case "dedup":
        return { kind: "dedup", offset, keys: this.#list(() => this.#expressions.field()) };
      default:
        throw this.#unknownCommand(token.value, offset);
    }
  }

  #stats(offset: number): Command {
    const outputs = this.#list(() => this.#output("stats"));
    const by = this.#tokens.takeWord("by") ? this.#list(() => this.#output("row")) : [];
    return { kind: "stats", offset, outputs, by };
  }

  #output(place: "row" | "stats"): Output {
    const { offset } = this.#tokens.peek();
    const expression = this.#expressions.parse(place);
    const written = this.#tokens.textSince(offset);
    const alias = this.#tokens.takeWord("as") ? this.#tokens.nextName("a name after as") : undefined;
    const name = alias ?? (expression.kind === "field" ? expression.name : written);
    return { expression, name, offset };
  }

  #sortKey(): SortKey {
    const expression: Expression = this.#expressions.parse("row");
    const descending = this.#tokens.takeWord("desc");
    if (!descending) this.#tokens.takeWord("asc");
    return { expression, descending };
  }

  #count(): number {
    const token = this.#tokens.peek();
    const count = Number(token.value);
    if (token.kind !== "number" || !Number.isInteger(count) || count < 1 || count > limitMax) {
      throw this.#tokens.unexpected(`a whole number from 1 to ${limitMax}`);
    }
    this.#tokens.next();
    return count;
  }

  #list<T>(item: () => T): readonly T[] {
    const items = [item()];
    while (this.#tokens.takeSymbol(",")) items.push(item());
    return items;
  }

  #unknownCommand(name: string, offset: number): QueryError {
    const onAws = commandsOnAwsOnly.some((command) => command.toLowerCase() === name.toLowerCase());
    const problem = onAws
      ? `The command ${name} is evaluated on AWS only.`
      : `Unknown command "${name}".${suggestion(name, commandNames)}`;
    return new QueryError(
      `${problem} Commands here: ${commandNames.join(", ")}.`,
      this.#tokens.query,
      offset,
    );
  }
}
