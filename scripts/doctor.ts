/**
 * Is everything here that an environment needs? Each check says what it found and, where something is wrong, what to
 * do. Checks ask the machine through probes only, so that every finding can be provoked in a test.
 */
import { explainServiceError } from "./service-errors.ts";
import type { EnvironmentName } from "./targets.ts";

export interface Finding {
  readonly subject: string;
  /** "note": not as it should be, but not needed for this environment. */
  readonly verdict: "ok" | "wrong" | "note";
  readonly detail: string;
  /** What to do; absent when all is well. */
  readonly advice?: string;
}

export type CommandOutcome =
  | { readonly kind: "ok"; readonly stdout: string }
  | { readonly kind: "not_found" }
  | { readonly kind: "failed"; readonly message: string };

/** Modification times, milliseconds since 1970; null for what does not exist. */
export interface BuildTimes {
  readonly bundleMs: number | null;
  readonly zipMs: number | null;
  readonly newestSourceMs: number;
}

/** What answers where the environment's endpoint should be. */
export type Listener =
  | { readonly kind: "nothing" }
  | { readonly kind: "embedded" }
  | { readonly kind: "localstack" | "ministack"; readonly version: string }
  | { readonly kind: "other"; readonly owner: string };

export interface Identity {
  readonly accountId: string;
  readonly arn: string;
}

export interface Probes {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** As in package.json, e.g. `20.20.1`. */
  readonly nodeVersion: string;
  /** The oldest that will do: `20.15`. */
  readonly nodeMin: string;
  missingPackages(): readonly string[];
  buildTimes(): BuildTimes;
  run(command: string, args: readonly string[]): Promise<CommandOutcome>;
  /** The SDK's region, null when none is set. */
  region(): Promise<string | null>;
  /** Where terraform deployed the environment to, null when it does not tell. */
  deployedRegion(environment: EnvironmentName): Promise<string | null>;
  /** Who the credentials belong to. Rejects as the SDK does. */
  identity(region: string): Promise<Identity>;
  /** Any call that a policy can deny, unlike GetCallerIdentity. Rejects as the SDK does. */
  useService(region: string): Promise<void>;
  /** The endpoint of an emulator's environment. */
  readonly endpoint: string;
  listener(): Promise<Listener>;
  /** The address that a host's name leads to, null when it leads nowhere. */
  addressOf(host: string): Promise<string | null>;
}

/** The last LocalStack image that starts without an account. */
const localStackFree = "4.14.0";
const labRegions = ["us-east-1", "us-west-2"];

type Check = Omit<Finding, "verdict"> & { readonly well: boolean };

/** All findings, in the order in which one would put things right. */
export async function diagnose(environment: EnvironmentName, probes: Probes): Promise<readonly Finding[]> {
  const onAws = environment === "learner-lab" || environment === "aws";
  const listener: Listener = onAws ? { kind: "nothing" } : await probes.listener();
  const dockerNeeded = environment === "localstack" && listener.kind !== "ministack";
  const deployed = environment !== "local";

  return [
    verdict(true, node(probes)),
    verdict(true, packages(probes)),
    verdict(true, build(probes, deployed)),
    ...(await docker(probes)).map((check) => verdict(dockerNeeded, check)),
    ...(dockerNeeded ? [verdict(true, localStackImage(probes))] : []),
    verdict(deployed, await terraform(probes)),
    ...(environment === "localstack" ? [verdict(true, await s3Control(probes))] : []),
    verdict(false, await awsCli(probes)),
    ...(onAws ? await account(environment, probes) : []),
    onAws ? verdict(true, endpointVariable(environment, probes)) : endpoint(environment, probes, listener),
  ];
}

function verdict(needed: boolean, { well, ...check }: Check): Finding {
  return { ...check, verdict: well ? "ok" : needed ? "wrong" : "note" };
}

function node({ nodeVersion, nodeMin }: Probes): Check {
  const [major = 0, minor = 0] = nodeVersion.split(".").map(Number);
  const [majorMin = 0, minorMin = 0] = nodeMin.split(".").map(Number);
  const well = major > majorMin || (major === majorMin && minor >= minorMin);
  const check = { subject: "Node.js", well, detail: nodeVersion };
  return well ? check : { ...check, advice: `Install Node.js ${nodeMin} or newer: https://nodejs.org` };
}

function packages(probes: Probes): Check {
  const subject = "npm packages";
  const missing = probes.missingPackages();
  if (missing.length === 0) return { subject, well: true, detail: "installed" };
  const detail = `${missing.length} missing: ${missing.slice(0, 3).join(", ")}${missing.length > 3 ? " …" : ""}`;
  return { subject, well: false, detail, advice: "Run npm ci." };
}

