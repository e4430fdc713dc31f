/** What the command line reads: a file or standard input; s3-input.ts adds objects. */
import { open } from "node:fs/promises";
import { basename } from "node:path";
import { CommandFailure, errorCode } from "./command-failure.ts";
import { fileChunks } from "./file-chunks.ts";

export interface Input {
  /** As shown in the summary: without its folders. */
  readonly fileName: string;
  /** Null when it is not known before the end. */
  readonly sizeBytes: number | null;
  /** Of a file, which is read by that name as well. */
  readonly path: string | null;
  /** Of that file. */
  readonly inode: number | null;
  readonly modified: Date | null;
  readonly bucket: string | null;
  readonly key: string | null;
  readonly etag: string | null;
  readonly versionId: string | null;
  /** User metadata of an object; empty for everything else. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
  /** The same content from its beginning; null where it can be read only once. */
  readonly reopen: (() => AsyncIterable<Uint8Array>) | null;
  close(): void;
}

const nowhere = {
  path: null,
  inode: null,
  bucket: null,
  key: null,
  etag: null,
  versionId: null,
  metadata: {},
} as const;

/** A file, or standard input for `-`. @throws CommandFailure when there is nothing to read under that name */
export async function openInput(name: string): Promise<Input> {
  if (name === "-") return openStandardInput();
  return openFile(name);
}

/** Says that it is waited for, where somebody has to type it. */
export function standardInput(): NodeJS.ReadStream {
  if (process.stdin.isTTY) process.stderr.write("Reading standard input; end it with Ctrl-D.\n");
  return process.stdin;
}

function openStandardInput(): Input {
  return {
    ...nowhere,
    fileName: "stdin",
    sizeBytes: null,
    modified: null,
    body: standardInput(),
    reopen: null,
    close: () => process.stdin.destroy(),
  };
}

async function openFile(path: string): Promise<Input> {
  try {
    const handle = await open(path);
    const stat = await handle.stat();
    if (stat.isDirectory()) {
      await handle.close();
      throw new CommandFailure(`${path} is a directory: name a file in it.`);
    }
    const body = fileChunks(handle);
    return {
      ...nowhere,
      fileName: basename(path),
      sizeBytes: stat.isFile() ? stat.size : null,
      path: stat.isFile() ? path : null,
      inode: stat.isFile() ? stat.ino : null,
      modified: stat.isFile() ? stat.mtime : null,
      body,
      reopen: stat.isFile() ? () => readAgain(path) : null,
      close: () => void body.return(undefined).then(() => handle.close()),
    };
  } catch (error) {
    if (path.startsWith("s3://"))
      throw new CommandFailure(
        `${path} is no file: profile and diff read objects, the other commands do not.`,
      );
    throw explainFileError(path, error);
  }
}

async function* readAgain(path: string): AsyncGenerator<Uint8Array> {
  yield* fileChunks(await open(path));
}

/** A file that cannot be opened, as a sentence; every other error as it came. */
export function explainFileError(path: string, error: unknown): unknown {
  switch (errorCode(error)) {
    case "ENOENT":
      return new CommandFailure(`There is no file ${path}.`, { cause: error });
    case "EACCES":
    case "EPERM":
      return new CommandFailure(`${path} may not be read: permission denied.`, { cause: error });
    case "EISDIR":
      return new CommandFailure(`${path} is a directory: name a file in it.`, { cause: error });
    default:
      return error;
  }
}
