/** What a failing endpoint means and what to do about it, in one line. */
import { errorCode } from "./command-failure.ts";

const unreachableCodes = new Set(["ECONNREFUSED", "ENOTFOUND", "EHOSTUNREACH", "EAI_AGAIN"]);
const staleCredentials = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "InvalidAccessKeyId",
]);

/** A sentence for the user, or null when the error is not one that an endpoint gives. */
export function explainServiceError(
  error: unknown,
  endpoint: string | null,
  environment: string,
): string | null {
  if (!(error instanceof Error)) return null;
  if (unreachableCodes.has(rootCode(error))) {
    if (endpoint === null)
      return `AWS cannot be reached (${rootCode(error)}). Check the network and AWS_REGION.`;
    return `Nothing listens on ${endpoint}: run ${starterOf(environment)}, or state another endpoint in AWS_ENDPOINT_URL.`;
  }
  if (endpoint !== null && isForeignAnswer(error))
    return `What listens on ${endpoint} does not answer as AWS does: end that and run ${starterOf(environment)}, or state another endpoint in AWS_ENDPOINT_URL.`;
  if (error.message.includes("voc-cancel-cred")) {
    return "The Learner Lab session has ended: start the lab and copy its new credentials to ~/.aws/credentials.";
  }
  if (staleCredentials.has(error.name)) {
    return `AWS refuses the credentials (${error.name}). In a Learner Lab copy the new ones after each start of the lab.`;
  }
  switch (error.name) {
    case "CredentialsProviderError":
      return "There are no AWS credentials: set a profile up in ~/.aws/credentials or export AWS_ACCESS_KEY_ID ….";
    case "NoSuchBucket":
    case "ResourceNotFoundException":
      return `${error.message} (${error.name}): is the pipeline of ENV=${environment} deployed?`;
    case "AccessDenied":
    case "AccessDeniedException":
      return `AWS denies this: ${error.message}`;
    default:
      return error.message === "Region is missing"
        ? "There is no region: export AWS_REGION, e.g. us-east-1."
        : null;
  }
}

function starterOf(environment: string): string {
  return environment === "localstack" ? "make localstack-up" : "make local-up";
}

/** Of another program: the SDK cannot read it, or finds no error code in it. */
function isForeignAnswer({ name, message }: Error): boolean {
  return message.includes("Deserialization error") || name === "UnknownError" || message === "UnknownError";
}

/** Node reports a refused `localhost` as an AggregateError, and the SDK wraps what it got: look inside. */
function rootCode(error: unknown): string {
  const code = errorCode(error);
  if (code !== "" || !(error instanceof Error)) return code;
  if (error instanceof AggregateError && error.errors.length > 0) return rootCode(error.errors[0]);
  return error.cause === undefined ? "" : rootCode(error.cause);
}
