/**
 * The policies as terraform renders them. terraform/tests/permissions.tftest.hcl holds them, statement by statement,
 * to what terraform plans; here they are read from there, so that no terraform is needed to evaluate them.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../project-files.ts";

export interface Statement {
  readonly sid: string;
  readonly actions: readonly string[];
  /** With `*` for any characters. */
  readonly resource: string;
}

/** The run of the tests that plans with every option that concerns permissions. */
const withOptions = 'run "every_option_adds_one_statement_at_most"';

/**
 * @param role as in the name of the policy document
 * @param options whether versioning and tracing are on, which are off by default
 */
export function renderedPolicy(role: "processor" | "recorder", options: boolean): readonly Statement[] {
  const tests = readFileSync(join(projectDir, "terraform/tests/permissions.tftest.hcl"), "utf8");
  const [byDefault = "", optional = ""] = tests.split(withOptions);
  const text = options ? optional : byDefault;
  const asserted = new RegExp(
    `in data\\.aws_iam_policy_document\\.${role}\\[0\\]\\.statement : statement\\.sid => [^\\n]*== \\{\\n([^}]*)\\}`,
  ).exec(text);
  const statements = [...(asserted?.[1] ?? "").matchAll(/^\s*(\w+)\s*= "([^"]+) on (\S+)"$/gm)].map(
    ([, sid = "", actions = "", resource = ""]) => ({ sid, actions: actions.split(" "), resource }),
  );
  if (statements.length === 0) throw new Error(`No statements of the ${role} in permissions.tftest.hcl.`);
  return statements;
}

export function allows({ actions, resource }: Statement, need: Need): boolean {
  const pattern = resource.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return actions.includes(need.action) && new RegExp(`^${pattern.join(".*")}$`, "s").test(need.resource);
}

/** One permission that a call takes. */
export interface Need {
  readonly action: string;
  readonly resource: string;
}
