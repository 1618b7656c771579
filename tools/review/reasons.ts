import { CidrSet } from "../../constructs/core/cidr-set";
import { rulesText } from "../../posture/aws/rule-sources";
import { dmarcRecords, strength } from "../../posture/dns/dmarc-record";
import { mailDomains } from "../../posture/dns/mail-names";
import { servedPolicies } from "../../posture/dns/mta-sts-policy";
import { tagValue } from "../../posture/dns/tag-list";
import type { DeniedFact, IpsFact, Posture, RelayStage } from "../../posture/facts";
import { ALL_PORTS, type PacketBox, subtract } from "../../posture/packets";
import { parseRules } from "../../posture/suricata";
import { type Json, listOf, objectOf, type Resource, textOf } from "../../posture/terraform-json";
import { backupWeakenings } from "./backup-differences";
import { groupName } from "./fact-differences";
import { networksText, reachText } from "./reach-text";
import { stableText } from "./resource-blocks";
import { BACKEND } from "./setting-changes";
import type { Differences, Side } from "./stack-review";

/** One reason, at one place, for a human to look at a change. */
export interface LookAt {
  /** Id of the reason, from {@link REASONS}. */
  readonly reason: string;
  /** Address of the resource, or the name of what it is about. */
  readonly at: string;
  /** What happens, in terms of the stack. */
  readonly what: string;
}

/** What a reason looks at. A side is undefined where the stack does not exist there. */
interface Compared {
  readonly name: string;
  readonly before: Side | undefined;
  readonly after: Side | undefined;
  readonly differences: Differences;
  /** Why the base could not be read, undefined where it could. */
  readonly baseProblem: string | undefined;
}

/** Something that a human must look at before it is merged. */
interface Reason {
  /** Stable id, kebab-case. */
  readonly id: string;
  /** What happens, as a heading. */
  readonly title: string;
  /** Why it is not left to a program. */
  readonly why: string;
  /** Where it happens, nothing where it does not. */
  check(compared: Compared): readonly Omit<LookAt, "reason">[];
}

/** Everything about a change that a human must look at, in the order of {@link REASONS}. */
export function reasonsToLook(compared: Compared): readonly LookAt[] {
  return REASONS.flatMap(({ id, check }) => check(compared).map((place) => ({ reason: id, ...place })));
}

/** Resources that cannot be had back as they were, and what goes with them. */
export const IRREPLACEABLE: Readonly<Record<string, string>> = {
  aws_networkfirewall_firewall: "until the new firewall stands, nothing passes or nothing is inspected",
  aws_eip: "the public address changes: records, allow lists and its reputation with it",
  aws_s3_bucket: "its objects are lost",
  aws_backup_vault: "its recovery points are lost",
  aws_backup_logically_air_gapped_vault: "its recovery points are lost",
  aws_ebs_volume: "its data is lost",
  aws_dynamodb_table: "its items are lost",
  aws_kms_key: "what it encrypted cannot be read again",
  aws_secretsmanager_secret: "its value is lost",
  aws_instance: "the machine and its disks are lost",
  aws_network_interface: "the server loses its addresses",
  aws_acm_certificate: "the new certificate has another key and has to be issued first",
  aws_route53_zone: "its name servers and its DS record change",
  cloudflare_zone: "its name servers and its DS record may change, and its other records are lost",
};

/** Switches that protect a resource, with the value at which they do. */
const SWITCHES: readonly { readonly type: string; readonly attribute: string; readonly protects: boolean }[] =
  [
    { type: "aws_networkfirewall_firewall", attribute: "delete_protection", protects: true },
    { type: "aws_networkfirewall_firewall", attribute: "subnet_change_protection", protects: true },
    { type: "aws_networkfirewall_firewall", attribute: "firewall_policy_change_protection", protects: true },
    {
      type: "aws_networkfirewall_firewall",
      attribute: "availability_zone_change_protection",
      protects: true,
    },
    { type: "aws_lb", attribute: "enable_deletion_protection", protects: true },
    { type: "aws_dynamodb_table", attribute: "deletion_protection_enabled", protects: true },
    { type: "aws_instance", attribute: "disable_api_termination", protects: true },
    { type: "aws_ebs_volume", attribute: "encrypted", protects: true },
    { type: "aws_kms_key", attribute: "enable_key_rotation", protects: true },
    { type: "aws_s3_bucket", attribute: "object_lock_enabled", protects: true },
    { type: "aws_s3_bucket", attribute: "force_destroy", protects: false },
    { type: "aws_s3_bucket_public_access_block", attribute: "block_public_acls", protects: true },
    { type: "aws_s3_bucket_public_access_block", attribute: "block_public_policy", protects: true },
    { type: "aws_s3_bucket_public_access_block", attribute: "ignore_public_acls", protects: true },
    { type: "aws_s3_bucket_public_access_block", attribute: "restrict_public_buckets", protects: true },
    { type: "aws_backup_vault", attribute: "force_destroy", protects: false },
    { type: "aws_route53_zone", attribute: "force_destroy", protects: false },
  ];

