import { fork } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import {
  CreateTableCommand,
  DynamoDBClient,
  QueryCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { unzipSync } from "fflate";
import { BLOCKLISTS } from "../../constructs/watch/blocklists/registry";
import type { Declaration } from "../../constructs/watch/declaration";
import type { WatchOrder } from "../../constructs/watch/function/order";
import { Listener, type Moto, startMoto } from "./moto";
import { LossyForwarder, type NameServer, startNameServer, type Zones } from "./name-server";

const BUNDLE = resolve(__dirname, "..", "..", "dist", "constructs", "watch", "watch-function.zip");

const REGION = "eu-west-3";
const ADDRESS = "52.0.0.1";
const ENTRY = "1.0.0.52";
const TEST_ENTRY = "2.0.0.127 A 127.0.0.2";
const KEY = "dqskey";

/** The zone of a list that works and holds nothing. */
const WORKING = [TEST_ENTRY, "test A 127.0.0.2"];

/** Lists that work; the first one lists the client's address when it is asked to. */
const LISTS = [
  "psbl.surriel.com",
  "bl.spamcop.net",
  "bl.mailspike.net",
  "z.mailspike.net",
  "bl.suomispam.net",
  "dnsrbl.swinog.ch",
  "bl.0spam.org",
  "dnsbl.zapbl.net",
] as const;

/** Lists of which not one answer may count, whatever they say. */
const USELESS: Zones = {
  "dnsbl.kempt.net": [],
  "truncate.gbudb.net": ["* A 127.0.0.2"],
  "dnsbl.dronebl.org": ["* A 198.51.100.1"],
  "b.barracudacentral.org": ["* A 127.255.255.254"],
  // In the server's configuration, and not on its disk: SERVFAIL.
  "bl.blocklist.de": null,
};

/** Configured nowhere: the server refuses. */
const REFUSED = "rbl.interserver.net";

/** Asked, and never answered. */
const SILENT = "all.s5h.net";

const ADVISORY = "dnsbl-3.uceprotect.net";

function zones(isListed: boolean): Zones {
  return {
    invalid: ["ns A 127.0.0.1"],
    ...Object.fromEntries(LISTS.map((zone) => [zone, WORKING])),
    ...(isListed ? { "psbl.surriel.com": [...WORKING, `${ENTRY} A 127.0.0.2`] } : {}),
    [SILENT]: WORKING,
    [ADVISORY]: [...WORKING, `${ENTRY} A 127.0.0.2`],
    "zen.dq.spamhaus.net": [],
    [`${KEY}.zen.dq.spamhaus.net`]: WORKING,
    "clinic.fr": isListed ? ["@ MX 10 mx.relay.fr."] : [],
    ...USELESS,
  };
}

const ORDER: WatchOrder = {
  looks: "blocklists",
  addresses: [ADDRESS],
  domains: ["clinic.fr"],
  lists: [
    ...LISTS,
    ...Object.keys(USELESS),
    REFUSED,
    ADVISORY,
    "zen.dq.spamhaus.net",
    "combined.mail.abusix.zone",
  ],
  advisory: [],
  keys: { "spamhaus-dqs": "ssm:/clinic/dqs", abusix: "secretsmanager:clinic/abusix" },
};

let moto: Moto;
let topicArn: string;
let folder: string;
const listener = new Listener();
let clean: NameServer;
let listing: NameServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lambda-"));
  for (const [name, content] of Object.entries(unzipSync(readFileSync(BUNDLE)))) {
    writeFileSync(join(folder, name), content);
  }
  writeFileSync(join(folder, "run.js"), RUNTIME);
  let webhooks: string;
  [moto, webhooks, clean, listing] = await Promise.all([
    startMoto(REGION),
    listener.start(),
    startNameServer(zones(false)),
    startNameServer(zones(true)),
  ]);
  Object.assign(process.env, moto.env);
  const topic = await new SNSClient().send(new CreateTopicCommand({ Name: "clinic-alarms" }));
  topicArn = topic.TopicArn ?? "";
  await Promise.all([
    new SNSClient().send(
      new SubscribeCommand({ TopicArn: topicArn, Protocol: "http", Endpoint: `${webhooks}/pages` }),
    ),
    table(),
    new SSMClient().send(
      new PutParameterCommand({ Name: "/clinic/dqs", Type: "SecureString", Value: `${KEY}\n` }),
    ),
    new SecretsManagerClient().send(
      new CreateSecretCommand({ Name: "clinic/chat", SecretString: `${webhooks}/chat` }),
    ),
  ]);
});