/** Emulators and AWS take the zip, the embedded stack the bundle. */
function build(probes: Probes, deployed: boolean): Check {
  const subject = "build";
  const { bundleMs, zipMs, newestSourceMs } = probes.buildTimes();
  const [file, builtMs] = deployed
    ? (["dist/lambda.zip", zipMs] as const)
    : (["dist/lambda/handler.mjs", bundleMs] as const);
  if (builtMs === null) {
    return {
      subject,
      well: false,
      detail: `there is no ${file}`,
      advice: "Run make build (or npm run build).",
    };
  }
  if (builtMs < newestSourceMs) {
    return { subject, well: false, detail: `${file} is older than lambda/`, advice: "Run make build again." };
  }
  return { subject, well: true, detail: `${file} is up to date` };
}

async function docker(probes: Probes): Promise<readonly Check[]> {
  const client = await probes.run("docker", ["--version"]);
  if (client.kind !== "ok") {
    const advice =
      "Install Docker (https://docs.docker.com/get-docker), or do without: ENV=local needs none.";
    return [{ subject: "Docker", well: false, detail: "not installed", advice }];
  }
  const engine = await probes.run("docker", ["info", "--format", "{{.ServerVersion}}"]);
  const compose = await probes.run("docker", ["compose", "version", "--short"]);
  return [
    { subject: "Docker", well: true, detail: firstLine(client.stdout) },
    engine.kind === "ok"
      ? { subject: "Docker engine", well: true, detail: firstLine(engine.stdout) }
      : { subject: "Docker engine", well: false, detail: "does not answer", advice: engineAdvice(engine) },
    compose.kind === "ok"
      ? { subject: "Docker Compose", well: true, detail: firstLine(compose.stdout) }
      : {
          subject: "Docker Compose",
          well: false,
          detail: "not installed",
          advice: "Install the compose plugin (https://docs.docker.com/compose/install).",
        },
  ];
}

function engineAdvice(outcome: CommandOutcome): string {
  const denied = outcome.kind === "failed" && /permission denied/i.test(outcome.message);
  return denied
    ? "You may not use it: sudo usermod -aG docker $USER, then log in again."
    : "Start Docker Desktop, or sudo systemctl start docker.";
}

function localStackImage({ variables }: Probes): Check {
  const subject = "LocalStack image";
  const image = variables.LOCALSTACK_IMAGE || `localstack/localstack:${localStackFree}`;
  const tag = /:([^/:]+)$/.exec(image)?.[1] ?? "latest";
  if (variables.LOCALSTACK_AUTH_TOKEN || !needsAccount(tag)) return { subject, well: true, detail: image };
  const advice = `Export LOCALSTACK_AUTH_TOKEN, or unset LOCALSTACK_IMAGE to take ${localStackFree}.`;
  return { subject, well: false, detail: `${image} exits without an account`, advice };
}

/** Whether a tag means a version after the last free one: `latest`, `stable`, dates, 4.15 and up. */
function needsAccount(tag: string): boolean {
  const [, major, minor] = /^v?(\d+)(?:\.(\d+))?/.exec(tag) ?? [];
  if (major === undefined) return true;
  const [freeMajor = 0, freeMinor = 0] = localStackFree.split(".").map(Number);
  if (Number(major) !== freeMajor) return Number(major) > freeMajor;
  return minor === undefined || Number(minor) > freeMinor;
}

async function terraform(probes: Probes): Promise<Check> {
  const subject = "Terraform";
  const outcome = await probes.run(probes.variables.TERRAFORM || "terraform", ["version", "-json"]);
  const advice = "Install Terraform 1.9 or newer: https://developer.hashicorp.com/terraform/install";
  if (outcome.kind !== "ok") return { subject, well: false, detail: "not installed", advice };
  const version = /"terraform_version":\s*"([^"]+)"/.exec(outcome.stdout)?.[1] ?? firstLine(outcome.stdout);
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const well = major > 1 || (major === 1 && minor >= 9);
  return well
    ? { subject, well, detail: version }
    : { subject, well, detail: `${version} is too old`, advice };
}

/**
 * Terraform reads a bucket's tags from S3 Control, at <account id>.<host>. Some routers and resolvers hold back
 * names from outside that lead to this machine.
 */
async function s3Control(probes: Probes): Promise<Check> {
  const subject = "S3 Control";
  const url = probes.variables.AWS_ENDPOINT_URL_S3_CONTROL || "http://localhost.localstack.cloud:4566";
  const host = `000000000000.${URL.canParse(url) ? new URL(url).hostname : url}`;
  const address = await probes.addressOf(host);
  if (address !== null) return { subject, well: true, detail: `${host} is ${address}` };
  const advice = `Terraform needs it: add the line "127.0.0.1 ${host}" to /etc/hosts.`;
  return { subject, well: false, detail: `${host} has no address (DNS)`, advice };
}

