/**
 * Expressions, by precedence from loose to tight: or, and, not, comparison, + −, * / %, ^, sign, primary.
 * Aggregates stand only directly under `stats`, and not inside each other.
 */
import { aggregateFunctions } from "./aggregates.ts";
import { scalarFunctions } from "./functions.ts";
import { QueryError, suggestion } from "./query-error.ts";
import type { BinaryOperator, BinWidth, Expression } from "./syntax.ts";
import type { TokenStream } from "./token-stream.ts";

/** Where an expression stands: in one row, or over a group of rows. */
export type Place = "row" | "stats";

const comparisons: ReadonlySet<string> = new Set<BinaryOperator>(["=", "!=", "<", "<=", ">", ">="]);

const millisecondsOfUnit: ReadonlyMap<string, number> = new Map([
  ...unitNames(["ms", "msec", "millisecond"], 1),
  ...unitNames(["s", "sec", "second"], 1_000),
  ...unitNames(["m", "min", "minute"], 60_000),
  ...unitNames(["h", "hr", "hour"], 3_600_000),
  ...unitNames(["d", "day"], 86_400_000),
  ...unitNames(["w", "week"], 7 * 86_400_000),
]);
const monthsOfUnit: ReadonlyMap<string, number> = new Map([
  ...unitNames(["mo", "mon", "month"], 1),
  ...unitNames(["q", "qtr", "quarter"], 3),
  ...unitNames(["y", "yr", "year"], 12),
]);

/** Names of more than one letter may carry a plural s. */
function unitNames(names: readonly string[], amount: number): [string, number][] {
  return names.flatMap((name): [string, number][] =>
    name.length === 1
      ? [[name, amount]]
      : [
          [name, amount],
          [`${name}s`, amount],
        ],
  );
}

export class ExpressionParser {
  readonly #tokens: TokenStream;

  constructor(tokens: TokenStream) {
    this.#tokens = tokens;
  }

  parse(place: Place): Expression {
    return this.#logical("or", () => this.#logical("and", () => this.#not(place)));
  }

