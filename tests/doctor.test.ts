/** Every way in which an environment may not be ready, provoked one at a time. */
import { describe, expect, it } from "vitest";
import { type CommandOutcome, diagnose, type Finding, type Probes } from "../scripts/doctor.ts";
import type { EnvironmentName } from "../scripts/targets.ts";

const versions: Readonly<Record<string, string>> = {
  "docker --version": "Docker version 28.2.2, build e6534b4\n",
  "docker info --format {{.ServerVersion}}": "28.2.2\n",
  "docker compose version --short": "2.36.0\n",
  "terraform version -json": '{"terraform_version": "1.11.4"}\n',
  "aws --version": "aws-cli/2.31.0\n",
};

/** A machine where all is well, but for what a test changes. */
function machine(changes: Partial<Probes> = {}): Probes {
  return {
    variables: {},
    nodeVersion: "20.20.1",
    nodeMin: "20.15",
    missingPackages: () => [],
    buildTimes: () => ({ bundleMs: 2, zipMs: 2, newestSourceMs: 1 }),
    run: async (command, args) => {
      const stdout = versions[[command, ...args].join(" ")];
      return stdout === undefined ? { kind: "not_found" } : { kind: "ok", stdout };
    },
    region: async () => "us-east-1",
    deployedRegion: async () => null,
    identity: async () => ({ accountId: "123456789012", arn: "arn:aws:iam::123456789012:user/me" }),
    useService: async () => undefined,
    endpoint: "http://127.0.0.1:4566",
    listener: async () => ({ kind: "nothing" }),
    addressOf: async () => "127.0.0.1",
    ...changes,
  };
}

const labUser = async () => ({
  accountId: "123456789012",
  arn: "arn:aws:sts::123456789012:assumed-role/voclabs/user1=Me",
});

/** A machine on which one command line ends differently. */
function withCommand(commandLine: string, outcome: CommandOutcome): Partial<Probes> {
  const healthy = machine();
  return {
    run: async (command, args) =>
      [command, ...args].join(" ").startsWith(commandLine) ? outcome : healthy.run(command, args),
  };
}

function serviceError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

async function wrong(environment: EnvironmentName, changes: Partial<Probes>): Promise<readonly Finding[]> {
  return (await diagnose(environment, machine(changes))).filter((finding) => finding.verdict === "wrong");
}

describe("a machine where all is well", () => {
  it.each(["local", "localstack", "aws"] as const)("is ready for %s", async (environment) => {
    expect(await wrong(environment, {})).toEqual([]);
  });

  it("is ready for a Learner Lab with its credentials", async () => {
    expect(await wrong("learner-lab", { identity: labUser })).toEqual([]);
  });

  it.each<[deployed: string, expected: Partial<Finding>]>([
    ["us-east-1", { verdict: "ok", detail: "us-east-1" }],
    [
      "eu-west-1",
      {
        verdict: "note",
        detail: "us-east-1, but deployed to eu-west-1",
        advice: expect.stringContaining("Export AWS_REGION=eu-west-1"),
      },
    ],
  ])("is told when its region is not that of the deployment: %s", async (deployed, expected) => {
    const findings = await diagnose("aws", machine({ deployedRegion: async () => deployed }));
    expect(findings.filter(({ subject }) => subject === "region")).toMatchObject([expected]);
  });

  it("is told how to start what does not listen yet", async () => {
    const findings = await diagnose("localstack", machine());
    expect(findings.at(-1)).toEqual({
      subject: "endpoint",
      verdict: "note",
      detail: "http://127.0.0.1:4566: nothing listens yet",
      advice: "Run make localstack-up.",
    });
  });
});

const labEnded = serviceError(
  "AccessDenied",
  "User is not authorized to perform: s3:ListAllMyBuckets with an explicit deny in an identity-based policy: arn:aws:iam::123456789012:policy/voc-cancel-cred",
);

const noDocker = withCommand("docker", { kind: "not_found" });

