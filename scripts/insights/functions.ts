/** The functions of one row, by lower-case name. */
import { toNumber, toText, type Value } from "./values.ts";

interface ScalarFunction {
  readonly operandsMin: number;
  readonly operandsMax: number;
  readonly apply: (operands: readonly Value[]) => Value;
}

/** A function of one number; missing stays missing. */
function ofNumber(apply: (x: number) => number): ScalarFunction {
  return {
    operandsMin: 1,
    operandsMax: 1,
    apply: ([value = null]) => {
      const x = toNumber(value);
      return x === null ? null : finiteOrNull(apply(x));
    },
  };
}

/** A function of one text; missing stays missing. */
function ofText(apply: (text: string) => Value): ScalarFunction {
  return {
    operandsMin: 1,
    operandsMax: 1,
    apply: ([value = null]) => (value === null ? null : apply(toText(value))),
  };
}

function ofNumbers(apply: (numbers: readonly number[]) => number): ScalarFunction {
  return {
    operandsMin: 1,
    operandsMax: Number.POSITIVE_INFINITY,
    apply: (operands) => {
      const numbers = operands.map(toNumber).filter((x) => x !== null);
      return numbers.length === 0 ? null : apply(numbers);
    },
  };
}

function finiteOrNull(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}

export const scalarFunctions: ReadonlyMap<string, ScalarFunction> = new Map([
  ["abs", ofNumber(Math.abs)],
  ["ceil", ofNumber(Math.ceil)],
  ["floor", ofNumber(Math.floor)],
  ["sqrt", ofNumber(Math.sqrt)],
  ["log", ofNumber(Math.log)],
  ["greatest", ofNumbers((numbers) => Math.max(...numbers))],
  ["least", ofNumbers((numbers) => Math.min(...numbers))],
  ["ispresent", { operandsMin: 1, operandsMax: 1, apply: ([value = null]) => value !== null }],
  [
    "coalesce",
    {
      operandsMin: 1,
      operandsMax: Number.POSITIVE_INFINITY,
      apply: (operands) => operands.find((value) => value !== null) ?? null,
    },
  ],
  ["isempty", { operandsMin: 1, operandsMax: 1, apply: ([value = null]) => toText(value) === "" }],
  ["isblank", { operandsMin: 1, operandsMax: 1, apply: ([value = null]) => toText(value).trim() === "" }],
  ["trim", ofText((text) => text.trim())],
  ["strlen", ofText((text) => text.length)],
  ["toupper", ofText((text) => text.toUpperCase())],
  ["tolower", ofText((text) => text.toLowerCase())],
  [
    "concat",
    {
      operandsMin: 1,
      operandsMax: Number.POSITIVE_INFINITY,
      apply: (operands) => operands.map(toText).join(""),
    },
  ],
  [
    "strcontains",
    {
      operandsMin: 2,
      operandsMax: 2,
      apply: ([text = null, part = null]) => (toText(text).includes(toText(part)) ? 1 : 0),
    },
  ],
  [
    "replace",
    {
      operandsMin: 3,
      operandsMax: 3,
      apply: ([text = null, from = null, to = null]) =>
        text === null ? null : toText(text).replaceAll(toText(from), toText(to)),
    },
  ],
  [
    "substr",
    {
      operandsMin: 2,
      operandsMax: 3,
      apply: ([text = null, start = null, length = null]) => {
        if (text === null) return null;
        const from = toNumber(start) ?? 0;
        const count = toNumber(length);
        return toText(text).slice(from, count === null ? undefined : from + count);
      },
    },
  ],
]);
