import { Resolver } from "node:dns/promises";
import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { messageOf } from "../../core/thrown";
import { askAuthorities } from "../blocklists/authorities";
import type { Ask } from "../blocklists/dns-client";
import type { Vantage } from "../checks/vantage";
import { blocklistSightings, type ReadKeys } from "./blocklist-sightings";
import { tellChat } from "./chat";
import { connectionMilliseconds, isUnknown, liveSightings } from "./live-sightings";
import { Memory } from "./memory";
import { changeMessage } from "./message";
import { METRIC_NAMES } from "./metric-names";
import type { BlocklistOrder, LiveOrder, WatchOrder, WatchSettings } from "./order";
import { type ReadSecret, secretReader } from "./secrets";
import type { Sighting } from "./sighting";
import { type Condition, conditionId, type Patience, told, transitions } from "./transitions";

/**
 * How sure a run has to be.
 *
 * A list that is believed does not err from one run to the next, and six hours are long: a listing counts at once. Its
 * end counts in the second run without it, as the servers of a list do not all forget at the same time. What is live is
 * looked at every few minutes over a network that loses packets: a fault counts in the second run that sees it.
 */
export const PATIENCE = {
  blocklists: { toBegin: 1, toEnd: 2 },
  live: { toBegin: 2, toEnd: 1 },
} as const satisfies Readonly<Record<WatchOrder["looks"], Patience>>;

/** Longest time that a run looks; whoever has not answered by then gives no answer. */
export const LONGEST_LOOK_MILLISECONDS = 24_000;

/** How long one attempt of one question may take. */
const QUESTION_MILLISECONDS = 1500;

/** What a run came to. */
export interface RunResult {
  /** Conditions that began or ended. */
  readonly began: number;
  readonly ended: number;
  /** Conditions that go on. */
  readonly standing: number;
}

/** Looks once, remembers, and tells whoever has to know of what has begun or ended. */
export async function run(order: WatchOrder, settings: WatchSettings): Promise<RunResult> {
  const now = new Date().toISOString();
  const memory = new Memory(settings.table, order.looks, settings.historyDays);
  const read = secretReader();
  const before = await memory.conditions();
  const { sightings, numbers } =
    order.looks === "blocklists"
      ? await lookAtBlocklists(order, settings, read)
      : await lookAtWhatIsLive(order, settings, before);
  const changes = transitions(before, sightings, PATIENCE[order.looks], now);
  await memory.save(changes, now);
  const current = currentOf(before, changes);
  await tell(current, settings, read, now);
  // In a change of its own: what nobody could be told of is told in the next run.
  const heard = current.filter(({ untold }) => untold);
  await memory.save(
    heard.map((condition) => ({ before: condition, after: told(condition), event: undefined })),
    now,
  );
  const standing = current.filter(({ phase }) => phase === "open" || phase === "closing");
  const counted = {
    ...numbers,
    [METRIC_NAMES[order.looks].pages]: standing.filter(({ pages }) => pages).length,
    [METRIC_NAMES[order.looks].informs]: standing.filter(({ pages }) => !pages).length,
  };
  await memory.ran(counted, now);
  // Last: whoever waits for it learns that all of the run is done.
  await count({ ...counted, [METRIC_NAMES[order.looks].runs]: 1 }, settings.namespace);
  return {
    began: changes.filter(({ event }) => event === "begin").length,
    ended: changes.filter(({ event }) => event === "end").length,
    standing: standing.length,
  };
}

interface Looked {
  readonly sightings: readonly Sighting[];
  readonly numbers: Readonly<Record<string, number>>;
}

async function lookAtBlocklists(
  order: BlocklistOrder,
  settings: WatchSettings,
  read: ReadSecret,
): Promise<Looked> {
  const ask = askAuthorities({
    zones: order.lists,
    finder: resolverOf(settings),
    timeoutMilliseconds: QUESTION_MILLISECONDS,
    port: settings.nameServerPort,
  });
  const { sightings, answered } = await blocklistSightings(
    order,
    await keysOf(order, read),
    untilLate(ask, LONGEST_LOOK_MILLISECONDS),
  );
  return { sightings, numbers: { BlocklistsAnswering: answered } };
}

