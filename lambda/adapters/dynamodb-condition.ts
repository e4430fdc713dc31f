/** `replaces` of content-version.ts as a DynamoDB condition, so that the table itself decides between writers. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { attemptErrorCodes, type ResultRank, type StoredResult } from "../content-version.ts";

export interface WriteCondition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues: Record<string, AttributeValue>;
}

/** A piece of an expression, or what is known without asking the table. */
type Condition = string | boolean;

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
  const expression = or("attribute_not_exists(#file_name)", newer, and(same, storedRankAtMost(rank, values)));
  if (typeof expression === "boolean") return undefined;
  return {
    ConditionExpression: expression,
    ExpressionAttributeNames: aliasesIn(expression),
    ExpressionAttributeValues: values,
  };
}

/** `tie`: equal, or unknown on either side. */
function compare(path: string, alias: string, value: string | null, values: Record<string, AttributeValue>) {
  if (value === null) return { tie: true, storedIsLess: false };
  values[alias] = { S: value };
  values[":null_type"] = { S: "NULL" };
  return {
    tie: or(`${path} = ${alias}`, `attribute_not_exists(${path})`, `attribute_type(${path}, :null_type)`),
    storedIsLess: `${path} < ${alias}`,
  };
}

/** The rank of a stored result follows from its error code and from `partial`. */
function storedRankAtMost(rank: ResultRank, values: Record<string, AttributeValue>): Condition {
  if (rank === 2) return true;
  const aliases = attemptErrorCodes.map((code, i) => {
    values[`:code${i}`] = { S: code };
    return `:code${i}`;
  });
  const failedAttempt = `#error_code IN (${aliases.join(", ")})`;
  if (rank === 1) return failedAttempt;
  values[":false"] = { BOOL: false };
  return and(failedAttempt, "#partial = :false");
}

function and(...conditions: readonly Condition[]): Condition {
  if (conditions.includes(false)) return false;
  const open = conditions.filter((condition) => condition !== true);
  return open.length === 0 ? true : `(${open.join(" AND ")})`;
}

function or(...conditions: readonly Condition[]): Condition {
  if (conditions.includes(true)) return true;
  const open = conditions.filter((condition) => condition !== false);
  return open.length === 0 ? false : `(${open.join(" OR ")})`;
}

function not(condition: Condition): Condition {
  return typeof condition === "boolean" ? !condition : `(NOT ${condition})`;
}

/** DynamoDB refuses a request that declares a name it does not use. */
function aliasesIn(expression: string): Record<string, string> {
  return Object.fromEntries(
    Array.from(expression.matchAll(/#(\w+)/g), ([alias, name = ""]) => [alias, name]),
  );
}