/** Arguments that name the key that encrypts a resource. */
const KEYS = ["kms_key_id", "kms_master_key_id", "kms_key_arn", "kms_key"] as const;

/** Resources that write down or report what happens; without them an intrusion is not seen. */
const WATCHING: readonly string[] = [
  "aws_networkfirewall_logging_configuration",
  "aws_flow_log",
  "aws_cloudwatch_log_group",
  "aws_cloudwatch_metric_alarm",
  "aws_cloudtrail",
  "aws_route53_query_log",
  "aws_s3_bucket_logging",
  "aws_sns_topic_subscription",
  "aws_scheduler_schedule",
];

/** Stages of the move to a relay, in order. */
const RELAY_STAGES: readonly RelayStage[] = ["observe", "cutover", "locked"];

/** What firewalls do, weakest first; what nobody here knows is no protection. */
const IPS_MODES: readonly IpsFact["mode"][] = ["unknown", "none", "detect", "prevent-in-part", "prevent"];

/** MTA-STS, weakest first; no policy is weaker than all (RFC 8461 § 5). */
const MTA_STS_MODES: readonly string[] = ["none", "testing", "enforce"];

/** What senders are told to do with mail from hosts that SPF does not name, weakest first (RFC 7208 § 4.6.2). */
const SPF_QUALIFIERS = "+?~-";

