/** A summary narrowed to some of its columns. */
import { parse } from "csv-parse/sync";
import type { Summary } from "../lambda/profile/summary.ts";
import { CommandFailure } from "./command-failure.ts";

/** `a,b,"c,d"` → three names, as in a header. @throws CommandFailure when it is no list of names */
export function parseColumnNames(list: string): string[] {
  const failure = new CommandFailure(`--columns is ${JSON.stringify(list)}; expected names apart by commas.`);
  let records: string[][];
  try {
    records = parse(list, { trim: true });
  } catch {
    throw failure;
  }
  const [names = []] = records;
  if (records.length !== 1 || names.includes("")) throw failure;
  return names;
}

/**
 * The columns of these names in this order, and what is said of them; counts of rows and columns stay the file's.
 * @throws CommandFailure when there is no such column
 */
export function selectColumns(summary: Summary, names: readonly string[]): Summary {
  const byName = new Map(summary.columns.map((column) => [column.name, column]));
  const columns = [...new Set(names)].flatMap((name) => {
    const column = byName.get(name);
    if (column === undefined && summary.columns.length > 0) throw noSuchColumn(name, [...byName.keys()]);
    return column === undefined ? [] : [column];
  });
  const issues = summary.quality_issues;
  const wanted = new Set(columns.map(({ name }) => name));
  const positions = new Set(columns.map(({ position }) => position));
  const narrow = <Value>(values: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => wanted.has(name)));
  return {
    ...summary,
    columns,
    schema: narrow(summary.schema),
    statistics: narrow(summary.statistics),
    quality_issues: {
      ...issues,
      missing_values: narrow(issues.missing_values),
      invalid_values: narrow(issues.invalid_values),
      renamed_columns: issues.renamed_columns.filter(({ position }) => positions.has(position)),
      alerts: issues.alerts.filter(({ column }) => column === null || wanted.has(column)),
    },
  };
}

const namesShownMax = 12;

function noSuchColumn(name: string, names: readonly string[]): CommandFailure {
  const rest = names.length - namesShownMax;
  const shown = names.slice(0, namesShownMax).join(", ");
  return new CommandFailure(
    `There is no column ${JSON.stringify(name)}; there are ${shown}${rest > 0 ? ` and ${rest} more` : ""}.`,
  );
}
