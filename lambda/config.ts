/** The environment, read once: a frozen Config, or one error that names every variable that is wrong. */
import { threadsMax, typeShareMin } from "./limits.ts";
import { parseNullTokens } from "./profile/option-parsing.ts";
import { engineChoices, type ProfileOptions, type SampleValues } from "./profile/options.ts";
import { figureChoices } from "./statistics/column-budget.ts";
import { digestKeyCharsMin, valueDigest } from "./value-digest.ts";

const logLevels = ["DEBUG", "INFO", "WARN", "ERROR"] as const;
export type LogLevel = (typeof logLevels)[number];

/** What both functions need. */
interface BaseConfig {
  /** S3_BUCKET: holds uploads/ and processed/. */
  readonly bucket: string;
  /** DYNAMODB_TABLE: one item a file. */
  readonly table: string;
  /** ENVIRONMENT: a dimension of the metrics. */
  readonly environment: string;
  /** POWERTOOLS_SERVICE_NAME: stamped on log lines, and a dimension of the metrics. */
  readonly serviceName: string;
  /** LOG_LEVEL, default INFO. */
  readonly logLevel: LogLevel;
  /**
   * SERVICE_TIMEOUT_MS: milliseconds of silence after which a connection to S3 or DynamoDB counts as broken and is
   * made anew; null for what each service deserves.
   */
  readonly serviceTimeoutMs: number | null;
}

/** What the processor needs. */
export interface Config extends BaseConfig {
  /** REPORT: on or off, default on: write an HTML report beside each summary. */
  readonly report: boolean;
  /**
   * TYPE_SHARE_MIN, NULL_TOKENS, SAMPLE_VALUES (with SAMPLE_VALUES_KEY), CSV_ENGINE, CSV_FIGURES, CSV_THREADS: what
   * holds for files that state nothing themselves.
   */
  readonly profileOptions: ProfileOptions;
}

export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment is not usable: ${problems.join("; ")}.`);
    this.problems = problems;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

type Read = (name: string) => string | undefined;

/** Only what the recorder needs: it records what a wrong setting of the profiler made fail. @throws ConfigError */
export function loadBaseConfig(environment: Environment): BaseConfig {
  const problems: string[] = [];
  const base = readBase(readerOf(environment), problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(base);
}

/** @throws ConfigError with every problem at once. */
export function loadConfig(environment: Environment): Config {
  const problems: string[] = [];
  const read = readerOf(environment);
  const base = readBase(read, problems);

  const reportText = read("REPORT")?.toLowerCase() ?? "on";
  if (reportText !== "on" && reportText !== "off") {
    problems.push(`REPORT is "${reportText}", expected on or off`);
  }

  const shareText = read("TYPE_SHARE_MIN");
  const share = shareText === undefined ? typeShareMin : Number(shareText);
  if (!(share > 0.5 && share <= 1)) {
    problems.push(`TYPE_SHARE_MIN is "${shareText}", expected a number above 0.5, at most 1`);
  }

  const sampleValues = readSampleValues(read("SAMPLE_VALUES"), read("SAMPLE_VALUES_KEY"), problems);

  const engine = readChoice("CSV_ENGINE", read("CSV_ENGINE"), engineChoices, "auto", problems);
  const figures = readChoice("CSV_FIGURES", read("CSV_FIGURES"), figureChoices, "all", problems);

  const threadsText = read("CSV_THREADS");
  const threads = Number(threadsText ?? 1);
  if (!(Number.isInteger(threads) && threads >= 1 && threads <= threadsMax)) {
    problems.push(`CSV_THREADS is "${threadsText}", expected a whole number from 1 to ${threadsMax}`);
  }

  const nullTokens = readNullTokens(read("NULL_TOKENS"), problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze({
    ...base,
    report: reportText === "on",
    profileOptions: Object.freeze({
      typeShareMin: share,
      sampleValues,
      engine,
      figures,
      ...(nullTokens !== undefined && { nullTokens }),
      ...(threadsText !== undefined && { threads }),
    }),
  });
}

/** White space around a value does not count, and blank is unset. */
function readerOf(environment: Environment): Read {
  return (name) => environment[name]?.trim() || undefined;
}

function readBase(read: Read, problems: string[]): BaseConfig {
  const required = (name: string, pattern: RegExp, expected: string): string => {
    const value = read(name);
    if (value === undefined) problems.push(`${name} is not set (expected ${expected})`);
    else if (!pattern.test(value)) problems.push(`${name} is ${JSON.stringify(value)}, expected ${expected}`);
    return value ?? "";
  };

  const bucket = required("S3_BUCKET", /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "the name of an S3 bucket");
  const table = required("DYNAMODB_TABLE", /^[A-Za-z0-9_.-]{3,255}$/, "the name of a DynamoDB table");
  const name = required("ENVIRONMENT", /^[A-Za-z0-9_-]{1,64}$/, "a short name such as local or prod");

  const levelText = read("LOG_LEVEL")?.toUpperCase() ?? "INFO";
  const logLevel = logLevels.find((level) => level === levelText);
  if (logLevel === undefined) problems.push(`LOG_LEVEL is "${levelText}", expected ${logLevels.join(", ")}`);

  const timeoutText = read("SERVICE_TIMEOUT_MS");
  const serviceTimeoutMs = timeoutText === undefined ? null : Number(timeoutText);
  if (serviceTimeoutMs !== null && !(serviceTimeoutMs >= 100 && serviceTimeoutMs <= 60_000)) {
    problems.push(`SERVICE_TIMEOUT_MS is "${timeoutText}", expected milliseconds from 100 to 60000`);
  }

  return {
    bucket,
    table,
    environment: name,
    serviceName: read("POWERTOOLS_SERVICE_NAME") ?? "data-ingestion-pipeline",
    logLevel: logLevel ?? "INFO",
    serviceTimeoutMs,
  };
}

function readChoice<Choice extends string>(
  name: string,
  text: string | undefined,
  choices: readonly Choice[],
  unstated: Choice,
  problems: string[],
): Choice {
  const lower = text?.toLowerCase() ?? unstated;
  const choice = choices.find((each) => each === lower);
  if (choice === undefined) problems.push(`${name} is "${lower}", expected ${choices.join(" or ")}`);
  return choice ?? unstated;
}

function readSampleValues(
  text: string | undefined,
  key: string | undefined,
  problems: string[],
): SampleValues {
  switch (text?.toLowerCase()) {
    case undefined:
    case "true":
      return true;
    case "false":
      return false;
    case "hash":
      if (key !== undefined && key.length >= digestKeyCharsMin) return valueDigest(key);
      problems.push(
        `SAMPLE_VALUES is "hash", which needs SAMPLE_VALUES_KEY: a secret of at least ${digestKeyCharsMin} characters`,
      );
      return false;
    default:
      problems.push(`SAMPLE_VALUES is "${text}", expected true, false or hash`);
      return false;
  }
}

function readNullTokens(text: string | undefined, problems: string[]): readonly string[] | undefined {
  if (text === undefined) return undefined;
  try {
    return parseNullTokens(text, (expected) => {
      throw new RangeError(expected);
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    problems.push(`NULL_TOKENS is ${JSON.stringify(text)}, expected ${error.message}`);
    return undefined;
  }
}
