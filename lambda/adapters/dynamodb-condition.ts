/** `replaces` of content-version.ts as a DynamoDB condition, so that the table itself decides between writers. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { attemptErrorCodes, type ResultRank, type StoredResult } from "../content-version.ts";

export interface WriteCondition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues: Record<string, AttributeValue>;
}

/** A piece of an expression with its outermost operator, or what is known without asking the table. */
type Condition = boolean | { readonly operator: "AND" | "OR" | null; readonly text: string };

/**
 * The condition under which this result may be written; undefined when it always may. Every attribute is aliased:
 * `source`, `status`, `partial` … are or may become reserved words.
 */
export function mayReplace({ version, rank }: StoredResult): WriteCondition | undefined {
  const values: Record<string, AttributeValue> = {};
  const sequencer = compare("#source.#sequencer", ":sequencer", version.sequencer, values);
  const time = compare("#source.#event_time", ":event_time", version.eventTime, values);
  const etag = compare("#source.#etag", ":etag", version.etag, values);

  const newer = or(
    sequencer.storedIsLess,
    and(sequencer.tie, time.storedIsLess),
    and(sequencer.tie, time.tie, not(etag.tie)),
  );
  const same = and(sequencer.tie, time.tie, etag.tie);
  const absent = atom("attribute_not_exists(#file_name)");
  const condition = or(absent, newer, and(same, storedRankAtMost(rank, values)));
  if (typeof condition === "boolean") return undefined;
  return {
    ConditionExpression: condition.text,
    ExpressionAttributeNames: aliasesIn(condition.text),
    ExpressionAttributeValues: values,
  };
}

interface Comparison {
  /** Equal, or unknown on either side. */
  readonly tie: Condition;
  readonly storedIsLess: Condition;
}

function compare(
  path: string,
  alias: string,
  value: string | null,
  values: Record<string, AttributeValue>,
): Comparison {
  if (value === null) return { tie: true, storedIsLess: false };
  values[alias] = { S: value };
  values[":null_type"] = { S: "NULL" };
  return {
    tie: or(
      atom(`${path} = ${alias}`),
      atom(`attribute_not_exists(${path})`),
      atom(`attribute_type(${path}, :null_type)`),
    ),
    storedIsLess: atom(`${path} < ${alias}`),
  };
}

/** The rank of a stored result follows from its error code and from `partial`. */
function storedRankAtMost(rank: ResultRank, values: Record<string, AttributeValue>): Condition {
  if (rank === 2) return true;
  const aliases = attemptErrorCodes.map((code, i) => {
    values[`:code${i}`] = { S: code };
    return `:code${i}`;
  });
  const failedAttempt = atom(`#error_code IN (${aliases.join(", ")})`);
  if (rank === 1) return failedAttempt;
  values[":false"] = { BOOL: false };
  return and(failedAttempt, atom("#partial = :false"));
}

const atom = (text: string): Condition => ({ operator: null, text });

function and(...conditions: readonly Condition[]): Condition {
  return conditions.includes(false) ? false : join("AND", conditions, true);
}

function or(...conditions: readonly Condition[]): Condition {
  return conditions.includes(true) ? true : join("OR", conditions, false);
}

function not(condition: Condition): Condition {
  if (typeof condition === "boolean") return !condition;
  return atom(condition.operator === null ? `NOT ${condition.text}` : `NOT (${condition.text})`);
}

/** Parentheses only where AND takes an OR: DynamoDB refuses redundant ones. */
function join(operator: "AND" | "OR", conditions: readonly Condition[], neutral: boolean): Condition {
  const [first, ...others] = conditions.filter((condition) => typeof condition !== "boolean");
  if (first === undefined) return neutral;
  if (others.length === 0) return first;
  const parts = [first, ...others].map((part) =>
    operator === "AND" && part.operator === "OR" ? `(${part.text})` : part.text,
  );
  return { operator, text: parts.join(` ${operator} `) };
}

/** DynamoDB refuses a request that declares a name it does not use. */
function aliasesIn(expression: string): Record<string, string> {
  return Object.fromEntries(
    Array.from(expression.matchAll(/#(\w+)/g), ([alias, name = ""]) => [alias, name]),
  );
}
