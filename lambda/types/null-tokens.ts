/**
 * Texts that stand for "no value": the list of pandas' `read_csv` (2.x) and the ones that databases, R and people
 * write. Compared with the trimmed cell, case-sensitive.
 */
export const defaultNullTokens: readonly string[] = [
  "#N/A",
  "#N/A N/A",
  "#NA",
  "-1.#IND",
  "-1.#QNAN",
  "-NaN",
  "-nan",
  "1.#IND",
  "1.#QNAN",
  "<NA>",
  "N/A",
  "NA",
  "NULL",
  "NaN",
  "None",
  "n/a",
  "nan",
  "null",
  "none",
  "na",
  "nil",
  "NIL",
  "\\N",
  "-",
  "--",
  "?",
];
