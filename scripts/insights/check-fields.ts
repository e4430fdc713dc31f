/** Does every field that a query names exist where it is named? */
import { QueryError, suggestion } from "./query-error.ts";
import type { Command, Expression, Output, Query } from "./syntax.ts";

/** @throws QueryError at the first name that no row can have there. */
export function checkFields(query: Query, eventFields: Iterable<string>): void {
  let scope = new Set(eventFields);
  for (const command of query.commands) scope = scopeAfter(command, scope, query.text);
}

function scopeAfter(command: Command, scope: Set<string>, text: string): Set<string> {
  switch (command.kind) {
    case "fields":
    case "display":
      return new Set([...scope, ...checkOutputs(command.outputs, scope, text)]);
    case "stats": {
      const groups = checkOutputs(command.by, scope, text);
      const inGroup = new Set(groups);
      for (const output of command.outputs) {
        checkStatsExpression(output.expression, scope, inGroup, text);
        inGroup.add(output.name);
      }
      return inGroup;
    }
    case "filter":
      checkExpression(command.condition, scope, text);
      return scope;
    case "sort":
      for (const { expression } of command.keys) checkExpression(expression, scope, text);
      return scope;
    case "dedup":
      for (const key of command.keys) checkExpression(key, scope, text);
      return scope;
    case "limit":
      return scope;
  }
}

/** An output may build on the ones before it. Returns their names. */
function checkOutputs(outputs: readonly Output[], scope: ReadonlySet<string>, text: string): string[] {
  const extended = new Set(scope);
  for (const { expression, name } of outputs) {
    checkExpression(expression, extended, text);
    extended.add(name);
  }
  return outputs.map((output) => output.name);
}

/** Under stats an aggregate looks at the rows, everything around it at the group. */
function checkStatsExpression(
  expression: Expression,
  rowScope: ReadonlySet<string>,
  groupScope: ReadonlySet<string>,
  text: string,
): void {
  if (expression.kind === "aggregate") {
    if (expression.operand !== null) checkExpression(expression.operand, rowScope, text);
    return;
  }
  if (expression.kind === "field" && !groupScope.has(expression.name) && rowScope.has(expression.name)) {
    throw new QueryError(
      `Under stats, "${expression.name}" needs a function such as latest(${expression.name}), or a place after by.`,
      text,
      expression.offset,
    );
  }
  checkName(expression, groupScope, text);
  for (const operand of operandsOf(expression)) checkStatsExpression(operand, rowScope, groupScope, text);
}

function checkExpression(expression: Expression, scope: ReadonlySet<string>, text: string): void {
  if (expression.kind === "bin" && !scope.has("@timestamp")) {
    throw new QueryError("bin() needs @timestamp, which is gone after stats.", text, expression.offset);
  }
  checkName(expression, scope, text);
  for (const operand of operandsOf(expression)) checkExpression(operand, scope, text);
}

function checkName(expression: Expression, scope: ReadonlySet<string>, text: string): void {
  if (expression.kind !== "field" || scope.has(expression.name)) return;
  const hint = suggestion(expression.name, scope);
  throw new QueryError(`Unknown field "${expression.name}".${hint}`, text, expression.offset);
}

function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "binary":
      return [expression.left, expression.right];
    case "logical":
    case "call":
      return expression.operands;
    case "not":
    case "negate":
    case "like":
      return [expression.operand];
    case "in":
      return [expression.operand, ...expression.choices];
    case "aggregate":
      return expression.operand === null ? [] : [expression.operand];
    case "field":
    case "text":
    case "number":
    case "bin":
      return [];
  }
}
