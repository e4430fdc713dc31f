import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { HttpHandler } from "../../lambda/adapters/http-handler.ts";
import { idleS3Steps, withoutSteps } from "../../lambda/adapters/sdk-steps.ts";
import { clientOptions } from "../local-aws/stack.ts";

it("each request states the user agent of this program", async () => {
  const stated: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    stated.push(request.headers["user-agent"]);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const requestHandler = new HttpHandler();
  const client = new S3Client({ ...clientOptions, endpoint, forcePathStyle: true, requestHandler });
  withoutSteps(client, idleS3Steps);
  for (const Key of ["a", "b"]) await client.send(new HeadObjectCommand({ Bucket: "bucket", Key }));
  const userAgent = expect.stringMatching(/^csv-profiling-pipeline nodejs\/\d+\.\d+\.\d+$/);
  expect(stated).toEqual([userAgent, userAgent]);
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
});
