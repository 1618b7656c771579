import type { BlocklistWatchFact, IpsFact, IpsGroupFact } from "../../../posture/facts";
import { postureOf } from "../../../posture/posture";
import { type AdviceId, judgeAll } from "../../../tools/report/advices";
import type { Status } from "../../../tools/report/judgement";
import type { StatementId } from "../../../tools/report/statement";
import { clinicJson, only, resources, TODAY, type Tree } from "../../clinic";
import { admitFromRelay, withoutSecondLock, withRules } from "../../opened-clinic";
import {
  advice,
  clinicSheet,
  gist,
  named,
  notaryJson,
  remove,
  sheetOf,
  sheetOfPosture,
  state,
} from "./sample-sheet";

const statuses = (sheet: ReturnType<typeof clinicSheet>): Readonly<Record<string, Status>> =>
  Object.fromEntries(sheet.advices.map(({ advice: id, status }) => [id, status]));

/** What both samples come to; the clinic's firewall blocks, the notary's still watches. */
const SAMPLE = {
  "direct-mx": "in-place",
  "relay-in": "in-place",
  "relay-out": "partly",
  continuity: "partly",
  ports: "in-place",
  ips: "in-place",
  certificate: "partly",
  backup: "in-place",
  spf: "in-place",
  forgery: "partly",
  encryption: "partly",
  dnssec: "partly",
  "blocklist-addresses": "in-place",
  "blocklist-domains": "in-place",
};

