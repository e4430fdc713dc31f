/** Metadata items in DynamoDB: one a file, each written only over what it replaces. */
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import {
  attemptErrorCodes,
  type ContentVersion,
  type ResultRank,
  rankOf,
  type StoredResult,
} from "../content-version.ts";
import type { OutputKeys } from "../output-keys.ts";
import type { MetadataStore, WriteOutcome } from "../ports.ts";
import type { Summary } from "../profile/summary.ts";
import { mayReplace } from "./dynamodb-condition.ts";
import { toItem } from "./dynamodb-item.ts";

/** Needs dynamodb:PutItem and dynamodb:GetItem on the table. */
export class DynamoDbMetadataStore implements MetadataStore {
  readonly #client: DynamoDBClient;
  readonly #documents: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#documents = DynamoDBDocumentClient.from(client);
    this.#table = table;
  }

  async put(summary: Summary, outputs: OutputKeys | null, version: ContentVersion): Promise<WriteOutcome> {
    try {
      await this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: toItem(summary, outputs, version),
          ...mayReplace({ version, rank: rankOf(summary) }),
        }),
      );
      return "written";
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return "superseded";
      throw error;
    }
  }

  async stored(fileName: string): Promise<StoredResult | null> {
    const { Item: item } = await this.#documents.send(
      new GetCommand({
        TableName: this.#table,
        Key: { file_name: fileName },
        ConsistentRead: true,
        ProjectionExpression:
          "#source.#sequencer, #source.#event_time, #source.#etag, #error_code, #partial, #file_name",
        ExpressionAttributeNames: {
          "#source": "source",
          "#sequencer": "sequencer",
          "#event_time": "event_time",
          "#etag": "etag",
          "#error_code": "error_code",
          "#partial": "partial",
          "#file_name": "file_name",
        },
      }),
    );
    if (item === undefined) return null;
    return {
      version: {
        sequencer: textOrNull(item.source?.sequencer),
        eventTime: textOrNull(item.source?.event_time),
        etag: textOrNull(item.source?.etag),
      },
      rank: storedRank(item.error_code, item.partial),
    };
  }
}

function storedRank(errorCode: unknown, partial: unknown): ResultRank {
  const code = attemptErrorCodes.find((known) => known === errorCode);
  return rankOf({ error_code: code ?? null, partial: partial === true });
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
