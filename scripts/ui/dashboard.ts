/** What the dashboard can do, over any target; server.ts makes it HTTP. */
import type { IncomingMessage } from "node:http";
import { HeadObjectCommand, NoSuchKey, NotFound } from "@aws-sdk/client-s3";
import { uploadPrefix } from "../../lambda/output-keys.ts";
import type { Summary } from "../../lambda/profile/summary.ts";
import { CommandFailure } from "../command-failure.ts";
import { compareSummaries } from "../diff/compare-summaries.ts";
import { getItem, type MetadataItem } from "../metadata-items.ts";
import { fetchSummary, type ListedUpload } from "../pipeline.ts";
import { type RedriveClients, sendRedrives } from "../recovery/redrive.ts";
import { parseSummary } from "../stored-summary.ts";
import type { Target } from "../targets.ts";
import type { ChangeRow, FileDetail, FilePage, FileStatus, Uploaded } from "./api.ts";
import { type PageRequest, readItemPage } from "./file-pages.ts";
import { rowOfItem, rowOfWaiting } from "./file-rows.ts";
import { Tickets } from "./tickets.ts";
import { checkedFileName, uploadStream } from "./upload-stream.ts";
import { WaitingFiles } from "./waiting-files.ts";

export interface ListRequest extends Omit<PageRequest, "status"> {
  readonly status: FileStatus | null;
}

/** Replaced profiles that are kept to be compared with: a report's worth of memory each. */
const earlierMax = 50;

export class Dashboard {
  readonly target: Target;
  readonly tickets = new Tickets();
  readonly #clients: RedriveClients;
  readonly #waiting: WaitingFiles;
  /** By file name: what was known of it before it was uploaded here again. */
  readonly #earlier = new Map<string, Summary>();

  constructor(clients: RedriveClients, target: Target) {
    this.target = target;
    this.#clients = clients;
    this.#waiting = new WaitingFiles(clients.s3, clients.documents, target);
  }

  async list({ status, search, token }: ListRequest): Promise<FilePage> {
    const wantsWaiting = token === null && (status === null || status === "waiting");
    const waiting = wantsWaiting ? await this.#waiting.list() : [];
    const rows = waiting
      .filter(({ fileName }) => fileName.toLowerCase().includes(search.toLowerCase()))
      .map(rowOfWaiting);
    if (status === "waiting") return { rows, next: null };
    const page = await readItemPage(this.#clients.documents, this.target, { status, search, token });
    const isWaiting = new Set(waiting.map(({ fileName }) => fileName));
    const ended = page.items.filter(({ fileName }) => !isWaiting.has(fileName)).map(rowOfItem);
    return { rows: [...rows, ...ended], next: page.next };
  }

  /** @throws CommandFailure when the name cannot be a key */
  async upload(name: string, request: IncomingMessage): Promise<Uploaded> {
    const fileName = checkedFileName(name);
    await this.#keepEarlier(fileName);
    const etag = await uploadStream(this.#clients.s3, this.target, fileName, request);
    const sizeBytes = Number(request.headers["content-length"] ?? 0);
    this.#waiting.add({ fileName, etag, sizeBytes, lastModified: this.#clients.clock.now() });
    return { fileName };
  }

  /** @throws CommandFailure when there is no such file */
  async detail(fileName: string): Promise<FileDetail> {
    const waiting = (await this.#waiting.list()).find((file) => file.fileName === fileName);
    if (waiting !== undefined) {
      return { row: rowOfWaiting(waiting), reportPath: null, summaryPath: null, changes: null };
    }
    const item = await this.#item(fileName);
    if (item === null) throw new CommandFailure(`There is no file ${fileName} (any more).`);
    const row = rowOfItem(item);
    if (!row.hasReport) return { row, reportPath: null, summaryPath: null, changes: null };
    const ticket = this.tickets.issue(fileName);
    return {
      row,
      reportPath: `/report/${ticket}`,
      summaryPath: `/summary/${ticket}`,
      changes: await this.#changes(fileName),
    };
  }

  async summary(fileName: string): Promise<Summary> {
    return parseSummary(await fetchSummary(this.#clients, this.target, fileName));
  }

  /** Profile the newest content again. @throws CommandFailure when the object is gone */
  async redrive(fileName: string): Promise<void> {
    const upload = await this.#head(fileName);
    const candidate = { upload, item: await this.#item(fileName), reason: "stated" };
    await sendRedrives(this.#clients, this.target, [candidate]);
  }

  #item(fileName: string): Promise<MetadataItem | null> {
    return getItem(this.#clients.documents, this.target, fileName);
  }

  async #head(fileName: string): Promise<ListedUpload> {
    const Key = `${uploadPrefix}${fileName}`;
    try {
      const { ETag = "", LastModified: lastModified = new Date(0) } = await this.#clients.s3.send(
        new HeadObjectCommand({ Bucket: this.target.bucket, Key }),
      );
      return { fileName, etag: ETag.replaceAll('"', ""), lastModified };
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      throw new CommandFailure(`${fileName} is no longer in the bucket: upload it again.`, { cause: error });
    }
  }

  async #keepEarlier(fileName: string): Promise<void> {
    this.#earlier.delete(fileName);
    try {
      this.#earlier.set(fileName, await this.summary(fileName));
    } catch (error) {
      // Never uploaded before, or without a summary: there is nothing to compare with.
      if (error instanceof CommandFailure || error instanceof NoSuchKey) return;
      throw error;
    }
    const [oldest] = this.#earlier.keys();
    if (this.#earlier.size > earlierMax && oldest !== undefined) this.#earlier.delete(oldest);
  }

  async #changes(fileName: string): Promise<readonly ChangeRow[] | null> {
    const earlier = this.#earlier.get(fileName);
    if (earlier === undefined) return null;
    const { changes } = compareSummaries(earlier, await this.summary(fileName));
    return changes.map(({ column, verdict, message }) => ({ column, verdict, message }));
  }
}
