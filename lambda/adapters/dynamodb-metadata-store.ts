/** Metadata items in DynamoDB: one a file, each written only over what it replaces. */
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
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
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
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
    const { Item: item } = await this.#client.send(
      new GetItemCommand({
        TableName: this.#table,
        Key: { file_name: { S: fileName } },
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
    const source = item.source?.M ?? {};
    return {
      version: {
        sequencer: source.sequencer?.S ?? null,
        eventTime: source.event_time?.S ?? null,
        etag: source.etag?.S ?? null,
      },
      rank: storedRank(item.error_code?.S, item.partial?.BOOL),
    };
  }
}

function storedRank(errorCode: string | undefined, partial: boolean | undefined): ResultRank {
  const code = attemptErrorCodes.find((known) => known === errorCode);
  return rankOf({ error_code: code ?? null, partial: partial === true });
}
