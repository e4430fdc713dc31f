import { createServer, type Server } from "node:http";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { Activity } from "./activity.ts";
import { LocalDynamoDb } from "./dynamodb.ts";
import { isErrnoException } from "./files.ts";
import { lockFolder } from "./folder-lock.ts";
import { answer, type Services } from "./gateway.ts";
import { EventQueue } from "./lambda/event-queue.ts";
import { Failures } from "./lambda/failures.ts";
import type { FunctionConfiguration } from "./lambda/function-configuration.ts";
import { LocalFunction } from "./lambda/local-function.ts";
import { LogGroup } from "./logs/log-store.ts";
import { type LocalNames, localNames, uploadsPrefix } from "./names.ts";
import { announcedWrite, objectCreatedEvent } from "./s3/notifications.ts";
import { type CreationListener, ObjectStore } from "./s3/store.ts";

export interface LocalAwsOptions {
  /** Everything is kept below it; created if need be. One stack at a time. */
  readonly dataDir: string;
  /** Path of the built function, an ES module that exports `handler` and `recordFailure`. */
  readonly functionBundle: string;
  /** 4566 by default; 0 takes any free port. */
  readonly port?: number;
  /** Part of all names; "local" by default. */
  readonly environment?: string;
  /** Memory of the function, 512 by default; a process that grows beyond it is killed. */
  readonly memoryMb?: number;
  /** Milliseconds an invocation may take; 900,000 (15 minutes) by default, as on AWS. */
  readonly timeoutMs?: number;
  /** Files profiled at the same time, a process each; at most 4 and no more than processors by default. */
  readonly concurrency?: number;
  /**
   * Pauses before the retries of a failed event, and of the recorder; [1000, 2000] by default, where AWS waits 1
   * and 2 minutes.
   */
  readonly retryDelaysMs?: readonly number[];
  /** Further variables of the function's environment. */
  readonly functionEnvironment?: Readonly<Record<string, string>>;
  /**
   * Called when the stack, not the function, fails at an event, which is then taken up at the next start. By
   * default a line on standard error.
   */
  readonly onFault?: (cause: unknown) => void;
}

export interface LocalAws {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly port: number;
  readonly names: LocalNames;
  /** Log file of the processor, a line an event: `time<TAB>stream<TAB>message`. */
  readonly logFile: string;
  /** Events and failure records that are not dealt with yet. */
  pending(): number;
  /** Resolves when nothing is pending. */
  idle(): Promise<void>;
  /** Stop at once. Events under way are taken up again at the next start. */
  close(): Promise<void>;
}

/**
 * S3, DynamoDB, CloudWatch Logs, STS and a Lambda runtime on one loopback port, kept on disk. Requests need a
 * signature of any kind; it is not checked.
 * @throws Error when the port is taken or the folder is used by another stack.
 */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const dataDir = resolve(options.dataDir);
  const names = localNames(options.environment ?? "local");
  const retryDelaysMs = options.retryDelaysMs ?? [1000, 2000];
  const onFault = options.onFault ?? reportFault;
  const activity = new Activity();
  // The port is taken first: if it is not free, nothing else shall have been started.
  let services: Services | null = null;
  // Large uploads may take long; SDKs keep connections open between requests.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 60_000 }, (message, response) => {
    if (services !== null) void answer(services, message, response);
    else response.writeHead(503, { "retry-after": "1" }).end(JSON.stringify({ status: "starting", dataDir }));
  });
  const port = await listen(server, options.port ?? 4566);
  const url = `http://127.0.0.1:${port}`;
  const closers: (() => Promise<void>)[] = [() => closeServer(server)];
  const close = async () => {
    for (const closeOne of closers.splice(0).reverse()) await closeOne();
  };

  try {
    closers.push(await lockFolder(dataDir, url));
    const dynamoDb = await LocalDynamoDb.start(join(dataDir, "dynamodb"));
    closers.push(() => dynamoDb.close());
    await dynamoDb.ensureTable(names.table);

    const logGroups = [names.functionName, names.recorderName].map(
      (name) => new LogGroup(join(dataDir, "logs"), name),
    );
    const [processorLog, recorderLog] = logGroups;
    if (processorLog === undefined || recorderLog === undefined) throw new Error("two log groups were made");
    const configuration = functionConfiguration(options, names);
    const processor = new LocalFunction(configuration, url, processorLog);
    const recorder = new LocalFunction(recorderConfiguration(configuration, names), url, recorderLog);
    const failures = new Failures({
      folder: join(dataDir, "dead-letter"),
      recorder,
      source: names.functionName,
      activity,
      retryDelaysMs,
      onFault,
    });
    const queue = new EventQueue({
      folder: join(dataDir, "events"),
      target: processor,
      retryDelaysMs,
      activity,
      onExhausted: (event) => failures.add(event),
      onFault,
    });
    closers.push(async () => {
      queue.close();
      failures.close();
      await Promise.all([processor.close(), recorder.close()]);
    });

    const s3 = await ObjectStore.open(join(dataDir, "s3"), uploadNotifier(names.bucket, queue));
    if (s3.find(names.bucket) === undefined) await s3.createBucket(names.bucket);
    const health = () => ({ status: "running", dataDir, pending: activity.count, ...names });
    const queues = new Map([[names.functionName, queue]]);
    services = { s3, dynamoDb, logGroups, queues, health };
    await failures.restore();
    await queue.restore(({ payload }) => wasNeverWritten(payload, s3));

    return {
      url,
      port,
      names,
      logFile: processorLog.path,
      pending: () => activity.count,
      idle: () => activity.idle(),
      close,
    };
  } catch (cause) {
    await close();
    throw cause;
  }
}