async function awsCli(probes: Probes): Promise<Check> {
  const subject = "aws command line";
  const outcome = await probes.run("aws", ["--version"]);
  if (outcome.kind === "ok") return { subject, well: true, detail: firstLine(outcome.stdout) };
  const advice = "Nothing here needs it; csvprofile upload does what aws s3 cp does.";
  return { subject, well: false, detail: "not installed", advice };
}

async function account(environment: EnvironmentName, probes: Probes): Promise<readonly Finding[]> {
  const region = await probes.region();
  // Credentials can be tried without a region of one's own.
  const tried = await credentials(environment, probes, region ?? "us-east-1");
  const deployed = await probes.deployedRegion(environment);
  const differs = region !== null && deployed !== null && region !== deployed;
  return [
    verdict(true, tried),
    differs ? verdict(false, otherRegion(region, deployed)) : verdict(true, regionCheck(environment, region)),
  ];
}

/** The commands here go where the deployment is; others do not know. */
function otherRegion(region: string, deployed: string): Check {
  const advice = `The commands here take ${deployed}. Export AWS_REGION=${deployed} for the aws command line.`;
  return { subject: "region", well: false, detail: `${region}, but deployed to ${deployed}`, advice };
}

function regionCheck(environment: EnvironmentName, region: string | null): Check {
  const subject = "region";
  if (region === null) {
    return { subject, well: false, detail: "none", advice: "Export AWS_REGION, e.g. us-east-1." };
  }
  if (environment === "learner-lab" && !labRegions.includes(region)) {
    const advice = `Export AWS_REGION=${labRegions.join(" or ")}: a Learner Lab has no other.`;
    return { subject, well: false, detail: region, advice };
  }
  return { subject, well: true, detail: region };
}

async function credentials(environment: EnvironmentName, probes: Probes, region: string): Promise<Check> {
  const subject = "credentials";
  try {
    const { accountId, arn } = await probes.identity(region);
    // GetCallerIdentity succeeds even where everything is denied, so it does not show that a Lab session ended.
    await probes.useService(region).catch((error: unknown) => {
      if (error instanceof Error && isPlainDenial(error)) return;
      throw error;
    });
    return { subject, well: true, detail: `${arn}${labMismatch(environment, arn)} (account ${accountId})` };
  } catch (error) {
    const advice = explainServiceError(error, null, environment);
    if (advice === null) throw error;
    return { subject, well: false, detail: credentialsDetail(error), advice };
  }
}

/** Denied by a policy for that one call; it is no sign of an ended session. */
function isPlainDenial(error: Error): boolean {
  return /^AccessDenied/.test(error.name) && !error.message.includes("voc-cancel-cred");
}

function credentialsDetail(error: unknown): string {
  if (!(error instanceof Error)) return "unusable";
  if (error.message.includes("voc-cancel-cred")) return "of a Learner Lab session that has ended";
  return error.name === "CredentialsProviderError" ? "none" : `refused (${error.name})`;
}

function labMismatch(environment: EnvironmentName, arn: string): string {
  const ofLab = arn.includes("/voclabs/");
  if (ofLab === (environment === "learner-lab")) return "";
  return ofLab ? ", of a Learner Lab: use ENV=learner-lab" : ", not of a Learner Lab";
}

function endpointVariable(environment: EnvironmentName, { variables }: Probes): Check {
  const subject = "endpoint";
  const url = variables.AWS_ENDPOINT_URL;
  if (!url) return { subject, well: true, detail: "AWS" };
  const advice = `Unset AWS_ENDPOINT_URL: ENV=${environment} is AWS itself.`;
  return { subject, well: false, detail: url, advice };
}

function endpoint(environment: EnvironmentName, probes: Probes, listener: Listener): Finding {
  const subject = "endpoint";
  const start = environment === "local" ? "make local-up" : "make localstack-up";
  const finding = (kind: Finding["verdict"], detail: string, advice?: string): Finding => {
    const stated = { subject, verdict: kind, detail: `${probes.endpoint}: ${detail}` };
    return advice === undefined ? stated : { ...stated, advice };
  };
  switch (listener.kind) {
    case "nothing":
      return finding("note", "nothing listens yet", `Run ${start}.`);
    case "embedded":
      return environment === "local"
        ? finding("ok", "the embedded stack")
        : finding("wrong", "the embedded stack has the port", "Run make local-down, or use ENV=local.");
    case "localstack":
    case "ministack": {
      const what = `${listener.kind === "ministack" ? "ministack" : "LocalStack"} ${listener.version}`.trim();
      return environment === "localstack"
        ? finding("ok", what)
        : finding("wrong", `${what} has the port`, "Run make localstack-down, or use ENV=localstack.");
    }
    case "other":
      return finding(
        "wrong",
        `taken${listener.owner || " by something"} that is no AWS endpoint`,
        "End that program, or choose another port and state it in AWS_ENDPOINT_URL.",
      );
  }
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}