  field(): Expression {
    const { offset } = this.#tokens.peek();
    return { kind: "field", name: this.#tokens.nextName("a field name"), offset };
  }

  #logical(operator: "and" | "or", operand: () => Expression): Expression {
    const first = operand();
    const operands = [first];
    while (this.#tokens.takeWord(operator)) operands.push(operand());
    return operands.length === 1 ? first : { kind: "logical", operator, operands, offset: first.offset };
  }

  #not(place: Place): Expression {
    const { offset } = this.#tokens.peek();
    if (!this.#tokens.takeWord("not")) return this.#comparison(place);
    return { kind: "not", operand: this.#not(place), offset };
  }

  #comparison(place: Place): Expression {
    const left = this.#sum(place);
    const token = this.#tokens.peek();
    if (token.kind === "symbol" && isComparison(token.value)) {
      this.#tokens.next();
      return { kind: "binary", operator: token.value, left, right: this.#sum(place), offset: left.offset };
    }
    if (this.#tokens.takeSymbol("=~")) return this.#like(left);
    const negated =
      this.#tokens.isWord("not") && (this.#tokens.isWord("like", 1) || this.#tokens.isWord("in", 1));
    if (negated) this.#tokens.next();
    let matched: Expression;
    if (this.#tokens.takeWord("like")) matched = this.#like(left);
    else if (this.#tokens.takeWord("in")) matched = this.#in(left, place);
    else return left;
    return negated ? { kind: "not", operand: matched, offset: left.offset } : matched;
  }

  /** `like "text"` looks for the text itself, case-sensitive; `like /pattern/` for a regular expression. */
  #like(operand: Expression): Expression {
    const token = this.#tokens.peek();
    if (token.kind !== "text" && token.kind !== "regex") {
      throw this.#tokens.unexpected('a /pattern/ or a "text"');
    }
    this.#tokens.next();
    const source = token.kind === "text" ? token.value.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&") : token.value;
    return { kind: "like", operand, pattern: this.#compile(source, token.offset), offset: operand.offset };
  }

  /** `(?i)` in front is how AWS (and Java) write the flag i. */
  #compile(source: string, offset: number): RegExp {
    const ignoreCase = source.startsWith("(?i)");
    try {
      return new RegExp(ignoreCase ? source.slice(4) : source, ignoreCase ? "i" : "");
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new QueryError(`Not a regular expression: ${error.message}.`, this.#tokens.query, offset);
    }
  }

  #in(operand: Expression, place: Place): Expression {
    this.#tokens.expectSymbol("[");
    const choices = [this.#sum(place)];
    while (this.#tokens.takeSymbol(",")) choices.push(this.#sum(place));
    this.#tokens.expectSymbol("]");
    return { kind: "in", operand, choices, offset: operand.offset };
  }

  #sum(place: Place): Expression {
    return this.#leftAssociative(["+", "-"], () =>
      this.#leftAssociative(["*", "/", "%"], () => this.#power(place)),
    );
  }

  #leftAssociative(operators: readonly BinaryOperator[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const operator = operators.find((candidate) => this.#tokens.takeSymbol(candidate));
      if (operator === undefined) return left;
      left = { kind: "binary", operator, left, right: operand(), offset: left.offset };
    }
  }

  #power(place: Place): Expression {
    const left = this.#signed(place);
    if (!this.#tokens.takeSymbol("^")) return left;
    return { kind: "binary", operator: "^", left, right: this.#power(place), offset: left.offset };
  }

  #signed(place: Place): Expression {
    const { offset } = this.#tokens.peek();
    if (!this.#tokens.takeSymbol("-")) return this.#primary(place);
    return { kind: "negate", operand: this.#signed(place), offset };
  }

  #primary(place: Place): Expression {
    const token = this.#tokens.peek();
    const { offset } = token;
    switch (token.kind) {
      case "number":
        this.#tokens.next();
        return { kind: "number", value: Number(token.value), offset };
      case "text":
        this.#tokens.next();
        return { kind: "text", value: token.value, offset };
      case "quotedField":
        return this.field();
      case "word": {
        const following = this.#tokens.peek(1);
        if (following.kind === "symbol" && following.value === "(") return this.#call(place);
        return this.field();
      }
      default: {
        if (!this.#tokens.takeSymbol("(")) throw this.#tokens.unexpected("a field, a value or a function");
        const inner = this.parse(place);
        this.#tokens.expectSymbol(")");
        return inner;
      }
    }
  }

  #call(place: Place): Expression {
    const { value: written, offset } = this.#tokens.next();
    const name = written.toLowerCase();
    this.#tokens.expectSymbol("(");
    if (name === "bin") return this.#bin(offset);
    if (aggregateFunctions.has(name)) {
      if (place === "stats") return this.#aggregate(name, offset);
      throw new QueryError(
        `${written}() stands for a group of rows: use it in stats, not inside another function or command.`,
        this.#tokens.query,
        offset,
      );
    }
    const known = scalarFunctions.get(name);
    if (known === undefined) {
      const names = [...scalarFunctions.keys(), ...aggregateFunctions.keys(), "bin"];
      throw new QueryError(
        `Unknown function "${written}".${suggestion(written, names)}`,
        this.#tokens.query,
        offset,
      );
    }
    const operands = [this.parse(place)];
    while (this.#tokens.takeSymbol(",")) operands.push(this.parse(place));
    this.#tokens.expectSymbol(")");
    if (operands.length < known.operandsMin || operands.length > known.operandsMax) {
      const wanted =
        known.operandsMin === known.operandsMax ? known.operandsMin : `${known.operandsMin} or more`;
      throw new QueryError(
        `${written}() takes ${wanted} operand(s), not ${operands.length}.`,
        this.#tokens.query,
        offset,
      );
    }
    return { kind: "call", name, operands, offset };
  }

  #aggregate(name: string, offset: number): Expression {
    if (name === "count" && this.#tokens.takeSymbol("*")) {
      this.#tokens.expectSymbol(")");
      return { kind: "aggregate", name, operand: null, rank: null, offset };
    }
    const operand = this.parse("row");
    let rank: number | null = null;
    if (name === "pct") {
      this.#tokens.expectSymbol(",");
      const token = this.#tokens.peek();
      rank = Number(token.value);
      if (token.kind !== "number" || rank > 100) throw this.#tokens.unexpected("a percentile from 0 to 100");
      this.#tokens.next();
    }
    this.#tokens.expectSymbol(")");
    return { kind: "aggregate", name, operand, rank, offset };
  }

  #bin(offset: number): Expression {
    const token = this.#tokens.peek();
    const width = token.kind === "duration" ? binWidth(token.value) : undefined;
    if (width === undefined) throw this.#tokens.unexpected("a length of time such as 5m, 1h or 1d");
    this.#tokens.next();
    this.#tokens.expectSymbol(")");
    return { kind: "bin", width, offset };
  }
}

function isComparison(symbol: string): symbol is BinaryOperator {
  return comparisons.has(symbol);
}

function binWidth(duration: string): BinWidth | undefined {
  const [, digits = "", unit = ""] = /^(\d+)([a-z]+)$/.exec(duration) ?? [];
  const count = Number(digits);
  if (count === 0) return undefined;
  const milliseconds = millisecondsOfUnit.get(unit);
  if (milliseconds !== undefined) return { unit: "ms", count: count * milliseconds };
  const months = monthsOfUnit.get(unit);
  return months === undefined ? undefined : { unit: "month", count: count * months };
}