function functionConfiguration(options: LocalAwsOptions, names: LocalNames): FunctionConfiguration {
  return {
    name: names.functionName,
    bundle: resolve(options.functionBundle),
    exportName: "handler",
    memoryMb: options.memoryMb ?? 512,
    timeoutMs: options.timeoutMs ?? 900_000,
    concurrency: options.concurrency ?? Math.min(4, availableParallelism()),
    environment: {
      S3_BUCKET: names.bucket,
      DYNAMODB_TABLE: names.table,
      ENVIRONMENT: names.environment,
      ...options.functionEnvironment,
    },
  };
}

/** The recorder must work where the processor did not: modest bounds of its own. */
function recorderConfiguration(processor: FunctionConfiguration, names: LocalNames): FunctionConfiguration {
  return {
    ...processor,
    name: names.recorderName,
    exportName: "recordFailure",
    memoryMb: 256,
    timeoutMs: 60_000,
    concurrency: 1,
  };
}

function reportFault(cause: unknown): void {
  const reason = cause instanceof Error ? cause.message : String(cause);
  process.stderr.write(
    `The embedded stack could not finish an event; it is kept for the next start: ${reason}\n`,
  );
}

/** Tells the function of every object created below `uploads/`, folder keys included. */
function uploadNotifier(bucketName: string, queue: EventQueue): CreationListener {
  return {
    async creating(bucket, object, creation) {
      if (bucket !== bucketName || !object.key.startsWith(uploadsPrefix)) {
        return { commit: () => undefined, cancel: async () => undefined };
      }
      const event = await queue.write(object.sequencer, objectCreatedEvent(bucket, object, creation));
      return { commit: () => queue.enqueue(event), cancel: () => queue.remove(event) };
    },
  };
}

/**
 * Events go to disk before their objects do. One that is newer than what its key holds tells of a write that a
 * crash prevented. Where the key holds nothing the object may have been deleted since: that event is delivered.
 */
function wasNeverWritten(payload: unknown, s3: ObjectStore): boolean {
  const write = announcedWrite(payload);
  const object = write === null ? undefined : s3.find(write.bucket)?.find(write.key);
  return write !== null && object !== undefined && object.sequencer < write.sequencer;
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((done, fail) => {
    server.once("error", (cause) => {
      const isTaken = isErrnoException(cause) && cause.code === "EADDRINUSE";
      fail(
        isTaken
          ? new Error(`Port ${port} is taken. Stop what uses it, or choose another port.`, { cause })
          : cause,
      );
    });
    server.listen(port, "127.0.0.1", done);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((done) => server.close(() => done()));
}
