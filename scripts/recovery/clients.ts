/** The clients that recovery needs, closed at its end. */
import { documentClient, lambdaClient, s3Client } from "../clients.ts";
import type { Target } from "../targets.ts";
import type { RedriveClients } from "./redrive.ts";
import { S3Clock } from "./s3-clock.ts";

export async function withRecoveryClients<Result>(
  target: Target,
  action: (clients: RedriveClients) => Promise<Result>,
): Promise<Result> {
  const s3 = s3Client(target);
  const documents = documentClient(target);
  const lambda = lambdaClient(target);
  try {
    return await action({ s3, documents, lambda, clock: new S3Clock(s3) });
  } finally {
    s3.destroy();
    documents.destroy();
    lambda.destroy();
  }
}
