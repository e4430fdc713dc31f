/**
 * Other profilers, where the machine has them: `qsv`, `mlr` and `csvstat` on PATH, pandas in the Python that PYTHON names.
 * Each is asked for its statistics of all columns, and its figures are compared with ours.
 */
import { execFileSync } from "node:child_process";
import { parse } from "csv-parse/sync";
import type { Answer, NumericFigures } from "./contenders.ts";

export interface ForeignProgram {
  readonly name: string;
  readonly does: string;
  readonly command: string;
  readonly args: (file: string) => readonly string[];
  readonly answer: (stdout: string) => Answer;
  readonly takesGzip: boolean;
  /** Measured once, on at most so many bytes: the whole file would take minutes. */
  readonly onceBytesMax?: number;
}

export interface FoundPrograms {
  readonly programs: readonly ForeignProgram[];
  /** A line for each that was looked for: its version, or that it was not found. */
  readonly versions: readonly string[];
}

const python = process.env.PYTHON ?? "python3";

/** One job, because the other contenders have one thread; its cache would answer without reading. */
const qsvStats = ["stats", "--jobs", "1", "--force", "--cache-threshold", "0", "--round", "12"];

const describeWithPandas = `
import json, sys
import pandas
table = pandas.read_csv(sys.argv[1])
described = table.describe(include="all")
numbers = table.select_dtypes("number").columns
print(json.dumps({"rows": len(table), "numeric": [
    {"name": name, **{out: float(described.at[of, name]) for out, of in (("min", "min"), ("max", "max"), ("avg", "mean"))}}
    for name in numbers]}))
`;

function qsv(command: string): readonly ForeignProgram[] {
  const program = { command, answer: qsvAnswer, takesGzip: false };
  return [
    { ...program, name: "qsv, 1 job", does: "stats", args: (file) => [...qsvStats, file] },
    {
      ...program,
      name: "qsv, everything, 1 job",
      does: "stats --everything --infer-dates",
      args: (file) => [...qsvStats, "--everything", "--infer-dates", "--dates-whitelist", "all", file],
    },
  ];
}

const pandas: ForeignProgram = {
  name: "pandas",
  does: "read_csv, describe(include='all')",
  command: python,
  args: (file) => ["-c", describeWithPandas, file],
  answer: (stdout) => JSON.parse(stdout),
  takesGzip: true,
};

const miller: ForeignProgram = {
  name: "Miller",
  does: "summary",
  command: "mlr",
  args: (file) => ["--icsv", "--ojson", ...(file.endsWith(".gz") ? ["--gzin"] : []), "summary", file],
  answer: millerAnswer,
  takesGzip: true,
  onceBytesMax: 50_000_000,
};

const csvkit: ForeignProgram = {
  name: "csvkit",
  does: "csvstat",
  command: "csvstat",
  args: (file) => ["--json", file],
  answer: csvkitAnswer,
  takesGzip: false,
  onceBytesMax: 5_000_000,
};

export function findPrograms(): FoundPrograms {
  const programs: ForeignProgram[] = [];
  const versions: string[] = [];
  const look = (name: string, version: string | null, found: readonly ForeignProgram[]) => {
    versions.push(version === null ? `${name} not found` : `${name} ${version}`);
    if (version !== null) programs.push(...found);
  };
  const qsvCommand =
    ["qsv", "qsvlite"].find((command) => versionOf(command, ["--version"]) !== null) ?? "qsv";
  look("qsv", versionOf(qsvCommand, ["--version"]), qsv(qsvCommand));
  look("pandas", versionOf(python, ["-c", "import pandas; print(pandas.__version__)"]), [pandas]);
  look("Miller", versionOf("mlr", ["--version"]), [miller]);
  look("csvkit", versionOf("csvstat", ["--version"]), [csvkit]);
  return { programs, versions };
}

/** The first thing like a version that it prints; null when it cannot be run. */
function versionOf(command: string, args: readonly string[]): string | null {
  try {
    const printed = execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return /\d+(?:\.\d+)+/.exec(printed)?.[0] ?? "?";
  } catch {
    return null;
  }
}

type Row = Readonly<Record<string, unknown>>;

/** Of the rows whose type is a number's, the three figures under their names there. */
function figuresOf(
  rows: readonly Row[],
  isNumeric: (row: Row) => boolean,
  names: { readonly name: string; readonly min: string; readonly max: string; readonly avg: string },
): NumericFigures[] {
  return rows.filter(isNumeric).map((row) => ({
    name: String(row[names.name]),
    min: Number(row[names.min]),
    max: Number(row[names.max]),
    avg: Number(row[names.avg]),
  }));
}

function qsvAnswer(stdout: string): Answer {
  const rows: Row[] = parse(stdout, { columns: true });
  const names = { name: "field", min: "min", max: "max", avg: "mean" };
  return {
    rows: null,
    numeric: figuresOf(rows, ({ type }) => type === "Integer" || type === "Float", names),
  };
}

function millerAnswer(stdout: string): Answer {
  const rows: Row[] = JSON.parse(stdout);
  const names = { name: "field_name", min: "min", max: "max", avg: "mean" };
  // Where a column has other cells as well, its minimum is one of those.
  const isNumeric = ({ field_type: type }: Row) => /^(?:int|float)(?:-(?:int|float))?$/.test(String(type));
  return { rows: Number(rows[0]?.count ?? 0), numeric: figuresOf(rows, isNumeric, names) };
}

function csvkitAnswer(stdout: string): Answer {
  const rows: Row[] = JSON.parse(stdout);
  const names = { name: "column_name", min: "min", max: "max", avg: "mean" };
  return { rows: null, numeric: figuresOf(rows, ({ type }) => type === "Number", names) };
}
