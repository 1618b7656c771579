import {
  type AttributeValue,
  DynamoDBClient,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { type Change, type Condition, conditionId } from "./transitions";

/** What a run looked at: each kind remembers for itself. */
type Looks = "blocklists" | "live";

/** Days that the summary of a run is kept. */
const RUN_DAYS = 90;

const DAY_SECONDS = 86_400;

/** A transaction takes 100 items (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html). */
const CHANGES_AT_ONCE = 40;

/** An item of the table: what is remembered of a condition, with the number of its last change. */
interface Remembered {
  readonly condition: Condition;
  readonly version: number;
}

/**
 * What runs remember, in a table of Amazon DynamoDB: each condition that is not over, everything that began or ended,
 * and how each run went.
 *
 * Two runs at a time cannot both change a condition: the later one fails, and is run again.
 */
export class Memory {
  private readonly versions = new Map<string, number>();

  constructor(
    private readonly table: string,
    private readonly looks: Looks,
    private readonly historyDays: number,
    private readonly client = new DynamoDBClient(),
  ) {}

  /** All that is remembered, sorted. */
  async conditions(): Promise<readonly Condition[]> {
    const found: Remembered[] = [];
    let next: Record<string, AttributeValue> | undefined;
    do {
      const page = await this.client.send(
        new QueryCommand({
          TableName: this.table,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": { S: this.partition } },
          ConsistentRead: true,
          ...(next === undefined ? {} : { ExclusiveStartKey: next }),
        }),
      );
      for (const item of page.Items ?? []) {
        found.push({
          condition: JSON.parse(item.condition?.S ?? "{}") as Condition,
          version: Number(item.version?.N ?? 0),
        });
      }
      next = page.LastEvaluatedKey;
    } while (next !== undefined);
    for (const { condition, version } of found) {
      this.versions.set(conditionId(condition), version);
    }
    return found.map(({ condition }) => condition);
  }

  /** Remembers changes, and writes down what began and ended. */
  async save(changes: readonly Change[], now: string): Promise<void> {
    for (let at = 0; at < changes.length; at += CHANGES_AT_ONCE) {
      const batch = changes.slice(at, at + CHANGES_AT_ONCE);
      await this.client.send(
        new TransactWriteItemsCommand({
          TransactItems: batch.flatMap((change) => [this.changed(change), ...this.written(change, now)]),
        }),
      );
    }
  }

  /** Writes down how a run went. */
  async ran(numbers: Readonly<Record<string, number>>, now: string): Promise<void> {
    await this.client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          this.put({
            pk: { S: `run#${this.looks}` },
            sk: { S: now },
            ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, { N: `${value}` }])),
            expires: expiry(now, RUN_DAYS),
          }),
        ],
      }),
    );
  }

  private get partition(): string {
    return `state#${this.looks}`;
  }

  private changed({ before, after }: Change): TransactWriteItem {
    const id = conditionId((after ?? before) as Condition);
    const version = this.versions.get(id);
    const unchanged = {
      ConditionExpression: version === undefined ? "attribute_not_exists(pk)" : "version = :version",
      ...(version === undefined ? {} : { ExpressionAttributeValues: { ":version": { N: `${version}` } } }),
    };
    const key = { pk: { S: this.partition }, sk: { S: id } };
    if (after === undefined) {
      this.versions.delete(id);
      return { Delete: { TableName: this.table, Key: key, ...unchanged } };
    }
    const next = (version ?? 0) + 1;
    this.versions.set(id, next);
    const item = { ...key, condition: { S: JSON.stringify(after) }, version: { N: `${next}` } };
    return { Put: { TableName: this.table, Item: item, ...unchanged } };
  }

  private written({ before, after, event }: Change, now: string): readonly TransactWriteItem[] {
    const condition = (after ?? before) as Condition;
    return event === undefined
      ? []
      : [
          this.put({
            pk: { S: `history#${condition.subject}` },
            sk: { S: `${now}#${condition.code}#${event}` },
            event: { S: event },
            what: { S: condition.what },
            since: { S: condition.since },
            expires: expiry(now, this.historyDays),
          }),
        ];
  }

  private put(item: Record<string, AttributeValue>): TransactWriteItem {
    return { Put: { TableName: this.table, Item: item } };
  }
}

/** When DynamoDB may delete an item, in seconds since 1970. */
function expiry(now: string, days: number): AttributeValue {
  return { N: `${Math.floor(Date.parse(now) / 1000) + days * DAY_SECONDS}` };
}