describe("the sheet of a sample client", () => {
  test.each([
    ["clinic", clinicJson, {}],
    ["notary", notaryJson, { ips: "partly" }],
  ])("says of the %s what is so", (_, json, own) => {
    expect(statuses(sheetOf(json()))).toEqual({ ...SAMPLE, ...own });
  });

  test("dates what the stack dates, and nothing else", () => {
    const dated = clinicSheet().advices.flatMap(({ what }) =>
      what.flatMap(({ statement, since }) => (since === null ? [] : [[statement.id, since]])),
    );

    expect(dated).toEqual([
      ["attacksBlocked", "2026-11-02"],
      ["forgeriesReported", "2026-11-02"],
      ["encryptionTested", "2026-11-02"],
    ]);
  });

  test("groups domains of which the same is true since the same day", () => {
    const refused = advice(sheetOf(notaryJson()), "forgery").what.filter(({ since }) => since !== null);

    expect(refused).toEqual([
      {
        statement: { id: "forgeriesRefused", values: { names: ["notary.example"] } },
        since: "2026-11-02",
      },
      {
        statement: { id: "forgeriesSetAside", values: { names: ["xn--tude-notariale-9jb.example"] } },
        since: "2024-03-01",
      },
    ]);
  });

  test("tells who has accepted a gap, and until when", () => {
    expect(advice(sheetOf(notaryJson()), "ips").missing).toContainEqual({
      statement: { id: "encryptedUnread", values: {} },
      accepted: { owner: "A. Martin, MSP", until: "2027-06-30" },
    });
  });

  test("does not count an acceptance that has ended", () => {
    const [gap] = advice(
      clinicSheet((json) => state(json, "acknowledgements", [])),
      "relay-out",
    ).missing;

    expect(gap?.accepted).toBeNull();
  });

  test("numbers every row of the advice sheet", () => {
    const rows = new Set(clinicSheet().advices.map(({ row }) => row));

    expect([...rows].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });
});

const records = (json: Tree): readonly Tree[] => resources(json, "cloudflare_dns_record");

/** Removes records by type, and by the beginning of their content. */
function withoutRecords(json: Tree, type: string, content = ""): void {
  remove(
    json,
    "cloudflare_dns_record",
    (record) => String(record.type) === type && String(record.content).startsWith(content),
  );
}

function setRecord(json: Tree, content: string, by: string): void {
  const found = records(json).filter((record) => String(record.content).startsWith(content));
  expect(found).not.toEqual([]);
  for (const record of found) {
    Object.assign(record, { content: String(record.content).replace(content, () => by) });
  }
}

/** 25 open to anyone, in both locks, as before the lock of a move. */
function opened(json: Tree): void {
  withoutSecondLock(json);
  admitFromRelay(json, ["0.0.0.0/0"]);
}

/** A copy without one of its keys. */
function without(all: Readonly<Record<string, Tree>>, key: string): Tree {
  return Object.fromEntries(Object.entries(all).filter(([each]) => each !== key)) as Tree;
}

function outputsWithout(json: Tree, output: string): void {
  delete (json.output as Record<string, Tree | undefined>)[output];
}

function group(action: "detect" | "prevent"): IpsGroupFact {
  return { name: action, by: "own", action, rules: 1 };
}

interface Expected {
  readonly status: Status;
  readonly what?: readonly StatementId[];
  readonly missing?: readonly StatementId[];
  readonly unknown?: readonly StatementId[];
}

describe("the sheet changes with the stack:", () => {
  test.each<[string, (json: Tree) => unknown, AdviceId, Expected]>([
    [
      "25 open to anyone is no lock",
      (json) => {
        opened(json);
        state(json, "relay_stage", { stage: "cutover", since: "2026-11-10" });
      },
      "relay-in",
      { status: "partly", what: ["filteredUpstream"], missing: ["bypassOpen"] },
    ],
    [
      "25 open to anyone is a door too many",
      opened,
      "ports",
      { status: "partly", missing: ["mailPortOpen"] },
    ],
    [
      "25 closed to the relay lets no mail in",
      (json) => remove(json, "aws_vpc_security_group_ingress_rule", (rule) => Number(rule.from_port) === 25),
      "relay-in",
      { status: "partly", missing: ["relayShutOut"] },
    ],
    [
      "no relay",
      (json) => outputsWithout(json, "relay"),
      "relay-in",
      { status: "missing", missing: ["relayMissing"] },
    ],
    [
      "no relay, and nobody knows whose host takes the mail",
      (json) => outputsWithout(json, "relay"),
      "direct-mx",
      { status: "unknown", unknown: ["mailHostUnknown"] },
    ],
    [
      "no MX",
      (json) => withoutRecords(json, "MX"),
      "direct-mx",
      { status: "missing", missing: ["mailEntryMissing"] },
    ],
    [
      "no MX means no filter either",
      (json) => withoutRecords(json, "MX"),
      "relay-in",
      { status: "partly", what: ["bypassClosed"], missing: ["unfiltered"] },
    ],
    [
      "one MX at another provider",
      (json) => setRecord(json, "mx4-eu.spamexperts.com", "mx.provider.example"),
      "direct-mx",
      { status: "missing", missing: ["mailLedElsewhere", "toCorrect"] },
    ],
    [
      "the MX at the server itself",
      (json) => setRecord(json, "mx", "mail.clinic.example #"),
      "direct-mx",
      { status: "missing" },
    ],
    [
      "a move that has only begun",
      (json) => {
        setRecord(json, "mx1-eu.spamexperts.com", "mx.provider.example");
        state(json, "relay_stage", { stage: "observe", since: "2026-11-10" });
      },
      "direct-mx",
      { status: "missing", missing: ["mailStillOldWay"] },
    ],
    [
      "no smart host",
      (json) => outputsWithout(json, "smart_host"),
      "relay-out",
      { status: "missing", missing: ["smartHostMissing"] },
    ],
    [
      "25 open outwards",
      (json) => {
        Object.assign(
          json,
          withRules((rules) => ["pass ip any any -> any any (sid:1;)", ...rules]),
        );
        withoutSecondLock(json);
        for (const rule of resources(json, "aws_vpc_security_group_egress_rule")) {
          Object.assign(rule, { ip_protocol: "-1", from_port: undefined, to_port: undefined });
        }
      },
      "relay-out",
      { status: "partly", what: ["sentThrough"], missing: ["directDelivery", "smartHostAnywhere"] },
    ],
    [
      "nothing said about outages",
      (json) => outputsWithout(json, "continuity"),
      "continuity",
      { status: "unknown", unknown: ["waitUnknown", "usersReadingUnknown"] },
    ],
    [
      "a day of waiting and no inbox",
      (json) => state(json, "continuity", { queue_days: 1, webmail: "none", activation: "" }),
      "continuity",
      { status: "missing", missing: ["waitTooShort", "usersWithoutMail"] },
    ],
    [
      "a week of waiting and an inbox",
      (json) => state(json, "continuity", { queue_days: 7, webmail: "read-and-answer", activation: "" }),
      "continuity",
      { status: "in-place", what: ["mailWaits", "usersReadAndAnswer"] },
    ],
    [
      "a third port",
      (json) =>
        Object.assign(
          json,
          withoutSecondLock(
            withRules((rules) => ["pass tcp any any -> $SERVER 3389 (flow:to_server; sid:1;)", ...rules]),
          ),
        ),
      "ports",
      {
        status: "partly",
        what: ["mailFromRelayOnly", "webFromAnywhere"],
        missing: ["otherPortsOpen"],
      },
    ],
    [
      "a resource that no check follows",
      (json) => Object.assign(json.resource as Tree, { aws_lightsail_instance: { other: { name: "x" } } }),
      "ports",
      { status: "partly", what: ["webFromAnywhere"], unknown: ["waysNotJudged"] },
    ],
    [
      "a resource that no check follows leaves the lock unproved",
      (json) => Object.assign(json.resource as Tree, { aws_lightsail_instance: { other: { name: "x" } } }),
      "relay-in",
      { status: "partly", what: ["filteredUpstream"], unknown: ["waysNotJudged"] },
    ],
    [
      "no server",
      (json) => {
        remove(json, "aws_network_interface", () => true);
        remove(json, "aws_eip_association", () => true);
      },
      "ports",
      { status: "unknown", unknown: ["waysInUnknown"] },
    ],
    [
      "no alarm",
      (json) => remove(json, "aws_cloudwatch_metric_alarm", () => true),
      "ips",
      { status: "partly", what: ["attacksBlocked"], missing: ["alarmMissing"] },
    ],
    [
      "no SPF",
      (json) => withoutRecords(json, "TXT", '"v=spf1 include'),
      "spf",
      { status: "missing", missing: ["sendersNotNamed"] },
    ],
    [
      "an SPF record that lets everyone send",
      (json) => setRecord(json, '"v=spf1 include:spf.antispamcloud.com ~all', '"v=spf1 +all'),
      "spf",
      { status: "partly", what: ["sendersNamed"], missing: ["toCorrect"] },
    ],
    [
      "no DKIM key",
      (json) =>
        remove(json, "cloudflare_dns_record", (record) => String(record.name).includes("._domainkey.")),
      "forgery",
      {
        status: "partly",
        what: ["forgeriesReported"],
        missing: ["mailNotSigned", "forgeriesNotRefused", "toCorrect"],
      },
    ],
    [
      "no DMARC",
      (json) => withoutRecords(json, "TXT", '"v=DMARC1; p'),
      "forgery",
      { status: "partly", what: ["mailSigned"], missing: ["forgeriesUnseen"] },
    ],
    [
      "DMARC that refuses",
      (json) => setRecord(json, '"v=DMARC1; p=none; sp=none', '"v=DMARC1; p=reject'),
      "forgery",
      { status: "in-place", what: ["mailSigned", "forgeriesRefused"] },
    ],
    [
      "DMARC that refuses for a test only",
      (json) => setRecord(json, '"v=DMARC1; p=none; sp=none', '"v=DMARC1; p=reject; t=y'),
      "forgery",
      { status: "in-place", what: ["mailSigned", "forgeriesSetAside"] },
    ],
    [
      "no MTA-STS",
      (json) => withoutRecords(json, "TXT", '"v=STSv1'),
      "encryption",
      { status: "partly", what: ["encryptionReported"], missing: ["encryptionNotRequired"] },
    ],
    [
      "MTA-STS in force",
      (json) => {
        const script = only(json, "cloudflare_workers_script");
        Object.assign(script, {
          content: String(script.content)
            .replace("mode: testing", "mode: enforce")
            .replace("max_age: 86400", "max_age: 604800"),
        });
      },
      "encryption",
      { status: "in-place", what: ["encryptionRequired", "encryptionReported"] },
    ],
    [
      "no reports about encryption",
      (json) => withoutRecords(json, "TXT", '"v=TLSRPTv1'),
      "encryption",
      {
        status: "partly",
        what: ["encryptionTested"],
        missing: ["encryptionNotRequired", "encryptionNotReported"],
      },
    ],
    [
      "an unsigned zone",
      (json) => remove(json, "cloudflare_zone_dnssec", () => true),
      "dnssec",
      { status: "missing", missing: ["zonesNotSigned"] },
    ],
    [
      "no certificate",
      (json) => remove(json, "aws_acm_certificate", () => true),
      "certificate",
      { status: "partly", what: ["authoritiesNamed"], missing: ["namesUncertified"] },
    ],
    [
      "a certificate that can be installed",
      () => undefined,
      "certificate",
      {
        status: "partly",
        what: ["namesCertified", "certificateRenewed", "certificateDelivered", "authoritiesNamed"],
        missing: [],
        unknown: ["certificateShownUnknown"],
      },
    ],
    [
      "a certificate whose key stays in AWS",
      (json) => delete only(json, "aws_acm_certificate").options,
      "certificate",
      {
        status: "partly",
        what: ["namesCertified", "certificateRenewed", "authoritiesNamed"],
        missing: ["certificateNotInstallable", "toCorrect"],
        unknown: [],
      },
    ],
    [
      "a renewal that nobody brings to the server",
      (json) => delete (json.resource as Record<string, unknown>).aws_cloudwatch_event_target,
      "certificate",
      { status: "partly", missing: ["renewalNotDelivered", "toCorrect"] },
    ],
    [
      "no CAA",
      (json) => withoutRecords(json, "CAA"),
      "certificate",
      {
        status: "partly",
        what: ["namesCertified", "certificateRenewed", "certificateDelivered"],
        missing: ["authoritiesNotNamed", "toCorrect"],
      },
    ],
    [
      "no name that leads to the server",
      (json) => outputsWithout(json, "server_addresses"),
      "certificate",
      { status: "unknown", unknown: ["certificateNameUnknown"] },
    ],
  ])("%s", (_, change, id, expected) => {
    expect(gist(advice(clinicSheet(change), id))).toMatchObject(expected);
  });

  test("a stage counts only where the record says the same", () => {
    const sheet = clinicSheet((json) => setRecord(json, '"v=DMARC1; p=none; sp=none', '"v=DMARC1; p=reject'));

    expect(advice(sheet, "forgery").what.map(({ since }) => since)).toEqual([null, null]);
  });

  test("a lock has the day on which it was made", () => {
    const sheet = clinicSheet((json) => state(json, "relay_stage", { stage: "locked", since: "2026-11-20" }));

    expect(advice(sheet, "relay-in").what).toContainEqual({
      statement: { id: "bypassClosed", values: { relay: "SpamExperts Hosted Cloud" } },
      since: "2026-11-20",
    });
  });

  test.each<[string, Partial<IpsFact>, Expected]>([
    ["no group at all", { groups: [], mode: "none" }, { status: "missing", missing: ["attacksUnseen"] }],
    [
      "one group that blocks and one that does not",
      { groups: [group("prevent"), group("detect")], mode: "prevent-in-part" },
      {
        status: "partly",
        what: ["attacksBlockedInPart", "alarmTold"],
        missing: ["attacksNotBlocked"],
      },
    ],
    [
      "groups that block, and 443 encrypted",
      { blindSpots: [{ port: 443, because: "TLS is not inspected by this stack" }] },
      { status: "partly", what: ["attacksBlocked", "alarmTold"], missing: ["encryptedUnread"] },
    ],
  ])("a firewall with %s", (_, change, expected) => {
    const posture = postureOf(clinicJson(), TODAY);
    const sheet = sheetOfPosture({ ...posture, ips: posture.ips.map((fact) => ({ ...fact, ...change })) });

    expect(gist(advice(sheet, "ips"))).toMatchObject(expected);
  });

  test("a firewall beside the way in looks at nothing", () => {
    const posture = postureOf(clinicJson(), TODAY);
    const exposures = posture.exposures.map((way) => ({ ...way, via: [] }));

    expect(gist(advice(sheetOfPosture({ ...posture, exposures }), "ips"))).toMatchObject({
      status: "missing",
      missing: ["attacksUnseen"],
    });
  });

  test("what a firewall of another plan looks for is unknown", () => {
    const posture = postureOf(clinicJson(), TODAY);
    const ips = posture.ips.map((fact) => ({ ...fact, groups: [], mode: "unknown" as const }));

    expect(gist(advice(sheetOfPosture({ ...posture, ips }), "ips"))).toMatchObject({
      status: "unknown",
      unknown: ["attackWatchUnknown"],
    });
  });

  test("the company of a stack that names none is what the command was given", () => {
    expect(clinicSheet((json) => outputsWithout(json, "client_name")).client).toBe("somebody");
  });

  test("broken rules are counted, whatever advice they are about", () => {
    expect([clinicSheet(), clinicSheet(opened)].map(({ brokenRules }) => brokenRules)).toEqual([0, 1]);
  });
});

describe("blocklists", () => {
  const watched = (changed: Partial<BlocklistWatchFact> | null) => {
    const posture = postureOf(clinicJson(), TODAY);
    const blocklistWatch = changed && { ...(posture.blocklistWatch as BlocklistWatchFact), ...changed };
    const all = judgeAll({ ...posture, blocklistWatch }).map((each) => [each.advice, gist(each)] as const);
    const { "blocklist-addresses": addresses, "blocklist-domains": domains } = Object.fromEntries(all);
    return [addresses, domains];
  };

  test("are watched as the advice asks, in the sample clinic", () => {
    expect(watched({})).toMatchObject([{ status: "in-place" }, { status: "in-place" }]);
  });

  test("are watched in part where they are few, or nobody hears of a listing", () => {
    expect(watched({ lists: 20 })).toMatchObject([
      { status: "partly", missing: ["tooFewLists"] },
      { status: "partly", missing: ["tooFewLists"] },
    ]);
    expect(watched({ heard: false })).toMatchObject([
      { status: "partly", missing: ["listingsNotHeard"] },
      { status: "partly", missing: ["listingsNotHeard"] },
    ]);
  });

  test("are not watched for an address or a domain that is not looked up", () => {
    expect(watched({ addresses: [], domains: [] })).toMatchObject([
      { status: "missing", missing: ["addressesNotWatched"] },
      { status: "missing", missing: ["domainsNotWatched"] },
    ]);
    expect(watched(null)).toMatchObject([{ status: "missing" }, { status: "missing" }]);
  });
});

describe("nothing is green for what is absent:", () => {
  test("an empty stack has nothing in place", () => {
    const { advices } = sheetOf({} as Tree);

    expect(advices.flatMap(({ what }) => what)).toEqual([]);
    expect(advices.filter(({ status }) => status === "in-place" || status === "partly")).toEqual([]);
  });

  const RANK: Readonly<Record<Status, number>> = { "in-place": 2, partly: 1, missing: 0, unknown: 0 };

  test.each([
    ["clinic", clinicJson, []],
    // Then the rule of the organisation above holds, which is stricter.
    [
      "notary",
      notaryJson,
      ["forgery is in-place without aws_route53_record.dns_archive_notary_example_Udmarc"],
    ],
  ])("without any one resource or output of the %s, no advice is followed better", (_, json, right) => {
    const whole = json();
    const before = sheetOf(whole);
    // Of most types one is like the other, and so is one domain's set of records like another's.
    const resourceNames = Object.keys(whole.resource as Tree).flatMap((type) =>
      Object.keys(named(whole, type))
        .slice(0, /_record$/.test(type) ? 60 : 2)
        .map((name) => [type, name] as const),
    );
    const better = [
      ...resourceNames.map(([type, name]) => {
        const resource = { ...(whole.resource as Tree), [type]: without(named(whole, type), name) };
        return { missing: `${type}.${name}`, sheet: sheetOf({ ...whole, resource } as Tree) };
      }),
      ...Object.keys(whole.output as Tree).map((name) => ({
        missing: name,
        sheet: sheetOf({ ...whole, output: without(whole.output as Tree, name) } as Tree),
      })),
    ].flatMap(({ missing, sheet }) =>
      sheet.advices
        .filter(({ status }, index) => RANK[status] > RANK[before.advices[index]?.status ?? "unknown"])
        .map(({ advice: id, status }) => `${id} is ${status} without ${missing}`),
    );

    expect(resourceNames.length).toBeGreaterThan(50);
    expect(better.filter((line) => !right.some((beginning) => line.startsWith(beginning)))).toEqual([]);
  });
});
