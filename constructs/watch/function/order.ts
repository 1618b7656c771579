import type { Declaration } from "../declaration";

/** What a run is to look at: the input of a schedule. Plain JSON, which an apply fills in. */
export type WatchOrder = BlocklistOrder | LiveOrder;

/** Look addresses and domains up in blocklists. */
export interface BlocklistOrder {
  readonly looks: "blocklists";
  /** Public addresses that mail leaves from. */
  readonly addresses: readonly string[];
  /** Mail domains, as A-labels. */
  readonly domains: readonly string[];
  /** Zones of the lists that are asked (docs/watch.md). */
  readonly lists: readonly string[];
  /** Of these, lists that inform and never page, besides those that are advisory by themselves. */
  readonly advisory: readonly string[];
  /** Where the keys of lists are, by their name: `ssm:/…` or `secretsmanager:…`. */
  readonly keys: Readonly<Record<string, string>>;
}

/** Hold what is live against what the stack declares. */
export interface LiveOrder {
  readonly looks: "live";
  readonly declaration: Declaration;
}

/** How the function is set up: its environment. */
export interface WatchSettings {
  /** The client's id. */
  readonly client: string;
  /** The company, for people. */
  readonly clientName: string;
  /** Name of the table that remembers. */
  readonly table: string;
  /** ARN of the topic that pages. */
  readonly topicArn: string;
  /** Namespace of the metrics. */
  readonly namespace: string;
  /** Folder of the docs, whose `watch-alarms.md` says what to do. */
  readonly runbooks: string;
  /** Where the webhook of a chat is; undefined where there is none. */
  readonly chat: string | undefined;
  /** Days that the history is kept. */
  readonly historyDays: number;
  /** Resolver that says where name servers are, `ip:port`; undefined for the system's. */
  readonly resolver: string | undefined;
  /** Where name servers listen: 53 but for tests. */
  readonly nameServerPort: number;
}

/** Names of the settings in the environment. */
export const SETTING_NAMES = {
  client: "WATCH_CLIENT",
  clientName: "WATCH_CLIENT_NAME",
  table: "WATCH_TABLE",
  topicArn: "WATCH_TOPIC_ARN",
  namespace: "WATCH_NAMESPACE",
  runbooks: "WATCH_RUNBOOKS",
  chat: "WATCH_CHAT",
  historyDays: "WATCH_HISTORY_DAYS",
  resolver: "WATCH_RESOLVER",
  nameServerPort: "WATCH_NAME_SERVER_PORT",
} as const satisfies Readonly<Record<keyof WatchSettings, string>>;

/**
 * The settings that an environment holds.
 *
 * @throws Error where one is missing
 */
export function settingsOf(environment: Readonly<Record<string, string | undefined>>): WatchSettings {
  const given = (name: string): string => {
    const value = environment[name];
    if (value === undefined || value === "") {
      throw new Error(`the environment has no ${name}`);
    }
    return value;
  };
  return {
    client: given(SETTING_NAMES.client),
    clientName: given(SETTING_NAMES.clientName),
    table: given(SETTING_NAMES.table),
    topicArn: given(SETTING_NAMES.topicArn),
    namespace: given(SETTING_NAMES.namespace),
    runbooks: environment[SETTING_NAMES.runbooks] ?? "",
    chat: environment[SETTING_NAMES.chat],
    historyDays: Number(given(SETTING_NAMES.historyDays)),
    resolver: environment[SETTING_NAMES.resolver],
    nameServerPort: Number(environment[SETTING_NAMES.nameServerPort] ?? 53),
  };
}
