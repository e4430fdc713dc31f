/** The value of an expression in one row. */
import { scalarFunctions } from "./functions.ts";
import type { BinaryOperator, Expression } from "./syntax.ts";
import { binStartMs, compareForFilter, isTrue, toNumber, toText, type Value } from "./values.ts";

export type Fields = ReadonlyMap<string, Value>;

/** Value of an aggregate inside of a stats expression; elsewhere the parser lets none through. */
export type AggregateValue = (aggregate: Extract<Expression, { kind: "aggregate" }>) => Value;

export function evaluateExpression(
  expression: Expression,
  fields: Fields,
  ofAggregate: AggregateValue,
): Value {
  const evaluate = (inner: Expression): Value => evaluateExpression(inner, fields, ofAggregate);
  switch (expression.kind) {
    case "field":
      return fields.get(expression.name) ?? null;
    case "text":
    case "number":
      return expression.value;
    case "binary":
      return binary(expression.operator, evaluate(expression.left), evaluate(expression.right));
    case "logical":
      return expression.operator === "and"
        ? expression.operands.every((operand) => isTrue(evaluate(operand)))
        : expression.operands.some((operand) => isTrue(evaluate(operand)));
    case "not":
      return !isTrue(evaluate(expression.operand));
    case "negate":
      return binary("-", 0, evaluate(expression.operand));
    case "like": {
      const value = evaluate(expression.operand);
      return value !== null && expression.pattern.test(toText(value));
    }
    case "in": {
      const value = evaluate(expression.operand);
      return expression.choices.some((choice) => compareForFilter(value, evaluate(choice)) === 0);
    }
    case "bin": {
      const time = toNumber(fields.get("@timestamp") ?? null);
      return time === null ? null : { instantMs: binStartMs(time, expression.width) };
    }
    case "call":
      return scalarFunctions.get(expression.name)?.apply(expression.operands.map(evaluate)) ?? null;
    case "aggregate":
      return ofAggregate(expression);
  }
}

function binary(operator: BinaryOperator, a: Value, b: Value): Value {
  switch (operator) {
    case "=":
      return holds(compareForFilter(a, b), (order) => order === 0);
    case "!=":
      return holds(compareForFilter(a, b), (order) => order !== 0);
    case "<":
      return holds(compareForFilter(a, b), (order) => order < 0);
    case "<=":
      return holds(compareForFilter(a, b), (order) => order <= 0);
    case ">":
      return holds(compareForFilter(a, b), (order) => order > 0);
    case ">=":
      return holds(compareForFilter(a, b), (order) => order >= 0);
    default: {
      const x = toNumber(a);
      const y = toNumber(b);
      if (x === null || y === null) return null;
      const result = arithmetic[operator](x, y);
      return Number.isFinite(result) ? result : null;
    }
  }
}

function holds(order: number | null, test: (order: number) => boolean): boolean {
  return order !== null && test(order);
}

const arithmetic = {
  "+": (x: number, y: number) => x + y,
  "-": (x: number, y: number) => x - y,
  "*": (x: number, y: number) => x * y,
  "/": (x: number, y: number) => x / y,
  "%": (x: number, y: number) => x % y,
  "^": (x: number, y: number) => x ** y,
} as const;
