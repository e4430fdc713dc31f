/**
 * Plain JSON data as DynamoDB attribute values, and back-of-the-envelope sizes of them.
 *
 * The SDK's own marshaller is for data whose keys are known: it looks at a map's `constructor` and assigns by key,
 * so a column called `constructor` makes it throw; and it refuses NaN, the infinities and every number beyond
 * ±(2^53 − 1).
 */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";

/**
 * DynamoDB's magnitudes, besides 0: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 * Its 38 significant digits hold every double's shortest form, which has 17 at the most.
 */
const magnitude = { min: 1e-130, max: 9.99e125 } as const;

/**
 * Map keys that cannot be stored as they are: DynamoDB refuses empty text, and `__proto__` is lost by the SDK's
 * readers and refused by dynalite. The summary has the true names.
 */
const renamedKeys: ReadonlyMap<string, string> = new Map([
  ["", "(empty)"],
  ["__proto__", "(__proto__)"],
]);

/** Undefined is null, a number that has no value is null, one outside of DynamoDB's magnitudes its decimal text. */
export function toAttributeValue(value: unknown): AttributeValue {
  switch (typeof value) {
    case "string":
      return { S: value };
    case "number":
      return toNumberValue(value);
    case "boolean":
      return { BOOL: value };
    case "object":
      if (value === null) return { NULL: true };
      return Array.isArray(value) ? { L: value.map(toAttributeValue) } : { M: toAttributeMap(value) };
    default:
      return { NULL: true };
  }
}

/** Members that are undefined are left out. The one name that cannot be assigned to, `__proto__`, is renamed. */
export function toAttributeMap(value: object): Record<string, AttributeValue> {
  const map: Record<string, AttributeValue> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) map[renamedKeys.get(name) ?? name] = toAttributeValue(member);
  }
  return map;
}

function toNumberValue(value: number): AttributeValue {
  if (!Number.isFinite(value)) return { NULL: true };
  const size = Math.abs(value);
  if (size !== 0 && (size < magnitude.min || size > magnitude.max)) return { S: String(value) };
  return { N: size > Number.MAX_SAFE_INTEGER ? plainDigits(value) : String(value) };
}

/** A large double without exponent, because readers that use the SDK turn such numbers into BigInt. */
function plainDigits(value: number): string {
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  return whole + fraction.padEnd(Number(exponent), "0");
}

/**
 * Bytes of a value as DynamoDB counts them, rounded up: UTF-8 text, 21 for a number, 1 for a boolean or null, 3
 * for a list or map and 1 more for each member.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function attributeBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return 21;
  if (value.L !== undefined) return value.L.reduce((sum, member) => sum + 1 + attributeBytes(member), 3);
  if (value.M !== undefined) return attributeMapBytes(value.M);
  return 1;
}

export function attributeMapBytes(map: Readonly<Record<string, AttributeValue>>): number {
  let bytes = 3;
  for (const [name, member] of Object.entries(map)) {
    bytes += 1 + Buffer.byteLength(name) + attributeBytes(member);
  }
  return bytes;
}
