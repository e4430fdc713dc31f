import { AwsError } from "../aws-error.ts";

/**
 * The test for a CloudWatch Logs filter pattern of unstructured terms: `a b` both, `"a b"` a phrase, `?a ?b`
 * either, `-a` not. Matching is by case-sensitive substring. JSON and column patterns are refused.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPattern(pattern: string): (message: string) => boolean {
  const trimmed = pattern.trim();
  if (/^[{[%]/.test(trimmed)) {
    throw new AwsError(
      "InvalidParameterException",
      400,
      "The embedded CloudWatch Logs knows filter patterns of terms only, not of JSON fields, columns or regular expressions.",
    );
  }
  const terms = [...trimmed.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(
    ([, sign = "", phrase, word]) => ({ sign, text: phrase?.replace(/\\(.)/g, "$1") ?? word ?? "" }),
  );
  const withSign = (sign: string) => terms.filter((term) => term.sign === sign).map((term) => term.text);
  const required = withSign("");
  const excluded = withSign("-");
  // As in CloudWatch, alternatives count only where nothing is required.
  const alternatives = required.length > 0 ? [] : withSign("?");
  return (message) =>
    required.every((text) => message.includes(text)) &&
    !excluded.some((text) => message.includes(text)) &&
    (alternatives.length === 0 || alternatives.some((text) => message.includes(text)));
}