async function lookAtWhatIsLive(
  { declaration }: LiveOrder,
  settings: WatchSettings,
  remembered: readonly Condition[],
): Promise<Looked> {
  const resolver = resolverOf(settings);
  const vantage: Vantage = {
    resolver,
    dns: {
      resolvers: resolver.getServers(),
      port: settings.nameServerPort,
      timeoutMilliseconds: QUESTION_MILLISECONDS,
    },
    serverAddresses: [],
    httpsPort: 443,
    httpPort: 80,
    smtpPort: 25,
    closedPorts: [],
    timeoutMilliseconds: connectionMilliseconds(declaration, LONGEST_LOOK_MILLISECONDS),
    roots: [],
    now: new Date(),
    blocklists: {
      choice: { zones: [], keys: {}, commercial: true },
      resolvers: [],
      timeoutMilliseconds: QUESTION_MILLISECONDS,
    },
    onProgress: () => {},
  };
  const live = await liveSightings(declaration, vantage, LONGEST_LOOK_MILLISECONDS);
  const seen = new Set(live.sightings.map(({ subject }) => subject));
  const unknown = remembered
    .filter(({ subject }) => !seen.has(subject) && isUnknown(subject, live))
    .map(({ subject }): Sighting => ({ subject, seen: "nothing", findings: [] }));
  return { sightings: [...live.sightings, ...unknown], numbers: {} };
}

function resolverOf({ resolver }: WatchSettings): Resolver {
  const one = new Resolver({ timeout: QUESTION_MILLISECONDS, tries: 2 });
  if (resolver !== undefined) {
    one.setServers([resolver]);
  }
  return one;
}

/** After its time, whoever is asked gives no answer. */
function untilLate(ask: Ask, milliseconds: number): Ask {
  const end = performance.now() + milliseconds;
  return async (name) =>
    performance.now() < end ? ask(name) : { failure: "the run was over before it was asked" };
}

async function keysOf({ keys }: BlocklistOrder, read: ReadSecret): Promise<ReadKeys> {
  const found: Record<string, string> = {};
  const unread: Record<string, string> = {};
  await Promise.all(
    Object.entries(keys).map(async ([name, reference]) => {
      try {
        const key = await read(reference);
        // It becomes a label of the names that are asked for.
        if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(key)) {
          throw new Error("what is there is no key: letters, digits and hyphens, at most 63");
        }
        found[name] = key;
      } catch (error) {
        unread[name] =
          `${reference}: ${error instanceof Error ? (error.name === "Error" ? error.message : error.name) : error}`;
      }
    }),
  );
  return { keys: found, unread };
}

function currentOf(
  before: readonly Condition[],
  changes: ReturnType<typeof transitions>,
): readonly Condition[] {
  const current = new Map(before.map((condition) => [conditionId(condition), condition] as const));
  for (const { before: old, after } of changes) {
    const id = conditionId((after ?? old) as Condition);
    if (after === undefined) {
      current.delete(id);
    } else {
      current.set(id, after);
    }
  }
  return [...current.values()].sort((a, b) => (conditionId(a) < conditionId(b) ? -1 : 1));
}

/** Pages where something that pages has changed; the chat hears of everything. */
async function tell(
  current: readonly Condition[],
  settings: WatchSettings,
  read: ReadSecret,
  now: string,
): Promise<void> {
  const changed = current.filter(({ untold }) => untold);
  if (changed.length === 0) {
    return;
  }
  const standing = current.filter(({ phase }) => phase === "open" || phase === "closing");
  const { subject, text } = changeMessage(changed, standing, { ...settings, now });
  if (changed.some(({ pages }) => pages)) {
    const page = new PublishCommand({ TopicArn: settings.topicArn, Subject: subject, Message: text });
    await new SNSClient().send(page);
  }
  if (settings.chat !== undefined) {
    try {
      await tellChat(await read(settings.chat), text);
    } catch (error) {
      // Whoever has to act was paged; the log says why the chat was not told.
      console.error(JSON.stringify({ chat: messageOf(error) }));
    }
  }
}

/** Calls that fail make the run fail: numbers that do not arrive are noticed, unlike those in a log. */
async function count(numbers: Readonly<Record<string, number>>, namespace: string): Promise<void> {
  await new CloudWatchClient().send(
    new PutMetricDataCommand({
      Namespace: namespace,
      MetricData: Object.entries(numbers).map(([MetricName, Value]) => ({
        MetricName,
        Value,
        Unit: "Count",
      })),
    }),
  );
}
