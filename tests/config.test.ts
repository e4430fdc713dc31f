import { describe, expect, it } from "vitest";
import { ConfigError, loadBaseConfig, loadConfig } from "../lambda/config.ts";
import { threadsMax } from "../lambda/limits.ts";
import { defaultNullTokens } from "../lambda/types/null-tokens.ts";

const complete = { S3_BUCKET: "data-bucket", DYNAMODB_TABLE: "metadata", ENVIRONMENT: "local" };

const problemsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    loadConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

describe("configuration from the environment", () => {
  it("needs three variables; the rest has defaults", () => {
    expect(loadConfig(complete)).toEqual({
      bucket: "data-bucket",
      table: "metadata",
      environment: "local",
      serviceName: "data-ingestion-pipeline",
      logLevel: "INFO",
      serviceTimeoutMs: null,
      report: true,
      profileOptions: { typeShareMin: 0.9, sampleValues: true, engine: "auto", figures: "all" },
    });
  });

  it("takes what is stated", () => {
    const environment = {
      ...complete,
      LOG_LEVEL: "debug",
      TYPE_SHARE_MIN: "0.95",
      NULL_TOKENS: "NA,-",
      SAMPLE_VALUES: "FALSE",
      CSV_ENGINE: "Reference",
      CSV_FIGURES: "Basic",
      CSV_THREADS: "4",
      POWERTOOLS_SERVICE_NAME: "pipeline",
      SERVICE_TIMEOUT_MS: "2500",
      REPORT: "off",
    };
    expect(loadConfig(environment)).toMatchObject({
      report: false,
      serviceName: "pipeline",
      logLevel: "DEBUG",
      serviceTimeoutMs: 2500,
      profileOptions: {
        typeShareMin: 0.95,
        nullTokens: ["NA", "-"],
        sampleValues: false,
        engine: "reference",
        figures: "basic",
        threads: 4,
      },
    });
  });

  it("is frozen", () => {
    const config = loadConfig(complete);
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.profileOptions)).toBe(true);
  });

  it("takes blank for absent", () => {
    expect(loadConfig({ ...complete, LOG_LEVEL: " ", TYPE_SHARE_MIN: "" })).toEqual(loadConfig(complete));
  });

  it("adds null tokens to the default ones", () => {
    const { nullTokens } = loadConfig({ ...complete, NULL_TOKENS: "+n.d." }).profileOptions;
    expect(nullTokens).toEqual([...defaultNullTokens, "n.d."]);
  });

  it("reports every bad variable at once", () => {
    const environment = {
      S3_BUCKET: "Not_A_Bucket",
      ENVIRONMENT: "x y",
      LOG_LEVEL: "loud",
      TYPE_SHARE_MIN: "0.5",
      NULL_TOKENS: "[1]",
      SAMPLE_VALUES: "perhaps",
      CSV_ENGINE: "turbo",
      CSV_FIGURES: "most",
      CSV_THREADS: "two",
      SERVICE_TIMEOUT_MS: "5 s",
      REPORT: "maybe",
    };
    const names = problemsOf(environment).map((problem) => problem.split(" ")[0]);
    expect(names.sort()).toEqual([
      "CSV_ENGINE",
      "CSV_FIGURES",
      "CSV_THREADS",
      "DYNAMODB_TABLE",
      "ENVIRONMENT",
      "LOG_LEVEL",
      "NULL_TOKENS",
      "REPORT",
      "S3_BUCKET",
      "SAMPLE_VALUES",
      "SERVICE_TIMEOUT_MS",
      "TYPE_SHARE_MIN",
    ]);
  });

  it("takes as many threads as threadsMax, and no fewer than one", () => {
    const accepted = [0, 1, threadsMax - 1, threadsMax, threadsMax + 1, 1.5].filter(
      (threads) => problemsOf({ ...complete, CSV_THREADS: String(threads) }).length === 0,
    );
    expect(accepted).toEqual([1, threadsMax - 1, threadsMax]);
    expect(problemsOf({ ...complete, CSV_THREADS: "0" })).toEqual([
      `CSV_THREADS is "0", expected a whole number from 1 to ${threadsMax}`,
    ]);
  });

  it.each(["0.5", "1.01", "-1", "ninety"])("refuses TYPE_SHARE_MIN %s", (text) => {
    expect(problemsOf({ ...complete, TYPE_SHARE_MIN: text })).toEqual([
      `TYPE_SHARE_MIN is "${text}", expected a number above 0.5, at most 1`,
    ]);
  });

  it.each(["0.51", "1"])("takes TYPE_SHARE_MIN %s", (text) => {
    expect(problemsOf({ ...complete, TYPE_SHARE_MIN: text })).toEqual([]);
  });

  it.each(["99", "60001", "-1", "soon"])("refuses SERVICE_TIMEOUT_MS %s", (text) => {
    expect(problemsOf({ ...complete, SERVICE_TIMEOUT_MS: text })).toEqual([
      `SERVICE_TIMEOUT_MS is "${text}", expected milliseconds from 100 to 60000`,
    ]);
  });

  it("shows values as keyed hashes: equal ones alike, another key's otherwise", () => {
    const digestOf = (key: string) => {
      const { sampleValues } = loadConfig({
        ...complete,
        SAMPLE_VALUES: "hash",
        SAMPLE_VALUES_KEY: key,
      }).profileOptions;
      return typeof sampleValues === "function" ? sampleValues : expect.unreachable("no function");
    };
    const digest = digestOf("sixteen characters");
    expect(digest("Ann")).toMatch(/^hash:[0-9a-f]{16}$/);
    expect(digest("Ann")).toBe(digestOf("sixteen characters")("Ann"));
    expect(new Set([digest("Ann"), digest("Bob"), digestOf("another such key")("Ann")]).size).toBe(3);
  });

  it.each([undefined, "short"])("refuses hashes without a key, or with the key %s", (key) => {
    const environment = { ...complete, SAMPLE_VALUES: "hash", ...(key && { SAMPLE_VALUES_KEY: key }) };
    expect(problemsOf(environment)).toEqual([
      'SAMPLE_VALUES is "hash", which needs SAMPLE_VALUES_KEY: a secret of at least 16 characters',
    ]);
  });

  it("is usable to the recorder whatever the profiler's own settings are, but not without names", () => {
    const { report: _report, profileOptions: _options, ...base } = loadConfig(complete);
    expect(loadBaseConfig({ ...complete, REPORT: "maybe", SAMPLE_VALUES: "hash" })).toEqual(base);
    expect(() => loadBaseConfig({ ...complete, S3_BUCKET: "Not_A_Bucket" })).toThrow(ConfigError);
  });
});
