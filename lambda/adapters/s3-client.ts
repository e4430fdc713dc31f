/** The S3 client as both stores use it. */
import { S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { HttpHandler } from "./http-handler.ts";
import { idleS3Steps, withoutSteps } from "./sdk-steps.ts";

/** Milliseconds until a connection stands, and until a silent one counts as broken. */
const connectionTimeoutMs = 3_000;
const socketTimeoutMs = 15_000;

/**
 * Region, credentials and endpoint come from the environment. An endpoint of one's own (AWS_ENDPOINT_URL: the
 * embedded stack, LocalStack) has no host name for each bucket.
 *
 * @param timeoutMs of silence on a connection; null for 15 s
 */
export function s3Client(
  environment: Readonly<Record<string, string | undefined>>,
  timeoutMs: number | null = null,
): S3Client {
  const client = new S3Client({
    // To sort the steps of a request anew each time takes 0.1 to 0.3 ms. A request with options ends what is kept: only
    // those for ranges of large objects have any.
    cacheMiddleware: true,
    forcePathStyle: Boolean(environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL),
    requestHandler: new HttpHandler({
      connectionTimeout: connectionTimeoutMs,
      // A body that stalls trips the socket's timeout only, not the request's.
      socketTimeout: timeoutMs ?? socketTimeoutMs,
    }),
  });
  return withoutSteps(client, idleS3Steps);
}

/** The HTTP status of a refusal by S3; null when the error is of another kind. */
export function s3Status(error: unknown): number | null {
  return error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? null) : null;
}

/** ETags travel in quotes in HTTP, without in events. */
export const quoteEtag = (etag: string): string => `"${etag}"`;
export const unquoteEtag = (etag: string): string => etag.replace(/^"(.*)"$/, "$1");
