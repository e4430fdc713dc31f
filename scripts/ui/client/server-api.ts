/** What the server offers, as functions. */
import type { Failure, FileDetail, FilePage, FileStatus } from "../api.ts";

export interface FileQuery {
  readonly status: FileStatus | "";
  readonly search: string;
  readonly token: string | null;
}

export class ServerApi {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  files({ status, search, token }: FileQuery): Promise<FilePage> {
    const query = new URLSearchParams({ status, search, ...(token !== null && { token }) });
    return this.#fetch("GET", `/api/files?${query}`);
  }

  file(name: string): Promise<FileDetail> {
    return this.#fetch("GET", `/api/file?${new URLSearchParams({ name })}`);
  }

  async redrive(name: string): Promise<void> {
    await this.#fetch("POST", `/api/redrives?${new URLSearchParams({ name })}`);
  }

  /**
   * Send a file as one stream; only XMLHttpRequest tells how far an upload is.
   * @param onProgress told the bytes sent so far
   */
  upload(file: File, onProgress: (bytes: number) => void, signal: AbortSignal): Promise<void> {
    const request = new XMLHttpRequest();
    return new Promise((resolve, reject) => {
      request.open("PUT", `/api/uploads?${new URLSearchParams({ name: file.name })}`);
      request.setRequestHeader("authorization", `Bearer ${this.#token}`);
      request.upload.addEventListener("progress", ({ loaded }) => onProgress(loaded));
      request.addEventListener("load", () => {
        if (request.status === 200) resolve();
        else reject(new Error(failureIn(request.responseText)));
      });
      request.addEventListener("error", () => reject(new Error(gone)));
      request.addEventListener("abort", () => reject(new Error("The upload was stopped.")));
      signal.addEventListener("abort", () => request.abort());
      request.send(file);
    });
  }

  async #fetch<Answer>(method: string, path: string): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.#token}` };
    const response = await fetch(path, { method, headers }).catch(() => {
      throw new Error(gone);
    });
    if (!response.ok) throw new Error(failureIn(await response.text()));
    return response.json();
  }
}

const gone = "The dashboard does not answer: start csvprofile ui again, and open the address that it prints.";

function failureIn(body: string): string {
  try {
    const { error }: Failure = JSON.parse(body);
    return error;
  } catch {
    return "The dashboard's answer cannot be read.";
  }
}
