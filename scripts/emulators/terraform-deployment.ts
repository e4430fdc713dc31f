/** The pipeline deployed to an emulator by terraform, with a state of its own: no other deployment is touched. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { errorCode } from "../command-failure.ts";

const run = promisify(execFile);

export interface TerraformDeployment {
  /** What terraform said last, e.g. `Apply complete! Resources: 37 added, 0 changed, 0 destroyed.` */
  readonly summary: string;
  /** Plan again. @returns null when nothing would change, else the plan */
  drift(): Promise<string | null>;
  /** Destroy everything. @returns terraform's last word */
  destroy(): Promise<string>;
}

/** terraform cannot be used here: it is not installed, or its providers cannot be. */
export class TerraformUnavailable extends Error {
  override readonly name = "TerraformUnavailable";
}

/**
 * @param command the program, `terraform` as a rule
 * @param endpoint `http://127.0.0.1:<port>` of the emulator
 * @throws TerraformUnavailable before anything is deployed
 */
export async function deployWithTerraform(command: string, endpoint: string): Promise<TerraformDeployment> {
  const folder = await mkdtemp(join(tmpdir(), "csvprofile-terraform-"));
  const env = environmentFor(endpoint, folder);
  const terraform = async (...args: string[]): Promise<string> => {
    const { stdout } = await run(command, ["-chdir=terraform", ...args, "-no-color", "-input=false"], {
      env,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  };
  const settings = ["-var-file=environments/localstack.tfvars", `-state=${join(folder, "e2e.tfstate")}`];
  try {
    await terraform("init").catch((cause: unknown) => {
      throw new TerraformUnavailable(explain(command, cause), { cause });
    });
    const applied = await terraform("apply", "-auto-approve", ...settings);
    return {
      summary: lastWord(applied, "Apply complete!"),
      async drift() {
        try {
          await terraform("plan", "-detailed-exitcode", ...settings);
          return null;
        } catch (error) {
          if (errorCode(error) === "2" && error instanceof Error && "stdout" in error) {
            return String(error.stdout);
          }
          throw error;
        }
      },
      async destroy() {
        const destroyed = await terraform("destroy", "-auto-approve", ...settings);
        await rm(folder, { recursive: true, force: true });
        return lastWord(destroyed, "Destroy complete!");
      },
    };
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    throw cause;
  }
}

function environmentFor(endpoint: string, folder: string): NodeJS.ProcessEnv {
  const { AWS_PROFILE: _profile, TF_WORKSPACE: _workspace, ...inherited } = process.env;
  const { port } = new URL(endpoint);
  return {
    ...inherited,
    AWS_ENDPOINT_URL: `http://localhost:${port}`,
    // S3 Control is asked at <account id>.<host>; every name below this host is 127.0.0.1.
    AWS_ENDPOINT_URL_S3_CONTROL: `http://localhost.localstack.cloud:${port}`,
    TF_DATA_DIR: join(folder, "data"),
    TF_IN_AUTOMATION: "1",
  };
}

function explain(command: string, error: unknown): string {
  if (errorCode(error) === "ENOENT") return `${command} is not installed`;
  const stderr = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
  const reason = /Error: (.+)/.exec(stderr)?.[1] ?? stderr.trim().split("\n").at(-1);
  return `${command} init failed: ${reason}`;
}

function lastWord(output: string, beginning: string): string {
  return output.split("\n").findLast((line) => line.startsWith(beginning)) ?? "";
}
