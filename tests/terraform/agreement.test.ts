/**
 * Terraform and TypeScript say some things twice: names, prefixes, environment variables, metrics. Each is held
 * together here, so that neither side can change alone.
 */
import { readdirSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { emfMetrics } from "../../lambda/adapters/metrics.ts";
import { loadConfig } from "../../lambda/config.ts";
import { threadsMax, timeoutReserveMs } from "../../lambda/limits.ts";
import { summaryKey, uploadPrefix } from "../../lambda/output-keys.ts";
import { engineChoices } from "../../lambda/profile/options.ts";
import { figureChoices } from "../../lambda/statistics/column-budget.ts";
import { digestKeyCharsMin } from "../../lambda/value-digest.ts";
import { statusIndexAttributes } from "../../scripts/local-aws/names.ts";
import { recorderNameOf, resourceNames } from "../../scripts/resource-names.ts";

const directory = new URL("../../terraform/", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, directory), "utf8");
const locals = read("locals.tf");

/** The `name = value` lines of HCL text, values as written. */
function assignments(hcl: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, value] of hcl.matchAll(/^\s*(\w+)\s*=\s*(.+?)(?:\s+#.*)?$/gm)) {
    if (name !== undefined && value !== undefined) found.set(name, value);
  }
  return found;
}

/** The text between the braces that follow `opening`. */
function block(hcl: string, opening: RegExp): string {
  const start = opening.exec(hcl);
  if (start === null) throw new Error(`no ${opening} in the HCL`);
  const from = start.index + start[0].length;
  let depth = 1;
  for (let at = from; at < hcl.length; at++) {
    if (hcl[at] === "{") depth++;
    if (hcl[at] === "}" && --depth === 0) return hcl.slice(from, at);
  }
  throw new Error(`${opening} is not closed`);
}

