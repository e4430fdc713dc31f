/** Numbers: what counts as an int, what as a float, and nothing beyond. */

const int = /^[+-]?(?:0|[1-9]\d*)$/;
const float = /^[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

const plus = 0x2b;
const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const nine = 0x39;

/** Whether a text can begin a number at all; spares the regular expressions most cells of text columns. */
function mayBeNumber(text: string): boolean {
  const first = text.charCodeAt(0);
  return (first >= zero && first <= nine) || first === plus || first === minus || first === point;
}

/** `[+-]?(0|[1-9]\d*)`, any length: `007` is a code, not an int. `text` is trimmed. */
export function isInt(text: string): boolean {
  return mayBeNumber(text) && int.test(text);
}

/**
 * A decimal point and/or an exponent, finite as a double: `1.`, `.5`, `1e-3`, but not `1e999`, `inf`, `0x1p3`,
 * `1_000`. `text` is trimmed. An int is no float by this function.
 */
export function isFloat(text: string): boolean {
  return mayBeNumber(text) && float.test(text) && !int.test(text) && Number.isFinite(Number(text));
}
