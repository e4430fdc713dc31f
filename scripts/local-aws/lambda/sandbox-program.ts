/**
 * The program of a sandbox's process, passed to `node --eval`: so that the stack can be bundled into one file,
 * and so that the function's process loads nothing of this project but the function. It is plain JavaScript; the
 * tests of the runtime are its tests.
 *
 * It loads the bundle, announces "ready" with the exports it found, then answers one invocation at a time.
 * After each it writes a line `NUL + request id` to both output streams, so that the parent knows when it has
 * read everything that the function wrote. The console prefixes lines as Lambda's text format does; what goes
 * straight to process.stdout is left alone.
 */
export const sandboxProgram = `
import { format } from "node:util";

const [bundleUrl, exportName] = [process.env.LOCAL_BUNDLE_URL, process.env.LOCAL_EXPORT_NAME];
delete process.env.LOCAL_BUNDLE_URL;
delete process.env.LOCAL_EXPORT_NAME;

let requestId = "";
const line = (stream, level) => (...values) =>
  stream.write([new Date().toISOString(), requestId, level, format(...values)].join("\\t").replaceAll("\\n", "\\r") + "\\n");
console.log = console.info = line(process.stdout, "INFO");
console.debug = line(process.stdout, "DEBUG");
console.trace = line(process.stdout, "TRACE");
console.warn = line(process.stderr, "WARN");
console.error = line(process.stderr, "ERROR");

const describe = (error) => ({
  errorType: error instanceof Error ? error.name : typeof error,
  errorMessage: error instanceof Error ? error.message : format(error),
  trace: error instanceof Error && error.stack ? error.stack.split("\\n") : [],
});

const flushed = (stream) => new Promise((done) => stream.write("\\0" + requestId + "\\n", done));

// The stack is gone (closed or killed): nobody waits for this function any more.
process.on("disconnect", () => process.exit(0));

let handler;
try {
  const bundle = await import(bundleUrl);
  handler = bundle[exportName];
  if (typeof handler !== "function") {
    const error = new Error("handler." + exportName + " is undefined or not exported");
    error.name = "Runtime.HandlerNotFound";
    throw error;
  }
  process.send({ type: "ready" });
} catch (error) {
  process.send({ type: "init_failed", error: describe(error) }, () => process.exit(1));
}

process.on("message", async (invocation) => {
  requestId = invocation.requestId;
  const context = {
    ...invocation.context,
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, invocation.deadlineMs - Date.now()),
  };
  let outcome;
  try {
    outcome = { result: (await handler(invocation.event, context)) ?? null };
  } catch (error) {
    const described = describe(error);
    const { errorType, errorMessage, trace } = described;
    console.error("Invoke Error ", JSON.stringify({ errorType, errorMessage, stack: trace }));
    outcome = { error: described };
  }
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.send({ type: "done", requestId, rssBytes: process.memoryUsage.rss(), ...outcome });
});
`;