afterAll(() => Promise.all([moto?.stop(), listener.stop(), clean?.stop(), listing?.stop()]));

/** As the construct makes it. */
async function table(): Promise<void> {
  const client = new DynamoDBClient();
  await client.send(
    new CreateTableCommand({
      TableName: "clinic-watch",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    }),
  );
  const TimeToLiveSpecification = { AttributeName: "expires", Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ TableName: "clinic-watch", TimeToLiveSpecification }));
}

/** One invocation. @returns what the handler gives back, or what it fails with */
function invoke(
  order: WatchOrder,
  dns: string,
  more: Readonly<Record<string, string>> = {},
): Promise<{
  readonly result?: Record<string, number>;
  readonly memory?: number;
  readonly failure?: string;
}> {
  const [, port = ""] = dns.split(":");
  const env = {
    ...moto.env,
    AWS_LAMBDA_FUNCTION_NAME: "clinic-watch",
    WATCH_CLIENT: "clinic",
    WATCH_CLIENT_NAME: "Clinique Étoile",
    WATCH_TABLE: "clinic-watch",
    WATCH_TOPIC_ARN: topicArn,
    WATCH_NAMESPACE: "ProtectedExchange/clinic",
    WATCH_RUNBOOKS: "docs",
    WATCH_HISTORY_DAYS: "400",
    WATCH_CHAT: "secretsmanager:clinic/chat",
    WATCH_RESOLVER: dns,
    WATCH_NAME_SERVER_PORT: port,
    ...more,
  };
  return new Promise((ended, failed) => {
    const child = fork(join(folder, "run.js"), { env, stdio: "ignore" });
    child.on("error", failed);
    child.on("message", (message) => ended(message as never));
    child.send(order);
  });
}

/** What AWS Lambda does, as far as it matters: loads the handler, gives it an event, and ends. */
const RUNTIME = `
const { handler } = require("./index.js");
process.once("message", async (event) => {
  try {
    process.send({ result: await handler(event), memory: process.resourceUsage().maxRSS / 1024 }, () => process.exit());
  } catch (error) {
    process.send({ failure: String(error) }, () => process.exit(1));
  }
});
`;

const pages = (): readonly { readonly Subject: string; readonly Message: string }[] =>
  (listener.heard.get("/pages") ?? []).filter(({ Type }) => Type === "Notification") as never;

/** Subjects of what has been paged since it was asked last. */
let told = 0;
function newPages(): readonly string[] {
  const subjects = pages().map(({ Subject }) => Subject);
  const fresh = subjects.slice(told);
  told = subjects.length;
  return fresh;
}

test("a listing pages once over several runs, and its end once; useless lists never do", async () => {
  expect(await invoke(ORDER, clean.address)).toMatchObject({ result: { began: 2, ended: 0 } });
  expect(newPages()).toEqual([expect.stringMatching(/^clinic: 1 began: the key abusix .* cannot be read/)]);

  // The topic is away: the run fails, and what it found is told by the next one.
  const elsewhere = { WATCH_TOPIC_ARN: topicArn.replace("alarms", "nothing") };
  expect(await invoke(ORDER, listing.address, elsewhere)).toMatchObject({
    failure: expect.stringContaining("NotFound"),
  });
  expect(newPages()).toEqual([]);
  await invoke(ORDER, listing.address);
  expect(newPages()).toEqual([
    "clinic: 1 began: 52.0.0.1 is on the blocklist psbl.surriel.com of PSBL: 127.0.0.2",
  ]);

  expect(await invoke(ORDER, listing.address)).toMatchObject({ result: { began: 0, ended: 0, standing: 3 } });
  await invoke(ORDER, clean.address);
  expect(newPages()).toEqual([]);
  expect(await invoke(ORDER, clean.address)).toMatchObject({ result: { began: 0, ended: 1, standing: 2 } });
  expect(newPages()).toEqual([expect.stringMatching(/^clinic: 1 ended: 52.0.0.1 is on the blocklist psbl/)]);
  expect(await invoke(ORDER, clean.address)).toMatchObject({ result: { began: 0, ended: 0 } });
  expect(newPages()).toEqual([]);
});

test("a page says what, where, since when, where to have it removed, and what to do", () => {
  const [, page] = pages();

  expect(page?.Message).toMatch(
    /^Clinique Étoile \(clinic\), 20..-..-.. ..:.. UTC\n\nBEGAN\n- 52\.0\.0\.1 is on the blocklist psbl\.surriel\.com of PSBL: 127\.0\.0\.2\n {2}since 20..-..-.. ..:.. UTC\n {2}look it up and have it removed: https:\/\/psbl\.org\/remove\n {2}what to do: docs\/watch-alarms\.md#listed\n\nGOES ON\n- the key abusix /,
  );
  expect(page?.Message).toMatch(
    /INFORMS, nobody has to act at once\n- 52\.0\.0\.1 is on the blocklist dnsbl-3\.uceprotect\.net/,
  );
  expect(page?.Message).not.toContain(KEY);
});

