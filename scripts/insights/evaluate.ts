/**
 * A query over log events, evaluated here: for the embedded stack, LocalStack and ministack, whose own
 * StartQuery ignores filter and stats. The rows have the shape of GetQueryResults.
 */
import { aggregateFunctions, type Sample } from "./aggregates.ts";
import { checkFields } from "./check-fields.ts";
import { discoverFields, type LogEvent } from "./discover.ts";
import { type AggregateValue, evaluateExpression } from "./evaluate-expression.ts";
import { functionFieldNames, systemFieldNames } from "./field-names.ts";
import { parseQuery } from "./parser.ts";
import type { Command, Expression, Output } from "./syntax.ts";
import { compareValues, formatValue, isTrue, toNumber, toText, type Value } from "./values.ts";

interface ResultField {
  readonly field: string;
  readonly value: string;
}

/** Fields that a row lacks are left out of it, as on AWS. */
export type ResultRow = readonly ResultField[];

type Row = Map<string, Value>;

/** The rows so far, and which of their fields are shown. */
interface Table {
  readonly rows: readonly Row[];
  readonly shown: readonly string[];
  /** Shown fields that the query calculated: their numbers are rounded. */
  readonly calculated: ReadonlySet<string>;
  /** Whether rows are events, which carry `@ptr`. */
  readonly ofEvents: boolean;
}

/** Rows without `limit`, as on AWS. */
const rowsDefault = 10_000;

/** @throws QueryError where the query is wrong: syntax, a command or function unknown here, a field no event has. */
export function evaluateQuery(text: string, events: readonly LogEvent[]): readonly ResultRow[] {
  const query = parseQuery(text);
  // Newest first is the order of events without sort.
  const rows = [...events].sort((a, b) => b.timestampMs - a.timestampMs).map(discoverFields);
  checkFields(query, fieldNames(rows));

  let table: Table = { rows, shown: [], calculated: new Set(), ofEvents: true };
  for (const command of query.commands) table = apply(command, table);
  return table.rows.slice(0, rowsDefault).map((row) => toResultRow(row, table));
}

function fieldNames(rows: readonly Row[]): Set<string> {
  const names = new Set([...systemFieldNames, ...functionFieldNames]);
  for (const row of rows) for (const name of row.keys()) names.add(name);
  return names;
}

function apply(command: Command, table: Table): Table {
  switch (command.kind) {
    case "fields":
      return withOutputs(table, command.outputs, [
        ...table.shown,
        ...command.outputs.map((output) => output.name),
      ]);
    case "display":
      return withOutputs(
        table,
        command.outputs,
        command.outputs.map((output) => output.name),
      );
    case "filter":
      return { ...table, rows: table.rows.filter((row) => isTrue(inRow(command.condition, row))) };
    case "stats":
      return stats(command.outputs, command.by, table);
    case "sort":
      return { ...table, rows: [...table.rows].sort(byKeys(command.keys)) };
    case "limit":
      return { ...table, rows: table.rows.slice(0, command.count) };
    case "dedup":
      return { ...table, rows: firstOfEach(table.rows, command.keys) };
  }
}

function inRow(expression: Expression, row: Row): Value {
  return evaluateExpression(expression, row, () => null);
}

function withOutputs(table: Table, outputs: readonly Output[], shown: readonly string[]): Table {
  const rows = table.rows.map((row) => {
    const extended = new Map(row);
    for (const { expression, name } of outputs) extended.set(name, inRow(expression, extended));
    return extended;
  });
  const calculated = new Set([...table.calculated, ...calculatedNames(outputs)]);
  return { ...table, rows, shown: [...new Set(shown)], calculated };
}

function calculatedNames(outputs: readonly Output[]): string[] {
  return outputs.filter((output) => output.expression.kind !== "field").map((output) => output.name);
}

function stats(outputs: readonly Output[], by: readonly Output[], table: Table): Table {
  const groups = new Map<string, Row[]>();
  const keys = new Map<string, Row>();
  for (const row of table.rows) {
    const key: Row = new Map(by.map(({ expression, name }) => [name, inRow(expression, row)]));
    const identity = JSON.stringify([...key.values()]);
    const group = groups.get(identity);
    if (group === undefined) {
      groups.set(identity, [row]);
      keys.set(identity, key);
    } else group.push(row);
  }
  const rows = [...groups].map(([identity, group]) => {
    const result: Row = new Map(keys.get(identity));
    const ofAggregate = aggregateOver(group);
    for (const { expression, name } of outputs) {
      result.set(name, evaluateExpression(expression, result, ofAggregate));
    }
    return result;
  });
  const shown = [...by, ...outputs].map((output) => output.name);
  return { rows, shown, calculated: new Set(calculatedNames([...by, ...outputs])), ofEvents: false };
}

function aggregateOver(group: readonly Row[]): AggregateValue {
  return ({ name, operand, rank }) => {
    const samples = group
      .map((row): Sample => {
        const timestampMs = toNumber(row.get("@timestamp") ?? null) ?? 0;
        return { value: operand === null ? 1 : inRow(operand, row), timestampMs };
      })
      .filter((sample) => sample.value !== null);
    return aggregateFunctions.get(name)?.(samples, rank ?? 0) ?? null;
  };
}

/** Array.prototype.sort is stable: equal rows keep their order. */
function byKeys(keys: Extract<Command, { kind: "sort" }>["keys"]): (a: Row, b: Row) => number {
  return (a, b) => {
    for (const { expression, descending } of keys) {
      const order = compareValues(inRow(expression, a), inRow(expression, b));
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  };
}

/** Rows that lack all the fields are kept, as on AWS. */
function firstOfEach(rows: readonly Row[], keys: readonly Expression[]): readonly Row[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const values = keys.map((key) => inRow(key, row));
    if (values.every((value) => value === null)) return true;
    const identity = JSON.stringify(values.map(toText));
    if (seen.has(identity)) return false;
    seen.add(identity);
    return true;
  });
}

function toResultRow(row: Row, table: Table): ResultRow {
  const shown = table.shown.length === 0 ? ["@timestamp", "@message"] : table.shown;
  const names = table.ofEvents && !shown.includes("@ptr") ? [...shown, "@ptr"] : shown;
  return names.flatMap((field) => {
    const value = row.get(field) ?? null;
    return value === null ? [] : [{ field, value: formatValue(value, table.calculated.has(field)) }];
  });
}