const provoked: [
  what: string,
  environment: EnvironmentName,
  changes: Partial<Probes>,
  subject: string,
  detail: string,
  advice: string,
][] = [
  ["no Docker", "localstack", noDocker, "Docker", "not installed", "ENV=local needs none"],
  [
    "Docker not started",
    "localstack",
    withCommand("docker info", { kind: "failed", message: "Cannot connect to the Docker daemon" }),
    "Docker engine",
    "does not answer",
    "Start Docker Desktop",
  ],
  [
    "Docker not permitted",
    "localstack",
    withCommand("docker info", { kind: "failed", message: "permission denied while trying to connect" }),
    "Docker engine",
    "does not answer",
    "usermod -aG docker",
  ],
  [
    "no Docker Compose",
    "localstack",
    withCommand("docker compose", { kind: "failed", message: "docker: 'compose' is not a docker command." }),
    "Docker Compose",
    "not installed",
    "Install the compose plugin",
  ],
  [
    "no way to S3 Control",
    "localstack",
    { addressOf: async () => null },
    "S3 Control",
    "000000000000.localhost.localstack.cloud has no address (DNS)",
    '"127.0.0.1 000000000000.localhost.localstack.cloud" to /etc/hosts',
  ],
  [
    "no way to an S3 Control of one's own",
    "localstack",
    { addressOf: async () => null, variables: { AWS_ENDPOINT_URL_S3_CONTROL: "http://aws.test:4566" } },
    "S3 Control",
    "000000000000.aws.test has no address (DNS)",
    "000000000000.aws.test",
  ],
  ["an old Node.js", "local", { nodeVersion: "18.19.0" }, "Node.js", "18.19.0", "Install Node.js 20.15"],
  [
    "a Node.js too old by its second number",
    "local",
    { nodeVersion: "20.9.0" },
    "Node.js",
    "20.9.0",
    "20.15 or newer",
  ],
  [
    "packages not installed",
    "local",
    { missingPackages: () => ["commander"] },
    "npm packages",
    "1 missing: commander",
    "npm ci",
  ],
  [
    "a missing bundle",
    "local",
    { buildTimes: () => ({ bundleMs: null, zipMs: 2, newestSourceMs: 1 }) },
    "build",
    "there is no dist/lambda/handler.mjs",
    "make build",
  ],
  [
    "a missing zip",
    "aws",
    { buildTimes: () => ({ bundleMs: 2, zipMs: null, newestSourceMs: 1 }) },
    "build",
    "there is no dist/lambda.zip",
    "make build",
  ],
  [
    "an outdated zip",
    "localstack",
    { buildTimes: () => ({ bundleMs: 3, zipMs: 1, newestSourceMs: 2 }) },
    "build",
    "dist/lambda.zip is older than lambda/",
    "make build",
  ],
  [
    "no Terraform",
    "aws",
    withCommand("terraform", { kind: "not_found" }),
    "Terraform",
    "not installed",
    "Install Terraform",
  ],
  [
    "an old Terraform",
    "aws",
    withCommand("terraform", { kind: "ok", stdout: '{"terraform_version": "1.5.7"}' }),
    "Terraform",
    "1.5.7 is too old",
    "Install Terraform 1.9",
  ],
  [
    "no credentials",
    "aws",
    {
      identity: () => Promise.reject(serviceError("CredentialsProviderError", "Could not load credentials")),
    },
    "credentials",
    "none",
    "~/.aws/credentials",
  ],
  [
    "stale credentials",
    "learner-lab",
    { identity: () => Promise.reject(serviceError("InvalidClientTokenId", "The security token is invalid")) },
    "credentials",
    "refused (InvalidClientTokenId)",
    "after each start of the lab",
  ],
  [
    "an expired token",
    "aws",
    { identity: () => Promise.reject(serviceError("ExpiredToken", "The security token is expired")) },
    "credentials",
    "refused (ExpiredToken)",
    "refuses the credentials",
  ],
  [
    "an ended Lab session, which GetCallerIdentity does not show",
    "learner-lab",
    { identity: labUser, useService: () => Promise.reject(labEnded) },
    "credentials",
    "of a Learner Lab session that has ended",
    "start the lab and copy its new credentials",
  ],
  ["no region", "aws", { region: async () => null }, "region", "none", "Export AWS_REGION"],
  [
    "a region that the Learner Lab lacks",
    "learner-lab",
    { identity: labUser, region: async () => "eu-central-1" },
    "region",
    "eu-central-1",
    "us-east-1 or us-west-2",
  ],
  [
    "an emulator's address left over",
    "aws",
    { variables: { AWS_ENDPOINT_URL: "http://127.0.0.1:4566" } },
    "endpoint",
    "http://127.0.0.1:4566",
    "Unset AWS_ENDPOINT_URL",
  ],
  [
    "the port taken by something else",
    "local",
    { listener: async () => ({ kind: "other", owner: " by nginx (process 4242)" }) },
    "endpoint",
    "taken by nginx (process 4242)",
    "End that program",
  ],
  [
    "the port taken by LocalStack",
    "local",
    { listener: async () => ({ kind: "localstack", version: "4.14.0" }) },
    "endpoint",
    "LocalStack 4.14.0 has the port",
    "ENV=localstack",
  ],
  [
    "the port taken by the embedded stack",
    "localstack",
    { listener: async () => ({ kind: "embedded" }) },
    "endpoint",
    "the embedded stack has the port",
    "make local-down",
  ],
  [
    "a LocalStack image that needs an account",
    "localstack",
    { variables: { LOCALSTACK_IMAGE: "localstack/localstack:latest" } },
    "LocalStack image",
    "exits without an account",
    "LOCALSTACK_AUTH_TOKEN",
  ],
];