/** All reasons. */
export const REASONS: readonly Reason[] = [
  {
    id: "base-unreadable",
    title: "The base could not be read",
    why: "Everything is shown as if it were new, because there is nothing to compare it with.",
    check: ({ name, baseProblem }) => (baseProblem === undefined ? [] : [{ at: name, what: baseProblem }]),
  },
  {
    id: "client-removed",
    title: "A client is removed",
    why: "Removing the file destroys nothing: what was deployed stays, and nobody looks after it. Destroy it from the base first.",
    check: ({ name, before, after, differences }) =>
      before !== undefined && after === undefined
        ? [
            {
              at: name,
              what: `${differences.resources.destroyed.length} resources would stay without an owner`,
            },
          ]
        : [],
  },
  {
    id: "new-exposure",
    title: "Something becomes reachable",
    why: "What the internet reaches is what it attacks.",
    check: ({ differences }) =>
      differences.exposures.opens.map((reached) => ({
        at: reached.server,
        what: reachText(reached, "from"),
      })),
  },
  {
    id: "path-changed",
    title: "What was reachable is reached another way",
    why: "A lock on the way may be gone: another kind of resource lets the same packets in.",
    check: ({ differences }) =>
      differences.exposures.reroutes.map(({ before, after, ...reached }) => ({
        at: reached.server,
        what: `${reachText(reached, "from")}, through ${after.join(" > ")} instead of ${before.join(" > ")}`,
      })),
  },
  {
    id: "new-egress",
    title: "The server may reach more",
    why: "What a server reaches is where an intruder takes data, and where stolen credentials send mail.",
    check: ({ differences }) =>
      differences.egress.opens.map((reached) => ({ at: reached.server, what: reachText(reached, "to") })),
  },
  {
    id: "edge-request-changed",
    title: "Somebody else's firewall is to do something else",
    why: "No deployment changes it: its manager has to be told, and until then what was is what counts.",
    check: ({ before, after }) => {
      const [was, is] = [before?.posture.externalEdge ?? null, after?.posture.externalEdge ?? null];
      return stableText(was as Json) === stableText(is as Json) || after === undefined
        ? []
        : [
            {
              at: (is ?? was)?.address ?? "",
              what:
                is === null
                  ? `${was?.managedBy} is no longer asked for anything: part as agreed`
                  : `send ${is.managedBy} the request anew (runbook --part edge)`,
            },
          ];
    },
  },
  {
    id: "relay-stage-back",
    title: "The move to the relay goes back",
    why: "Before its last stage, 25 is open to anyone.",
    check: onBothSides((before, after) => {
      const [from, to] = [before.posture.mailFlow.stage, after.posture.mailFlow.stage];
      return RELAY_STAGES.indexOf(to) < RELAY_STAGES.indexOf(from)
        ? [{ at: "output.relay_stage", what: `from ${from} to ${to}` }]
        : [];
    }),
  },
  {
    id: "ips-mode-lowered",
    title: "The firewall prevents less",
    why: "What was dropped now only raises an alert, or nothing.",
    check: ({ after, differences }) =>
      differences.ips
        .filter(
          ({ mode }) => after !== undefined && IPS_MODES.indexOf(mode.after) < IPS_MODES.indexOf(mode.before),
        )
        .map(({ address, mode }) => ({ at: address, what: `from ${mode.before} to ${mode.after}` })),
  },
  {
    id: "ips-group-removed",
    title: "The firewall looks for less",
    why: "A group of rules is gone, or only detects what it prevented.",
    check: perPolicy((before, after) =>
      before.groups.flatMap((group) => {
        const now = after.groups.find((other) => groupName(other) === groupName(group));
        const what =
          now === undefined
            ? "is removed"
            : group.action === "prevent" && now.action === "detect"
              ? "only detects what it prevented"
              : (now.rules ?? 0) < (group.rules ?? 0)
                ? `has ${now.rules} rules instead of ${group.rules}`
                : undefined;
        return what === undefined ? [] : [`${groupName(group)} ${what}`];
      }),
    ),
  },
  {
    id: "attack-rule-weakened",
    title: "A rule against an attack only alerts",
    why: "What it dropped now reaches the server.",
    check: onBothSides((before, after) => {
      const now = droppedBy(after);
      const known = ruleIds(after);
      return [...droppedBy(before)]
        .filter(([sid]) => !now.has(sid) && known.has(sid))
        .map(([sid, { at, what }]) => ({ at, what: `sid ${sid}, ${what}` }));
    }),
  },
  {
    id: "deny-list-shortened",
    title: "The firewall turns away fewer senders",
    why: "Whoever was denied before anything else was looked at now only meets the rules that follow.",
    check: onBothSides((before, after) =>
      before.posture.denied.flatMap((denied) => {
        const left = noLongerDenied(denied, after.posture.denied);
        return left.length === 0 ? [] : [{ at: denied.by, what: left.join("; ") }];
      }),
    ),
  },
  {
    id: "tls-inspection-off",
    title: "Less is decrypted",
    why: "Rules about requests see nothing of what stays encrypted.",
    check: perPolicy((before, after) =>
      before.decrypts
        .filter(
          ({ fromPort, toPort }) =>
            !after.decrypts.some((other) => other.fromPort <= fromPort && other.toPort >= toPort),
        )
        .map(({ fromPort, toPort }) => `${fromPort === toPort ? fromPort : `${fromPort}-${toPort}`}`),
    ),
  },
  {
    id: "protection-off",
    title: "A protection is switched off",
    why: "It keeps a mistake, or an intruder, from destroying or opening what it protects.",
    check: onBothSides((before, after) => [
      ...SWITCHES.flatMap(({ type, attribute, protects }) =>
        both(before, after, type)
          .filter(
            ([old, now]) =>
              (old.attributes[attribute] === true) === protects &&
              (now.attributes[attribute] === true) !== protects,
          )
          .map(([, { address }]) => ({ at: address, what: `${attribute} is no longer ${protects}` })),
      ),
      ...before.stack.types.flatMap((type) =>
        both(before, after, type)
          .filter(([old, now]) => preventsDestruction(old) && !preventsDestruction(now))
          .map(([, { address }]) => ({ at: address, what: "lifecycle.prevent_destroy is no longer true" })),
      ),
      ...before.stack.types.flatMap((type) =>
        both(before, after, type).flatMap(([old, now]) =>
          KEYS.filter(
            (key) => (old.attributes[key] ?? null) !== null && (now.attributes[key] ?? null) === null,
          ).map((key) => ({ at: now.address, what: `${key} is gone: no key of the client's encrypts it` })),
        ),
      ),
    ]),
  },
  {
    id: "watch-lowered",
    title: "Less is logged or reported",
    why: "An intrusion often comes to light weeks later, in logs that have to be there.",
    check: onBothSides((before, after) => [
      ...WATCHING.flatMap((type) => before.stack.all(type))
        .filter(({ address }) => after.stack.at(address) === undefined)
        .map(({ address }) => ({ at: address, what: "is removed" })),
      ...both(before, after, "aws_cloudwatch_log_group")
        .filter(([old, now]) => retentionDays(now) < retentionDays(old))
        .map(([old, now]) => ({
          at: now.address,
          what: `keeps its entries ${retentionDays(now)} days instead of ${retentionDays(old) === Number.POSITIVE_INFINITY ? "for ever" : retentionDays(old)}`,
        })),
      ...both(before, after, "aws_networkfirewall_logging_configuration").flatMap(([old, now]) =>
        logTypes(old)
          .filter((kind) => !logTypes(now).includes(kind))
          .map((kind) => ({ at: now.address, what: `no longer logs ${kind}` })),
      ),
      ...lookedUpLess(before.posture, after.posture),
    ]),
  },
  {
    id: "rule-broken",
    title: "A rule is newly broken",
    why: "The rules say what each of them is for: docs/rules.md.",
    check: ({ differences }) =>
      differences.findings.new.map(({ rule, address, message }) => ({
        at: address,
        what: `${rule}: ${message}`,
      })),
  },
  {
    id: "exception-made",
    title: "A finding is set aside",
    why: "Somebody decides that a rule may stay broken, until a day: for the first time, for longer, or for another reason.",
    check: ({ differences }) =>
      differences.findings.acknowledged.map(
        ({ rule, address, acknowledgement: { reason, owner, until } }) => ({
          at: address,
          what: `${rule}: ${reason} (${owner}, until ${until})`,
        }),
      ),
  },
  {
    id: "relay-exchanged",
    title: "Mail goes through other hands",
    why: "Whoever relays mail reads all of it, and whoever delivers it is let in on 25.",
    check: onBothSides((before, after) => {
      const [was, is] = [before.posture.mailFlow, after.posture.mailFlow];
      const smartHost = (flow: typeof was) => flow.smartHost?.host ?? "no smart host";
      const relay = (flow: typeof was) => flow.relay?.name ?? "no relay";
      return [
        ...(relay(was) === relay(is)
          ? []
          : [{ at: "output.relay", what: `from ${relay(was)} to ${relay(is)}` }]),
        ...(smartHost(was) === smartHost(is)
          ? []
          : [{ at: "output.smart_host", what: `from ${smartHost(was)} to ${smartHost(is)}` }]),
      ];
    }),
  },
  {
    id: "dmarc-weakened",
    title: "DMARC asks for less",
    why: "Forged mail in the client's name is delivered again.",
    check: onBothSides((before, after) =>
      dmarcRecords(before.posture).flatMap(({ domain, list, address }) => {
        const now = dmarcRecords(after.posture).find((record) => record.domain === domain);
        if (now === undefined) {
          return [{ at: address, what: `${domain} has no DMARC record any more` }];
        }
        const weaker = ["p", "sp", "np"].filter((tag) => policyOf(now.list, tag) < policyOf(list, tag));
        const testing = (tags: typeof list): boolean => tagValue(tags, "t")?.toLowerCase() === "y";
        return [
          ...weaker.map((tag) => ({
            at: now.address,
            what: `${domain}: from ${tag}=${tagValue(list, tag)} to ${tag}=${tagValue(now.list, tag) ?? "nothing"}`,
          })),
          ...(testing(now.list) && !testing(list)
            ? [{ at: now.address, what: `${domain}: t=y, receivers apply one step less` }]
            : []),
        ];
      }),
    ),
  },
  {
    id: "mta-sts-weakened",
    title: "MTA-STS asks for less",
    why: "Senders may hand mail over without TLS, to whoever is in the way.",
    check: onBothSides((before, after) =>
      servedPolicies(before.posture).flatMap(({ domain, mode, address }) => {
        const now = servedPolicies(after.posture).find((policy) => policy.domain === domain);
        return MTA_STS_MODES.indexOf(now?.mode ?? "") < MTA_STS_MODES.indexOf(mode ?? "")
          ? [{ at: now?.address ?? address, what: `${domain}: from ${mode} to ${now?.mode ?? "no policy"}` }]
          : [];
      }),
    ),
  },
  {
    id: "spf-weakened",
    title: "SPF says less about everyone else",
    why: "Mail from hosts that SPF does not name looks less suspicious.",
    check: onBothSides((before, after) =>
      before.posture.mailFlow.senders.flatMap(({ domain, spf }) => {
        const now = after.posture.mailFlow.senders.find((sender) => sender.domain === domain);
        return qualifier(now?.spf) < qualifier(spf)
          ? [{ at: domain, what: `from ${spf} to ${now?.spf ?? "no SPF"}` }]
          : [];
      }),
    ),
  },
  {
    id: "dnssec-off",
    title: "A zone is no longer signed",
    why: "Its answers can be forged; and with the DS record still at the registrar, nobody resolves the zone at all.",
    check: onBothSides((before, after) =>
      before.posture.zones
        .filter(
          ({ dnssec, address, name }) =>
            dnssec &&
            !after.posture.zones.some(
              (zone) =>
                zone.dnssec && (zone.address === address || (name !== undefined && zone.name === name)),
            ),
        )
        .map(({ address, name }) => ({ at: address, what: `${name ?? "the zone"} was signed` })),
    ),
  },
  {
    id: "backup-weakened",
    title: "The backup promises, keeps or protects less",
    why: "Nobody notices until a restore is needed, and then it cannot be mended.",
    check: onBothSides((before, after) => backupWeakenings(before.posture.backup, after.posture.backup)),
  },
  {
    id: "irreplaceable-destroyed",
    title: "Something that cannot be had back is replaced or destroyed",
    why: "A plan says the same among hundreds of lines.",
    check: ({ after, differences: { resources } }) =>
      [
        ...resources.replaced.map(({ address, because }) => ({
          address,
          what: `replaced, because of ${because.map(({ attribute }) => attribute).join(", ")}`,
        })),
        // A stack that is gone as a whole is a reason of its own.
        ...(after === undefined ? [] : resources.destroyed)
          .filter(({ kept }) => !kept)
          .map(({ address }) => ({ address, what: "destroyed" })),
        ...resources.renamed
          .filter(({ moved }) => !moved)
          .map(({ from, to }) => ({
            address: from,
            what: `destroyed and made again as ${to}, for want of a moved block`,
          })),
      ].flatMap(({ address, what }) => {
        const loss = IRREPLACEABLE[address.replace(/\..*$/, "")];
        return loss === undefined ? [] : [{ at: address, what: `${what}: ${loss}` }];
      }),
  },
  {
    id: "state-elsewhere",
    title: "Terraform looks for its state, or its resources, elsewhere",
    why: "In another place or account it finds nothing, makes everything again, and leaves what exists behind.",
    check: ({ differences }) =>
      differences.settings
        .filter(
          ({ what }) =>
            what === BACKEND || /^provider aws(\.\w+)?: (allowed_account_ids|region|assume_role)$/.test(what),
        )
        .map(({ what, before, after }) => ({ at: what, what: `from ${shown(before)} to ${shown(after)}` })),
  },
  {
    id: "module-changed",
    title: "A module is called or changed",
    why: "What it holds is not part of the JSON, so nothing here looked into it.",
    check: ({ differences }) =>
      differences.settings
        .filter(({ what, after }) => what.startsWith("module ") && after !== null)
        .map(({ what }) => ({ at: what, what: "look at what it declares" })),
  },
];

