import { randomUUID } from "node:crypto";
import { AwsError } from "./aws-error.ts";
import { accountId } from "./identity.ts";

/** The answer to a form-encoded STS request: only GetCallerIdentity. @throws AwsError for any other. */
export function answerSts(form: URLSearchParams): string {
  const action = form.get("Action") ?? "";
  if (action !== "GetCallerIdentity") {
    throw new AwsError("InvalidAction", 400, `The embedded stack has no query operation ${action}.`);
  }
  return [
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">',
    "<GetCallerIdentityResult>",
    `<Arn>arn:aws:iam::${accountId}:root</Arn><UserId>${accountId}</UserId><Account>${accountId}</Account>`,
    "</GetCallerIdentityResult>",
    `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`,
    "</GetCallerIdentityResponse>",
  ].join("");
}

/** An error of the query protocol. The message is ours and holds nothing to escape but the action's name. */
export function stsError(error: AwsError): string {
  const message = error.message.replace(/[&<>]/g, "?");
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${error.code}</Code><Message>${message}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
}
