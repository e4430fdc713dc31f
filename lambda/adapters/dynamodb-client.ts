/** The DynamoDB client; region, credentials and endpoint come from the environment. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { HttpHandler } from "./http-handler.ts";
import { idleSteps, withoutSteps } from "./sdk-steps.ts";

/** Each attempt: DynamoDB answers in milliseconds or not at all. */
const timeoutsMs = { connection: 3_000, request: 5_000 } as const;

/** Throttled writes are tried for some seconds here before the event goes back to Lambda's slower retries. */
const attemptsMax = 6;

/** @param timeoutMs of a request; null for 5 s */
export function dynamoDbClient(timeoutMs: number | null = null): DynamoDBClient {
  const client = new DynamoDBClient({
    maxAttempts: attemptsMax,
    // To sort the steps of a request anew each time takes 0.1 to 0.3 ms. What it keeps of a first request is no more than an item.
    cacheMiddleware: true,
    requestHandler: new HttpHandler({
      connectionTimeout: timeoutsMs.connection,
      requestTimeout: timeoutMs ?? timeoutsMs.request,
      throwOnRequestTimeout: true,
    }),
  });
  return withoutSteps(client, idleSteps);
}
