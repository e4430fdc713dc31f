import type { Command } from "commander";
import { CommandFailure } from "../command-failure.ts";
import type { ResultRow } from "../insights/evaluate.ts";
import { QueryError, suggestion } from "../insights/query-error.ts";
import { type QueryAnswer, runQuery } from "../insights/run-query.ts";
import { type SavedQuery, savedQueries } from "../insights/saved-queries.ts";
import { type Colors, colorsFor } from "../render/colors.ts";
import { note, printData, printJson } from "../render/output.ts";
import { renderTable } from "../render/table.ts";
import { escapeForTerminal } from "../render/terminal-text.ts";
import { type EnvironmentFlags, environmentOption, withStoredTarget } from "./environment.ts";
import { sinceOption } from "./since-option.ts";

interface Flags extends EnvironmentFlags {
  readonly since: number;
  readonly json?: boolean;
  readonly list?: boolean;
}

export function configureInsights(command: Command): void {
  command
    .description(
      "Run a saved query (see --list), or one of your own, over the function's log. On AWS CloudWatch Logs Insights " +
        "evaluates it ($0.005 per GB read); the embedded stack, LocalStack and ministack have no Insights, so there the " +
        "log is fetched and the query evaluated here.",
    )
    .argument("[query]", "name of a saved query, or the text of a query", "errors")
    .addOption(environmentOption())
    .addOption(sinceOption("1d"))
    .option("--json", "print the rows as a JSON array of objects")
    .option("--list", "list the saved queries and what they answer")
    .addHelpText(
      "after",
      `\nExample:\n  csvprofile insights 'stats count(*) as lines by level | sort lines desc' --since 2h`,
    )
    .action(async (name: string, flags: Flags) => {
      if (flags.list) return printData(listQueries(savedQueries(), flags.json === true));
      const query = queryText(name, savedQueries());
      const { rows, remark } = await answer(query, flags);
      note(remark);
      if (flags.json) await printJson(toJson(rows));
      else await printData(toTable(rows, colorsFor(process.stdout)));
      if (rows.length === 0) note("No rows: nothing in this span of time matches. A longer --since may.");
    });
}

async function answer(query: string, flags: Flags): Promise<QueryAnswer> {
  const range = { startMs: flags.since, endMs: Date.now() };
  try {
    return await withStoredTarget(flags.env, (target) => runQuery(query, target, range));
  } catch (error) {
    if (error instanceof QueryError) throw new CommandFailure(error.message, { cause: error });
    throw error;
  }
}

/** A single word names a saved query; anything else is a query. */
function queryText(nameOrQuery: string, saved: readonly SavedQuery[]): string {
  const found = saved.find((query) => query.name === nameOrQuery);
  if (found !== undefined) return found.text;
  if (/[\s|]/.test(nameOrQuery.trim())) return nameOrQuery;
  const names = saved.map((query) => query.name);
  throw new CommandFailure(
    `There is no saved query ${nameOrQuery}.${suggestion(nameOrQuery, names)} Saved queries: ${names.join(", ")}.`,
  );
}

function listQueries(saved: readonly SavedQuery[], json: boolean): string {
  if (json) return `${JSON.stringify(saved, null, 2)}\n`;
  const widest = Math.max(0, ...saved.map((query) => query.name.length));
  return saved.map((query) => `${query.name.padEnd(widest)}  ${query.purpose}\n`).join("");
}

/** `@ptr` only points back at the event: of no use to a reader. */
function shownFields(row: ResultRow): ResultRow {
  return row.filter(({ field }) => field !== "@ptr");
}

function toJson(rows: readonly ResultRow[]): string {
  const objects = rows.map((row) =>
    Object.fromEntries(shownFields(row).map(({ field, value }) => [field, value])),
  );
  return `${JSON.stringify(objects, null, 2)}\n`;
}

function toTable(rows: readonly ResultRow[], colors: Colors): string {
  if (rows.length === 0) return "";
  const fields = [...new Set(rows.flatMap((row) => shownFields(row).map(({ field }) => field)))];
  const cells = rows.map((row) => {
    const values = new Map(row.map(({ field, value }) => [field, value]));
    return fields.map((field) => escapeForTerminal(values.get(field) ?? ""));
  });
  const columns = fields.map((title, i) => {
    const numeric = cells.every((row) => /^-?[\d.]*(?:E-?\d+)?$/i.test(row[i] ?? ""));
    return { title: escapeForTerminal(title), align: numeric ? ("right" as const) : ("left" as const) };
  });
  return `${renderTable(columns, cells, colors)}\n`;
}
