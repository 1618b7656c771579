import { dkimKeys, dkimSelectors, pendingSelectors } from "../../posture/dns/dkim-key";
import { recordsAt, zoneOf } from "../../posture/dns/look-up";
import { mailDomains, sendingPolicy } from "../../posture/dns/mail-names";
import { servedPolicies } from "../../posture/dns/mta-sts-policy";
import { publishedSpf } from "../../posture/dns/spf/stack-spf";
import { parseTagList, tagValue } from "../../posture/dns/tag-list";
import { textRecords } from "../../posture/dns/text-records";
import type { Posture, RolloutFact } from "../../posture/facts";
import { type DmarcInForce, dmarcInForce } from "./dmarc-in-force";
import {
  type Achievement,
  about,
  achieved,
  corrections,
  gap,
  grouped,
  type Judgement,
  judgement,
} from "./judgement";
import { domainsWithoutExchange, plain, refusingDomains } from "./mail-way";

/** Domains whose name forgers would use: those with mail, and those that should have some. */
function usedDomains(posture: Posture): readonly string[] {
  return [
    ...new Set([...mailDomains(posture).map(({ domain }) => domain), ...domainsWithoutExchange(posture)]),
  ].sort();
}

/** Row 9: who may send for a domain. */
export function namesSenders(posture: Posture): Judgement {
  const used = usedDomains(posture);
  const published = publishedSpf(posture);
  const silent = [...refusingDomains(posture), ...used].filter(
    (domain) => sendingPolicy(posture, domain) === undefined && published.some(({ name }) => name === domain),
  );
  const named = used.filter((domain) => sendingPolicy(posture, domain) !== undefined);
  const { missing, details } = corrections(posture, ["spf-"]);
  return judgement({
    what: [
      ...about(named, (names) => achieved("sendersNamed", { names })),
      ...about(silent, (names) => achieved("nobodySends", { names })),
    ],
    missing: [
      ...withoutAny(used, [...named, ...silent], "sendersNotNamed"),
      ...(used.length === 0 ? [gap("mailDomainMissing", {})] : []),
      ...missing,
    ],
    details: [
      ...grouped(
        published.filter(({ name }) => named.includes(name)).map(({ name, text }) => [name, plain(text)]),
      ),
      ...details,
    ],
  });
}

/** Row 9, what came after SPF: mail is signed, and forgeries are refused. */
export function refusesForgeries(posture: Posture): Judgement {
  const used = usedDomains(posture);
  const signed = used.filter((domain) => publishesKey(posture, domain));
  const rules = used.map((domain) => ({ domain, rule: dmarcInForce(posture, domain) }));
  const asking = (policy: DmarcInForce["policy"] | undefined): readonly string[] =>
    rules.filter(({ rule }) => rule?.policy === policy).map(({ domain }) => domain);
  const since = (domain: string): string | null => {
    const rule = dmarcInForce(posture, domain);
    return rule === undefined ? null : dayOf(posture, "dmarc", rule.saidBy, rule.policy);
  };
  const { missing, details } = corrections(posture, ["dkim-", "dmarc-"]);
  return judgement({
    what: [
      ...about(signed, (names) => achieved("mailSigned", { names })),
      ...byDay(asking("reject"), since, (names, day) => achieved("forgeriesRefused", { names }, day)),
      ...byDay(asking("quarantine"), since, (names, day) => achieved("forgeriesSetAside", { names }, day)),
      ...byDay(asking("none"), since, (names, day) => achieved("forgeriesReported", { names }, day)),
    ],
    missing: [
      ...withoutAny(used, signed, "mailNotSigned"),
      ...about(asking("none"), (names) => gap("forgeriesNotRefused", { names })),
      ...about(asking(undefined), (names) => gap("forgeriesUnseen", { names })),
      ...(used.length === 0 ? [gap("mailDomainMissing", {})] : []),
      ...missing,
    ],
    details: [
      ...grouped(
        rules.flatMap(({ domain, rule }) => (rule === undefined ? [] : [[domain, `p=${rule.policy}`]])),
      ),
      ...details,
    ],
  });
}

/** Does a domain publish a key that is not revoked, or point to somebody who does (RFC 6376 § 3.6.1)? */
export function publishesKey(posture: Posture, domain: string): boolean {
  const revoked = new Set(dkimKeys(posture).flatMap(({ name, publicKey }) => (publicKey ? [] : [name])));
  return (
    pendingSelectors(posture, domain).length > 0 ||
    dkimSelectors(posture).some((selector) => selector.domain === domain && !revoked.has(selector.name))
  );
}

