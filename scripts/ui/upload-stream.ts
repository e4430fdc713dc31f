/** A file from the browser to S3 as it arrives: at most a few parts of it are in memory. */
import type { IncomingMessage } from "node:http";
import type { S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { uploadPrefix } from "../../lambda/output-keys.ts";
import { CommandFailure } from "../command-failure.ts";
import type { Target } from "../targets.ts";

/** S3's smallest part is 5 MiB. */
const partBytesMin = 8 * 1024 * 1024;
const partsMax = 10_000;
const partsAtOnce = 3;
const keyBytesMax = 1024;

/** @returns the ETag, without quotes. A request that breaks off leaves nothing behind. */
export async function uploadStream(
  s3: S3Client,
  target: Target,
  fileName: string,
  request: IncomingMessage,
): Promise<string> {
  const sizeBytes = Number(request.headers["content-length"] ?? 0);
  const upload = new Upload({
    client: s3,
    queueSize: partsAtOnce,
    partSize: Math.max(partBytesMin, Math.ceil(sizeBytes / partsMax)),
    params: { Bucket: target.bucket, Key: `${uploadPrefix}${fileName}`, Body: request },
  });
  request.once("close", () => {
    if (!request.complete) void upload.abort();
  });
  const { ETag = "" } = await upload.done();
  return ETag.replaceAll('"', "");
}

/**
 * The name as it is, if it can be a key below `uploads/` that names one place everywhere.
 * @throws CommandFailure otherwise
 */
export function checkedFileName(name: string): string {
  const segments = name.split("/");
  const reason =
    name === ""
      ? "it is empty"
      : /\p{Cc}/u.test(name)
        ? "it has control characters"
        : segments.some((segment) => segment === "" || segment === "." || segment === "..")
          ? "it has an empty folder, . or .. in it"
          : Buffer.byteLength(`${uploadPrefix}${name}`) > keyBytesMax
            ? "it is too long"
            : null;
  if (reason === null) return name;
  throw new CommandFailure(
    `The name ${JSON.stringify(name)} cannot be uploaded: ${reason}. Rename the file.`,
  );
}
