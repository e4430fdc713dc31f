/**
 * The syntax tree of a Logs Insights query: the part of the language that the evaluator understands.
 * Every node keeps the offset at which it begins, so that a message can point at it.
 */

/** Where a node begins: 0-based offset in the query's text. */
interface Located {
  readonly offset: number;
}

export type BinaryOperator = "+" | "-" | "*" | "/" | "%" | "^" | "=" | "!=" | "<" | "<=" | ">" | ">=";

export type Expression = Located &
  (
    | { readonly kind: "field"; readonly name: string }
    | { readonly kind: "text"; readonly value: string }
    | { readonly kind: "number"; readonly value: number }
    | {
        readonly kind: "binary";
        readonly operator: BinaryOperator;
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly kind: "logical"; readonly operator: "and" | "or"; readonly operands: readonly Expression[] }
    | { readonly kind: "not"; readonly operand: Expression }
    | { readonly kind: "negate"; readonly operand: Expression }
    | { readonly kind: "like"; readonly operand: Expression; readonly pattern: RegExp }
    | { readonly kind: "in"; readonly operand: Expression; readonly choices: readonly Expression[] }
    | { readonly kind: "bin"; readonly width: BinWidth }
    | { readonly kind: "call"; readonly name: string; readonly operands: readonly Expression[] }
    | {
        readonly kind: "aggregate";
        readonly name: string;
        /** null for `count(*)`. */
        readonly operand: Expression | null;
        /** The rank of `pct(field, rank)`, 0 to 100. */
        readonly rank: number | null;
      }
  );

/** `months` and longer follow the calendar; everything shorter is a fixed number of milliseconds. */
export interface BinWidth {
  readonly unit: "ms" | "month";
  readonly count: number;
}

/** One result of `fields`, `display`, `stats` or `by`. */
export interface Output {
  readonly expression: Expression;
  /** The alias, or the expression's own text as it stands in the query. */
  readonly name: string;
  readonly offset: number;
}

export interface SortKey {
  readonly expression: Expression;
  readonly descending: boolean;
}

export type Command = Located &
  (
    | { readonly kind: "fields"; readonly outputs: readonly Output[] }
    | { readonly kind: "display"; readonly outputs: readonly Output[] }
    | { readonly kind: "filter"; readonly condition: Expression }
    | { readonly kind: "stats"; readonly outputs: readonly Output[]; readonly by: readonly Output[] }
    | { readonly kind: "sort"; readonly keys: readonly SortKey[] }
    | { readonly kind: "limit"; readonly count: number }
    | { readonly kind: "dedup"; readonly keys: readonly Expression[] }
  );

export interface Query {
  readonly text: string;
  readonly commands: readonly Command[];
}
