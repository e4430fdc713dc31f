/**
 * The SDK's requests pass through some twenty steps. Some of them do nothing for this program, and cost each request:
 * together 1.2 ms of 13 for a file of 1 KB.
 */

interface Client {
  readonly middlewareStack: { remove(name: string): boolean };
}

/**
 * For any client: walking through each request and answer to leave what is secret out of a log that nobody reads,
 * and putting together a user agent that is always the same (see http-handler.ts).
 */
export const idleSteps = ["loggerMiddleware", "getUserAgentMiddleware"] as const;

/**
 * For S3 besides: a look at the bucket's name, which the configuration has checked; following a bucket to another
 * region, and a bucket that is stated as an endpoint, neither of which is asked for.
 */
export const idleS3Steps = [
  ...idleSteps,
  "validateBucketNameMiddleware",
  "regionRedirectMiddleware",
  "regionRedirectEndpointMiddleware",
  "bucketEndpointMiddleware",
] as const;

/** @throws Error when the SDK calls one of them something else by now */
export function withoutSteps<C extends Client>(client: C, names: readonly string[]): C {
  for (const name of names) {
    if (!client.middlewareStack.remove(name)) throw new Error(`The SDK has no ${name}.`);
  }
  return client;
}