/** The value of a string local, its variables filled in. */
function local(name: string, environment = "localstack"): string {
  const value = assignments(locals).get(name);
  if (value === undefined) throw new Error(`no local ${name}`);
  return value
    .replace(/^"|"$/g, "")
    .replace(/\$\{var\.project\}/g, "data-ingestion-pipeline")
    .replace(/\$\{var\.environment\}/g, environment);
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("names", () => {
  test("the table, the functions and the bucket are called the same", () => {
    const names = resourceNames("localstack");
    expect(local("table_name")).toBe(names.table);
    expect(local("processor_name")).toBe(names.functionName);
    expect(local("recorder_name")).toBe(recorderNameOf("localstack"));
    expect(local("bucket_name")).toContain('[var.project, "data", var.environment]');
    expect(names.bucket).toBe("data-ingestion-pipeline-data-localstack");
  });

  test("the index holds what lists show, and no more", () => {
    const [, projected] = /non_key_attributes = (\[.+\])/.exec(read("storage.tf")) ?? [];
    expect(JSON.parse(projected ?? "[]")).toEqual(statusIndexAttributes);
  });

  test("the prefixes are those of the code", () => {
    expect(local("uploads_prefix")).toBe(uploadPrefix);
    expect(summaryKey("sales.csv").startsWith(local("processed_prefix"))).toBe(true);
  });
});

describe("functions", () => {
  test("the configuration that Terraform passes is complete", () => {
    const settings = block(
      locals,
      /function_environment = merge\(var\.profiler_settings, local\.secret_settings, \{/,
    );
    const environment = Object.fromEntries(
      [...assignments(settings).keys()].map((name) => [name, name === "LOG_LEVEL" ? "INFO" : "some-name"]),
    );
    expect(() => loadConfig(environment)).not.toThrow();
  });

  test("every profiler setting that Terraform lets through is one that the configuration checks", () => {
    const allowed = /setsubtract\(keys\(var\.profiler_settings\), \[(.+?)\]\)/.exec(
      read("variables.tf"),
    )?.[1];
    const names = [...(allowed ?? "").matchAll(/"(\w+)"/g)].flatMap(([, name]) => name ?? []);
    const base = { S3_BUCKET: "bucket", DYNAMODB_TABLE: "table", ENVIRONMENT: "test" };
    expect(names).toHaveLength(8);
    const checked = names.filter((name) => name !== "NULL_TOKENS" && name !== "SAMPLE_VALUES_KEY");
    for (const name of checked) {
      expect(() => loadConfig({ ...base, [name]: "nonsense" }), name).toThrow(name);
    }
    const hashed = { ...base, SAMPLE_VALUES: "hash" };
    expect(() => loadConfig(hashed)).toThrow("SAMPLE_VALUES_KEY");
    expect(() => loadConfig({ ...hashed, SAMPLE_VALUES_KEY: "a long enough secret" })).not.toThrow();
    const tokens = loadConfig({ ...base, NULL_TOKENS: '["gone"]' });
    expect(tokens.profileOptions).not.toEqual(loadConfig(base).profileOptions);
  });

  test("the values that Terraform takes are those of the configuration", () => {
    const variables = read("variables.tf");
    for (const [name, choices] of [
      ["CSV_ENGINE", engineChoices],
      ["CSV_FIGURES", figureChoices],
    ] as const) {
      const [, listed] = new RegExp(`contains\\((\\[.+?\\]), lower.+"${name}"`).exec(variables) ?? [];
      expect(JSON.parse(listed ?? "[]"), name).toEqual(["", ...choices]);
    }
    expect(variables).toContain(`"SAMPLE_VALUES_KEY", ""))) >= ${digestKeyCharsMin}\n`);
    expect(variables).toContain(`contains(range(1, ${threadsMax + 1}), `);
  });

  test("the time-out is said to keep the reserve that is kept", () => {
    expect(read("variables.tf")).toContain(
      `stops ${timeoutReserveMs / 1_000} s earlier (with a share of a core as much longer, but a quarter of the time at the most)`,
    );
  });

  test("the handlers that Terraform names exist", async () => {
    vi.stubEnv("S3_BUCKET", "bucket");
    vi.stubEnv("DYNAMODB_TABLE", "table");
    vi.stubEnv("ENVIRONMENT", "test");
    vi.stubEnv("AWS_REGION", "us-east-1");
    const handlers = `${read("function.tf")}${read("failures.tf")}`.matchAll(/handler\s+= "handler\.(\w+)"/g);
    const names = [...handlers].flatMap(([, name]) => name ?? []);
    const bundle: Record<string, unknown> = await import("../../lambda/handler.ts");
    expect(names).toEqual(["handler", "recordFailure"]);
    for (const name of names) expect(bundle[name], name).toBeTypeOf("function");
  });
});

describe("metrics", () => {
  interface EmbeddedMetrics {
    readonly _aws: {
      readonly CloudWatchMetrics: readonly {
        readonly Namespace: string;
        readonly Dimensions: readonly (readonly string[])[];
        readonly Metrics: readonly { readonly Name: string }[];
      }[];
    };
  }

  function written(errorCode: string | null = null): EmbeddedMetrics & Readonly<Record<string, unknown>> {
    let text = "";
    vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
      text += String(chunk);
      return true;
    });
    emfMetrics("data-ingestion-pipeline", "test").fileProfiled({
      status: errorCode === null ? "success" : "error",
      errorCode,
      durationMs: 1,
      rows: 1,
      bytes: 1,
    });
    vi.restoreAllMocks();
    return JSON.parse(text);
  }

  test("alarms and dashboard look metrics up by the namespace, names and dimensions that are written", () => {
    const [metrics] = written()._aws.CloudWatchMetrics;
    const dimensions = /metrics_dimensions = \{(.+?)\}/.exec(locals)?.[1] ?? "";
    expect(local("metrics_namespace")).toBe(metrics?.Namespace);
    expect([...dimensions.matchAll(/(\w+) =/g)].map(([, name]) => name)).toEqual(metrics?.Dimensions[0]);
    expect(metrics?.Dimensions).toHaveLength(1);

    const observability = read("observability.tf");
    const shown = [...observability.matchAll(/local\.metrics_namespace, "(\w+)"/g)].map(([, name]) => name);
    const alarms = /namespace\s+= local\.metrics_namespace\s+metric\s+= "(\w+)"/g;
    const watched = [...observability.matchAll(alarms)].map(([, name]) => name);
    const names = metrics?.Metrics.map(({ Name }) => Name);
    expect(watched).toEqual(["FilesFailed", "AttemptsFailed"]);
    expect(names).toEqual(expect.arrayContaining(watched));
    expect([...new Set(shown)].sort()).toEqual([...(names ?? [])].sort());
  });

  test.each<[errorCode: string | null, failed: number, attempts: number]>([
    [null, 0, 0],
    ["EMPTY_FILE", 1, 0],
    ["QUOTE_NOT_CLOSED", 1, 0],
    ["TIMEOUT", 1, 1],
    ["OUT_OF_MEMORY", 1, 1],
    ["RETRIES_EXHAUSTED", 1, 1],
  ])("a file that ends with %s counts as failed %i, as a failed attempt %i", (code, failed, attempts) => {
    expect(written(code)).toMatchObject({ FilesFailed: failed, AttemptsFailed: attempts });
  });
});

describe("environments", () => {
  const files = readdirSync(new URL("environments/", directory)).sort();
  const tests = read("tests/environments.tftest.hcl");

  test("there is one file an environment, which names it", () => {
    expect(files).toEqual(["aws.tfvars", "learner-lab.tfvars", "localstack.tfvars"]);
  });

  test.each(files)("%s is what terraform test plans", (file) => {
    const variables = assignments(read(`environments/${file}`));
    expect(variables.get("environment")).toBe(`"${file.replace(".tfvars", "")}"`);
    const runs = [...tests.matchAll(/^ {2}variables \{\n([\s\S]*?)^ {2}\}/gm)].map(([, body]) =>
      assignments(body ?? ""),
    );
    expect(runs).toContainEqual(variables);
  });

  test("LocalStack differs by one boolean", () => {
    expect([...assignments(read("environments/localstack.tfvars")).keys()]).toEqual([
      "environment",
      "emulator",
    ]);
  });

  test("no endpoint is written into the configuration", () => {
    for (const file of readdirSync(directory).filter((name) => name.endsWith(".tf"))) {
      expect(read(file), file).not.toMatch(/endpoints\s*\{|localhost|4566/);
    }
  });
});