type Places = readonly Omit<LookAt, "reason">[];

/** A check that has nothing to say about a stack that is new or gone. */
function onBothSides(check: (before: Side, after: Side) => Places): Reason["check"] {
  return ({ before, after }) => (before === undefined || after === undefined ? [] : check(before, after));
}

/** A check of each firewall policy; one that is gone looks for nothing. */
function perPolicy(
  check: (before: IpsFact, after: Pick<IpsFact, "groups" | "decrypts">) => readonly string[],
) {
  const nothing = { groups: [], decrypts: [] };
  return onBothSides((before, after) =>
    before.posture.ips.flatMap((policy) =>
      check(policy, after.posture.ips.find(({ address }) => address === policy.address) ?? nothing).map(
        (what) => ({
          at: policy.address,
          what,
        }),
      ),
    ),
  );
}

/** What of one denial other denials do not cover, in words: by country one by one, by network as exact sets. */
function noLongerDenied(denied: DeniedFact, others: readonly DeniedFact[]): readonly string[] {
  const everyCountry = [undefined];
  return (denied.countries.length === 0 ? everyCountry : denied.countries).flatMap((country) => {
    let boxes: readonly PacketBox[] = [deniedBox(denied)];
    for (const other of others) {
      const covers =
        (other.protocol === "ip" || other.protocol === denied.protocol) &&
        (other.countries.length === 0 || (country !== undefined && other.countries.includes(country)));
      boxes = covers ? boxes.flatMap((box) => subtract(box, deniedBox(other))) : boxes;
    }
    return boxes.map(({ peers, ports: { from, to } }) => {
      const ports = from === 0 && to === ALL_PORTS.to ? "" : `${from === to ? from : `${from}-${to}`}/`;
      const networks = country === undefined ? networksText(peers.blocks) : `country ${country}`;
      return `${ports}${denied.protocol} from ${networks}`;
    });
  });
}