/** Row 9, what came after SPF: senders encrypt, and say when they cannot. */
export function demandsEncryption(posture: Posture): Judgement {
  const domains = mailDomains(posture).map(({ domain }) => domain);
  const announced = new Set(textRecords(posture, "_mta-sts").map(({ domain }) => domain));
  const policies = servedPolicies(posture).filter(({ domain }) => announced.has(domain));
  const inMode = (mode: "enforce" | "testing"): readonly string[] =>
    domains.filter((domain) => policies.some((policy) => policy.domain === domain && policy.mode === mode));
  const [enforced, testing] = [inMode("enforce"), inMode("testing")];
  const reported = domains.filter((domain) =>
    textRecords(posture, "_smtp._tls").some(
      (record) => record.domain === domain && (tagValue(parseTagList(record.text), "rua") ?? "") !== "",
    ),
  );
  const { missing, details } = corrections(posture, ["mta-sts-", "tls-rpt-"]);
  return judgement({
    what: [
      ...byDay(
        enforced,
        (domain) => dayOf(posture, "mta-sts", domain, "enforce"),
        (names, day) => achieved("encryptionRequired", { names }, day),
      ),
      ...byDay(
        testing,
        (domain) => dayOf(posture, "mta-sts", domain, "testing"),
        (names, day) => achieved("encryptionTested", { names }, day),
      ),
      ...about(reported, (names) => achieved("encryptionReported", { names })),
    ],
    missing: [
      ...withoutAny(domains, enforced, "encryptionNotRequired"),
      ...withoutAny(domains, reported, "encryptionNotReported"),
      ...(domains.length === 0 ? [gap("mailDomainMissing", {})] : []),
      ...missing,
    ],
    details: [...grouped(policies.map(({ domain, mode }) => [domain, `mode: ${mode ?? "?"}`])), ...details],
  });
}

/** Row 9, what came after SPF: nobody can forge the domain's own entries. */
export function signsZones(posture: Posture): Judgement {
  const domains = [...usedDomains(posture), ...refusingDomains(posture)];
  const found = domains.map((domain) => zoneOf(posture, domain));
  const zones = new Map(found.flatMap((zone) => (zone === undefined ? [] : [[zone.name, zone] as const])));
  const names = (kept: (signed: boolean, name: string) => boolean): readonly string[] =>
    [...zones.values()].filter(({ dnssec, name }) => kept(dnssec, name)).map(({ name }) => name);
  const { missing, details } = corrections(posture, ["dnssec-"]);
  return judgement({
    what: about(
      names((signed) => signed),
      (signed) => achieved("zonesSigned", { names: signed }),
    ),
    missing: [
      ...about(
        names((signed) => !signed),
        (open) => gap("zonesNotSigned", { names: open }),
      ),
      ...(domains.length === 0 ? [gap("mailDomainMissing", {})] : []),
      ...missing,
    ],
    unknown: [
      // Where the zone above is part of the stack, its DS record is, too.
      ...about(
        names((signed, name) => signed && recordsAt(posture, name, "DS").length === 0),
        (delegated) => gap("registrarUnknown", { names: delegated }),
      ),
      ...about(
        domains.filter((_, index) => found[index] === undefined),
        (elsewhere) => gap("zonesUnknown", { names: elsewhere }),
      ),
    ],
    details,
  });
}

/** The day on which a stage began, where the stack states the stage that is in force. */
function dayOf({ rollouts }: Posture, of: RolloutFact["of"], domain: string, inForce: string): string | null {
  const stated = rollouts.find((rollout) => rollout.of === of && rollout.domain === domain);
  return stated?.stage === inForce ? stated.since : null;
}

/** One sentence for all domains of which the same has been true since the same day; the longest first, those without a day last. */
function byDay(
  domains: readonly string[],
  since: (domain: string) => string | null,
  make: (names: readonly string[], day: string | null) => Achievement,
): readonly Achievement[] {
  const days = [...new Set(domains.map(since))].sort((a, b) => ((a ?? "9999") < (b ?? "9999") ? -1 : 1));
  return days.flatMap((day) =>
    about(
      domains.filter((domain) => since(domain) === day),
      (names) => make(names, day),
    ),
  );
}

function withoutAny(
  domains: readonly string[],
  having: readonly string[],
  id: "sendersNotNamed" | "mailNotSigned" | "encryptionNotRequired" | "encryptionNotReported",
) {
  return about(
    domains.filter((domain) => !having.includes(domain)),
    (names) => gap(id, { names }),
  );
}
