/**
 * Items newest first, a page at a time, through the table's `status-index`. The index has one partition a status, each
 * in order of time: the pages are a merge of them, and a page's token says how far each partition was read.
 */
import { type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { CommandFailure } from "../command-failure.ts";
import { isJsonObject, stringOf } from "../local-aws/json.ts";
import { statusIndex, statusIndexAttributes } from "../local-aws/names.ts";
import { type MetadataItem, readItem } from "../metadata-items.ts";
import type { Target } from "../targets.ts";

const statuses = ["success", "error"] as const;
export type ItemStatus = (typeof statuses)[number];

export interface PageRequest {
  /** Null: both. */
  readonly status: ItemStatus | null;
  /** Part of the file's name, in any case; "" for all. */
  readonly search: string;
  /** Of the page before; null for the first. */
  readonly token: string | null;
}

export interface ItemPage {
  readonly items: readonly MetadataItem[];
  readonly next: string | null;
}

export const pageRowsMax = 50;

/** Items looked at for one page: a search for what is not there must end, and goes on when asked to. */
const scannedMax = 2_000;
const queryItemsMax = 100;

/** Named, and not all that the index has: where it was made with everything, statistics and samples stay there. */
const shownAttributes = ["file_name", "status", "processed_timestamp", ...statusIndexAttributes];

/** The last item taken from a partition; undefined before the first. */
type Cursor = { readonly file_name: string; readonly processed_timestamp: string };

class Partition {
  readonly #fetch: (after: Cursor | undefined) => Promise<{ items: MetadataItem[]; isLast: boolean }>;
  #fetched: MetadataItem[] = [];
  #isLast = false;
  /** Where reading goes on. */
  cursor: Cursor | undefined;

  constructor(
    cursor: Cursor | undefined,
    fetch: (after: Cursor | undefined) => Promise<{ items: MetadataItem[]; isLast: boolean }>,
  ) {
    this.cursor = cursor;
    this.#fetch = fetch;
  }

  async peek(): Promise<MetadataItem | null> {
    while (this.#fetched.length === 0 && !this.#isLast) {
      const { items, isLast } = await this.#fetch(this.cursor);
      this.#fetched = items;
      // A page of a query may be empty and yet not the last; its end cannot be told from its items.
      this.#isLast = isLast || items.length === 0;
    }
    return this.#fetched[0] ?? null;
  }

  take(): void {
    const item = this.#fetched.shift();
    if (item !== undefined) {
      this.cursor = { file_name: item.fileName, processed_timestamp: item.processedTimestamp };
    }
  }
}

/** @throws CommandFailure when the token is none of ours */
export async function readItemPage(
  documents: DynamoDBDocumentClient,
  target: Target,
  request: PageRequest,
): Promise<ItemPage> {
  const cursors = readToken(request.token);
  const partitions = new Map(
    statuses
      .filter((status) => request.status === null || request.status === status)
      .map((status) => [
        status,
        new Partition(cursors[status], (after) => query(documents, target, status, after)),
      ]),
  );
  const search = request.search.toLowerCase();
  const items: MetadataItem[] = [];
  for (let scanned = 0; ; scanned++) {
    const newest = await newestOf([...partitions.values()]);
    if (newest === null) return { items, next: null };
    if (items.length === pageRowsMax || scanned === scannedMax)
      return { items, next: writeToken(partitions) };
    newest.partition.take();
    if (newest.item.fileName.toLowerCase().includes(search)) items.push(newest.item);
  }
}

async function newestOf(partitions: readonly Partition[]) {
  let newest: { readonly partition: Partition; readonly item: MetadataItem } | null = null;
  for (const partition of partitions) {
    const item = await partition.peek();
    if (item === null) continue;
    if (newest === null || item.processedTimestamp > newest.item.processedTimestamp)
      newest = { partition, item };
  }
  return newest;
}

async function query(
  documents: DynamoDBDocumentClient,
  target: Target,
  status: ItemStatus,
  after: Cursor | undefined,
) {
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: target.table,
      IndexName: statusIndex,
      KeyConditionExpression: "#status = :status",
      ProjectionExpression: shownAttributes.map((name) => `#${name}`).join(", "),
      ExpressionAttributeNames: Object.fromEntries(shownAttributes.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: { ":status": status },
      ScanIndexForward: false,
      Limit: queryItemsMax,
      ...(after && { ExclusiveStartKey: { ...after, status } }),
    }),
  );
  return { items: Items.map(readItem), isLast: LastEvaluatedKey === undefined };
}

function writeToken(partitions: ReadonlyMap<ItemStatus, Partition>): string {
  const cursors = [...partitions].map(([status, { cursor }]) => [status, cursor]);
  return Buffer.from(JSON.stringify(Object.fromEntries(cursors))).toString("base64url");
}

function readToken(token: string | null): Partial<Record<ItemStatus, Cursor>> {
  if (token === null) return {};
  const cursors = parseJson(Buffer.from(token, "base64url").toString());
  if (!isJsonObject(cursors))
    throw new CommandFailure("This page of the list is no longer there: load it anew.");
  return Object.fromEntries(
    statuses.flatMap((status) => {
      const cursor = cursors[status];
      if (!isJsonObject(cursor)) return [];
      const file_name = stringOf(cursor, "file_name");
      const processed_timestamp = stringOf(cursor, "processed_timestamp");
      if (file_name === undefined || processed_timestamp === undefined) return [];
      return [[status, { file_name, processed_timestamp }]];
    }),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