/** Where no network is named, the country decides alone. */
function deniedBox({ networks, fromPort, toPort }: DeniedFact): PacketBox {
  return {
    peers: networks.length === 0 ? CidrSet.ANY : CidrSet.of(...networks),
    ports: { from: fromPort, to: toPort },
  };
}

/** Resources of a type that both sides have. */
function both(before: Side, after: Side, type: string): readonly (readonly [Resource, Resource])[] {
  return before.stack.all(type).flatMap((old) => {
    const now = after.stack.at(old.address);
    return now === undefined ? [] : [[old, now] as const];
  });
}

function preventsDestruction({ attributes }: Resource): boolean {
  return objectOf(listOf(attributes.lifecycle)[0]).prevent_destroy === true;
}

/** Rules of the stack's own groups. */
function ownRules({ stack }: Side) {
  return stack
    .all("aws_networkfirewall_rule_group")
    .flatMap((group) => parseRules(rulesText(stack, group) ?? "").map((rule) => ({ group, rule })));
}

function ruleIds(side: Side): ReadonlySet<string> {
  return new Set(ownRules(side).map(({ rule }) => rule.sid));
}

/** Rules that drop, by their id: where they stand, and what they say of it. */
function droppedBy(side: Side): ReadonlyMap<string, { readonly at: string; readonly what: string }> {
  return new Map(
    ownRules(side)
      .filter(({ rule }) => rule.action === "drop" || rule.action === "reject")
      .map(({ group, rule }) => [
        rule.sid,
        { at: group.address, what: rule.options.find(([name]) => name === "msg")?.[1] ?? "a rule" },
      ]),
  );
}

