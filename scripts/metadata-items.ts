/** The metadata table as the command line reads it. */
import { type DynamoDBDocumentClient, GetCommand, paginateScan } from "@aws-sdk/lib-dynamodb";
import type { Target } from "./targets.ts";

/** What `status` shows of an item; the item itself is in `attributes`. */
export interface MetadataItem {
  readonly fileName: string;
  readonly status: string;
  readonly etag: string | null;
  /** Which upload of the file the item describes (lambda/content-version.ts). */
  readonly sequencer: string | null;
  readonly eventTime: string | null;
  /** Null when the attempt came to nothing. */
  readonly summaryKey: string | null;
  /** Null also when reports are switched off. */
  readonly reportKey: string | null;
  readonly processedTimestamp: string;
  readonly rowCount: number;
  /** Column → type. Cut short in items of very wide tables (`truncated`). */
  readonly schema: Readonly<Record<string, string>>;
  /** Cells, over all columns. */
  readonly missing: number;
  readonly invalid: number;
  readonly partial: boolean;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Every item, ordered by file name. */
export async function listItems(
  client: DynamoDBDocumentClient,
  target: Pick<Target, "table">,
): Promise<MetadataItem[]> {
  const items: MetadataItem[] = [];
  for await (const page of paginateScan({ client }, { TableName: target.table, ConsistentRead: true })) {
    for (const attributes of page.Items ?? []) items.push(readItem(attributes));
  }
  return items.sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
}

/** The item of one file, null when there is none. */
export async function getItem(
  client: DynamoDBDocumentClient,
  target: Target,
  fileName: string,
): Promise<MetadataItem | null> {
  const { Item } = await client.send(
    new GetCommand({ TableName: target.table, Key: { file_name: fileName }, ConsistentRead: true }),
  );
  return Item === undefined ? null : readItem(Item);
}

/** An item, or the parts of it that were asked for. */
export function readItem(attributes: Record<string, unknown>): MetadataItem {
  const issues = record(attributes.quality_issues);
  const source = record(attributes.source);
  return {
    fileName: text(attributes.file_name) ?? "",
    status: text(attributes.status) ?? "unknown",
    etag: text(source.etag),
    sequencer: text(source.sequencer),
    eventTime: text(source.event_time),
    summaryKey: text(attributes.summary_key),
    reportKey: text(attributes.report_key),
    processedTimestamp: text(attributes.processed_timestamp) ?? "",
    rowCount: number(attributes.row_count),
    schema: Object.fromEntries(
      Object.entries(record(attributes.schema)).flatMap(([name, type]) =>
        typeof type === "string" ? [[name, type]] : [],
      ),
    ),
    missing: sumOfCounts(issues.missing_values),
    invalid: sumOfCounts(issues.invalid_values),
    partial: attributes.partial === true,
    errorCode: text(attributes.error_code),
    errorMessage: text(attributes.error_message),
    attributes,
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function number(value: unknown): number {
  const converted = typeof value === "bigint" ? Number(value) : value;
  return typeof converted === "number" && Number.isFinite(converted) ? converted : 0;
}

function sumOfCounts(columns: unknown): number {
  return Object.values(record(columns)).reduce<number>((sum, share) => sum + number(record(share).count), 0);
}