describe("what is wrong is named", () => {
  it.each(provoked)("%s (ENV=%s)", async (_what, environment, changes, subject, detail, advice) => {
    const findings = await wrong(environment, changes);
    expect(findings).toEqual([
      {
        subject,
        verdict: "wrong",
        detail: expect.stringContaining(detail),
        advice: expect.stringContaining(advice),
      },
    ]);
  });
});

describe("what an environment does not need is a note", () => {
  it("no Docker, Terraform or aws command line for the embedded stack", async () => {
    const findings = await diagnose("local", machine({ run: async () => ({ kind: "not_found" }) }));
    const verdicts = Object.fromEntries(findings.map(({ subject, verdict }) => [subject, verdict]));
    expect(verdicts).toMatchObject({ Docker: "note", Terraform: "note", "aws command line": "note" });
    expect(Object.values(verdicts)).not.toContain("wrong");
  });

  it("no Docker where ministack answers", async () => {
    expect(
      await wrong("localstack", {
        ...noDocker,
        listener: async () => ({ kind: "ministack", version: "1.5" }),
      }),
    ).toEqual([]);
  });

  it("a call that a narrow policy denies is no ended session", async () => {
    const denied = serviceError("AccessDenied", "not authorized to perform: s3:ListAllMyBuckets");
    expect(await wrong("aws", { useService: () => Promise.reject(denied) })).toEqual([]);
  });
});

describe("LocalStack images", () => {
  const images: [image: string, token: string | undefined, free: boolean][] = [
    ["localstack/localstack:4.14.0", undefined, true],
    ["localstack/localstack:4.9", undefined, true],
    ["localstack/localstack:3", undefined, true],
    ["localstack/localstack", undefined, false],
    ["localstack/localstack:4", undefined, false],
    ["localstack/localstack:4.15.0", undefined, false],
    ["localstack/localstack:2026.3.0", undefined, false],
    ["localstack/localstack:stable", "ls-token", true],
  ];

  it.each(images)("%s with token %s", async (image, token, free) => {
    const variables = { LOCALSTACK_IMAGE: image, LOCALSTACK_AUTH_TOKEN: token };
    const subjects = (await wrong("localstack", { variables })).map((finding) => finding.subject);
    expect(subjects).toEqual(free ? [] : ["LocalStack image"]);
  });
});

describe("Learner Lab credentials", () => {
  it("are noticed where another environment was asked for", async () => {
    const findings = await diagnose("aws", machine({ identity: labUser }));
    expect(findings.find(({ subject }) => subject === "credentials")?.detail).toContain(
      "use ENV=learner-lab",
    );
  });
});

it("an unexpected fault is thrown, not hidden", async () => {
  const fault = new Error("bug");
  await expect(diagnose("aws", machine({ identity: () => Promise.reject(fault) }))).rejects.toBe(fault);
});