/** Zero days, or none given, is for ever. */
function retentionDays({ attributes }: Resource): number {
  return Number(attributes.retention_in_days ?? 0) || Number.POSITIVE_INFINITY;
}

function logTypes({ attributes }: Resource): readonly string[] {
  return listOf(attributes.logging_configuration)
    .flatMap((configuration) => listOf(objectOf(configuration).log_destination_config))
    .flatMap((destination) => textOf(objectOf(destination).log_type) ?? []);
}

/** What a DMARC record asks for; where a tag is missing, receivers take the wider one (RFC 9989 § 4.7). */
function policyOf(list: Parameters<typeof tagValue>[0], tag: string): number {
  const fallback: Readonly<Record<string, string>> = { np: "sp", sp: "p" };
  const value = tagValue(list, tag);
  const wider = fallback[tag];
  return value === undefined && wider !== undefined ? policyOf(list, wider) : (strength(value) ?? 0);
}

/** How much SPF says about everyone else; where it says nothing, that is neutral (RFC 7208 § 4.7). */
function qualifier(spf: string | undefined): number {
  const [, sign = "?"] = /(?:^|\s)([-+~?]?)all(?:\s|$)/i.exec(spf ?? "") ?? [];
  return SPF_QUALIFIERS.indexOf(sign === "" ? "+" : sign);
}

function shown(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What is looked up in fewer blocklists, or no more, although it is still the client's. */
function lookedUpLess({ blocklistWatch: was }: Posture, after: Posture): readonly Omit<LookAt, "reason">[] {
  const is = after.blocklistWatch;
  if (was === null || is === null) {
    // A schedule that goes is named above.
    return [];
  }
  const domains = mailDomains(after).map(({ domain }) => domain);
  return [
    ...(is.lists < was.lists ? [`asks ${is.lists} blocklists instead of ${was.lists}`] : []),
    ...(was.live && !is.live ? ["certificates and records are looked at no more"] : []),
    ...[...was.addresses, ...was.domains]
      .filter((one) => ![...is.addresses, ...is.domains].includes(one))
      .filter((one) => after.egressAddresses.includes(one) || domains.includes(one))
      .map((one) => `${one} is looked up in no blocklist`),
  ].map((what) => ({ at: is.address, what }));
}