test("the chat hears what is paged", () => {
  expect(listener.heard.get("/chat")?.map(({ text }) => text)).toEqual(pages().map(({ Message }) => Message));
});

test("the table tells when it began and ended", async () => {
  const { Items = [] } = await new DynamoDBClient().send(
    new QueryCommand({
      TableName: "clinic-watch",
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: "history#blocklist/52.0.0.1/psbl.surriel.com" } },
    }),
  );

  expect(Items.map(({ event }) => event?.S)).toEqual(["begin", "end"]);
  expect(Items.every(({ expires }) => Number(expires?.N) > Date.now() / 1000 + 399 * 86_400)).toBe(true);
});

test("numbers of each run are in CloudWatch", async () => {
  const sum = async (MetricName: string, Statistics: "Sum" | "Maximum") => {
    const { Datapoints = [] } = await new CloudWatchClient().send(
      new GetMetricStatisticsCommand({
        Namespace: "ProtectedExchange/clinic",
        MetricName,
        StartTime: new Date(Date.now() - 600_000),
        EndTime: new Date(Date.now() + 60_000),
        Period: 3600,
        Statistics: [Statistics],
      }),
    );
    return Datapoints.map((point) => point[Statistics]).reduce<number>((a, b = 0) => a + b, 0);
  };

  expect(await sum("BlocklistRuns", "Sum")).toBe(6);
  expect(await sum("BlocklistFaults", "Maximum")).toBe(2);
  expect(await sum("BlocklistAdvisories", "Maximum")).toBe(1);
  expect(await sum("BlocklistsAnswering", "Maximum")).toBe(LISTS.length + 2);
});

const DECLARATION: Declaration = {
  client: "Clinique Étoile",
  egressAddresses: [ADDRESS],
  domains: ["clinic.fr"],
  zones: [{ name: "clinic.fr", isApex: true, signed: false }],
  records: [
    { zone: "clinic.fr", name: "clinic.fr", type: "MX", values: ["10 mx.relay.fr"], substituted: false },
  ],
  names: [{ name: "mail.clinic.fr", ofServer: true, mail: true, certificates: [] }],
  servers: [],
  relay: null,
  smartHost: null,
  stage: "locked",
  ways: [],
  limitsHttps: false,
  isOneServer: true,
  mtaStsPolicies: [],
};

test("what is live pages once it is wrong in two runs", async () => {
  const order: WatchOrder = { looks: "live", declaration: DECLARATION };

  expect(await invoke(order, clean.address)).toMatchObject({ result: { began: 0 } });
  expect(newPages()).toEqual([]);
  expect(await invoke(order, clean.address)).toMatchObject({ result: { began: 3 } });
  expect(newPages()).toEqual([
    expect.stringMatching(/^clinic: 3 began: mail\.clinic\.fr 443: the DNS has no address/),
  ]);
  expect(await invoke(order, clean.address)).toMatchObject({ result: { began: 0 } });
  expect(newPages()).toEqual([]);

  // The declared MX is published again.
  expect(await invoke(order, listing.address)).toMatchObject({ result: { began: 0, ended: 1 } });
  expect(newPages()).toEqual([expect.stringMatching(/^clinic: 1 ended: clinic\.fr MX: /)]);
});

test("an order that says nothing is refused", async () => {
  expect(await invoke({ looks: "nothing" } as never, clean.address)).toMatchObject({
    failure: expect.stringContaining("what to look at"),
  });
});

test("all lists, none of which answers: the run ends in half a minute, and says that it saw too little", async () => {
  const nobody = new LossyForwarder(clean.address, (name) => !name.endsWith("invalid"));
  const order = { ...ORDER, lists: BLOCKLISTS.map(({ zone }) => zone) };
  const begin = performance.now();
  const { memory } = await invoke(order, await nobody.start()).finally(() => nobody.stop());
  const seconds = (performance.now() - begin) / 1000;

  expect(seconds).toBeLessThan(30);
  expect(newPages()).toEqual([expect.stringMatching(/blocklists got no answer that counts/)]);
  process.stdout.write(`all lists, none answers: ${seconds.toFixed(1)} s, ${Math.round(memory ?? 0)} MB\n`);
});
