import { decidingCaa, permittedIssuers } from "../../posture/dns/caa-property";
import { answer, exists } from "../../posture/dns/look-up";
import { mailDomains } from "../../posture/dns/mail-names";
import type { Exposure, IpsFact, Posture, RolloutFact } from "../../posture/facts";
import { admitsTcp, strangers } from "../../posture/ports";
import {
  about,
  acceptance,
  achieved,
  corrections,
  type Grounds,
  gap,
  isBroken,
  type Judgement,
  judgement,
  knownElsewhere,
  unjudgedWays,
} from "./judgement";

const SMTP = 25;
const HTTPS = 443;
const ANYWHERE: readonly string[] = ["0.0.0.0/0", "::/0"];

/** Row 3: the two ports of mail, and no other. */
export function opensMailPortsOnly(posture: Posture): Judgement {
  const { exposures, mailFlow } = posture;
  const fromInternet = exposures.filter(({ from }) => from === "internet");
  const elsewhere = knownElsewhere(posture, "waysInElsewhere");
  if (fromInternet.length === 0) {
    return judgement({ unknown: elsewhere.length === 0 ? [gap("waysInUnknown", {})] : elsewhere });
  }
  const others = openedBeside(posture);
  const bypassed = isBroken(posture, "smtp-from-relay-only");
  const opaque = unjudgedWays(posture);
  const web = fromInternet.filter((way) => admitsTcp(way, HTTPS)).flatMap(({ sources }) => sources);
  const { missing, details } = corrections(posture, ["firewall-in-path", "symmetric-"]);
  const isShown = elsewhere.length === 0;
  return judgement({
    what: [
      ...(isShown &&
      fromInternet.some((way) => admitsTcp(way, SMTP)) &&
      !bypassed &&
      opaque.length === 0 &&
      mailFlow.relay !== null
        ? [achieved("mailFromRelayOnly", { relay: mailFlow.relay.name })]
        : []),
      ...(web.length === 0 || !isShown ? [] : [webSources(web)]),
      ...(isShown && others.length === 0 && opaque.length === 0 ? [achieved("nothingElseEnters", {})] : []),
    ],
    missing: [
      ...(others.length === 0 ? [] : [gap("otherPortsOpen", { ports: [...new Set(others.map(portText))] })]),
      ...(bypassed ? [gap("mailPortOpen", {})] : []),
      ...missing,
    ],
    unknown: [...elsewhere, ...(opaque.length === 0 ? [] : [gap("waysNotJudged", { count: opaque.length })])],
    details: [
      ...new Set(fromInternet.map((way) => `${portText(way)} ← ${way.sources.join(", ")}`)),
      ...new Set(opaque),
      ...details,
    ],
  });
}

/** What is open that the rule about ports has something against. */
function openedBeside({ exposures, findings, acknowledged }: Posture): readonly Exposure[] {
  const targets = new Set(
    [...findings, ...acknowledged]
      .filter(({ rule }) => rule === "only-mail-ports")
      .map(({ address }) => address),
  );
  return exposures.filter((way) => targets.has(way.target) && !isMailPort(way) && strangers(way).length > 0);
}

function isMailPort({ protocol, fromPort, toPort }: Exposure): boolean {
  return protocol === "tcp" && fromPort === toPort && (fromPort === SMTP || fromPort === HTTPS);
}

function webSources(sources: readonly string[]) {
  return sources.some((source) => ANYWHERE.includes(source))
    ? achieved("webFromAnywhere", {})
    : achieved("webFromNetworks", { count: new Set(sources).size });
}

function portText({ protocol, fromPort, toPort }: Exposure): string {
  if (protocol === "icmp") {
    return protocol;
  }
  return `${fromPort === toPort ? fromPort : `${fromPort}-${toPort}`}/${protocol}`;
}

/** Row 4: the firewall looks for attacks and drops them. */
export function looksForAttacks(posture: Posture): Judgement {
  const { exposures, rollouts, watched } = posture;
  const ips = posture.ips.filter(({ address }) => exposures.some(({ via }) => via.includes(address)));
  const elsewhere = knownElsewhere(posture, "attackWatchElsewhere");
  if (exposures.length === 0 || (ips.length === 0 && elsewhere.length > 0)) {
    return judgement({ unknown: elsewhere.length === 0 ? [gap("waysInUnknown", {})] : elsewhere });
  }
  if (ips.length === 0) {
    return judgement({ missing: [gap("attacksUnseen", {})] });
  }
  const stage = rollouts.find(({ of }) => of === "ips");
  const judged = ips.map((fact) => attackWatch(fact, stage));
  const looking = judged.flatMap(({ what = [] }) => what);
  const blind = ips.filter(({ mode }) => mode !== "unknown").flatMap(({ blindSpots }) => blindSpots);
  const { missing, details } = corrections(posture, ["firewall-in-path", "smtp-not-decrypted"]);
  const watchless = isBroken(posture, "edge-watched");
  return judgement({
    what: [
      ...looking,
      ...(looking.length > 0 && watched.length > 0 && !watchless ? [achieved("alarmTold", {})] : []),
    ],
    missing: [
      ...judged.flatMap((each) => each.missing ?? []),
      ...(blind.some(({ port }) => port === HTTPS)
        ? [gap("encryptedUnread", {}, acceptance(posture, "https-inspected"))]
        : []),
      ...(watchless ? [gap("alarmMissing", {}, acceptance(posture, "edge-watched"))] : []),
      ...missing,
    ],
    unknown: [...elsewhere, ...judged.flatMap(({ unknown = [] }) => unknown)],
    details: [
      ...new Set(blind.map(({ port }) => (port === SMTP ? `${port} STARTTLS` : `${port} TLS`))),
      ...details,
    ],
  });
}

function attackWatch({ groups: all, mode }: IpsFact, stage: RolloutFact | undefined): Grounds {
  const groups = all.length;
  const blocking = all.filter(({ action }) => action === "prevent").length;
  const since = stage !== undefined && STAGES[mode].includes(stage.stage) ? stage.since : null;
  switch (mode) {
    case "none":
      return { missing: [gap("attacksUnseen", {})] };
    case "unknown":
      return { unknown: [gap("attackWatchUnknown", {})] };
    case "detect":
      return {
        what: [achieved("attacksWatched", { groups }, since)],
        missing: [gap("attacksNotBlocked", { groups })],
      };
    case "prevent-in-part":
      return {
        what: [achieved("attacksBlockedInPart", { blocking, groups }, since)],
        missing: [gap("attacksNotBlocked", { groups: groups - blocking })],
      };
    case "prevent":
      return { what: [achieved("attacksBlocked", { groups }, since)] };
  }
}

/** Stages that a firewall in a mode can be in: what the stack states counts only where the firewall agrees. */
const STAGES: Readonly<Record<IpsFact["mode"], readonly string[]>> = {
  none: [],
  unknown: [],
  detect: ["detect"],
  "prevent-in-part": ["prevent-reputation", "prevent"],
  prevent: ["prevent"],
};

/** Row 10: phones and laptops meet a certificate of an authority. */
export function showsCertificate(posture: Posture): Judgement {
  const { certificates, mailHosts } = posture;
  if (mailHosts.length === 0) {
    return judgement({ unknown: [gap("certificateNameUnknown", {})] });
  }
  const names = [...mailHosts, ...autodiscoverHosts(posture)];
  const covering = certificates.filter((certificate) =>
    certificate.names.some((name) => names.includes(name)),
  );
  const covered = (name: string): boolean => covering.some((certificate) => certificate.names.includes(name));
  const restricted = names.filter((name) => {
    const set = decidingCaa(posture, name);
    return set !== undefined && permittedIssuers(set, false) !== undefined;
  });
  const { missing, details } = corrections(posture, [
    "caa-",
    "inspection-certificate-installable",
    "inspected-certificate-delivered",
  ]);
  const installable = covering.every((certificate) => certificate.installable);
  const renewed = covering.length > 0 && covering.every(({ validatedByStack }) => validatedByStack);
  const ordersItself = covering.every(({ renewal }) => renewal?.by === "server");
  const delivered = renewed && installable && covering.every(({ renewalDelivered }) => renewalDelivered);
  return judgement({
    what: [
      ...covering.flatMap(({ names: all, issuer }) =>
        about(
          all.filter((name) => names.includes(name)),
          (certified) => achieved("namesCertified", { names: certified, issuer }),
        ),
      ),
      ...(renewed ? [achieved("certificateRenewed", {})] : []),
      ...(delivered ? [achieved("certificateDelivered", {})] : []),
      ...about(restricted, (named) => achieved("authoritiesNamed", { names: named })),
    ],
    missing: [
      ...about(
        names.filter((name) => !covered(name)),
        (uncertified) => gap("namesUncertified", { names: uncertified }),
      ),
      ...(installable ? [] : [gap("certificateNotInstallable", {})]),
      ...(installable && renewed && !delivered && !ordersItself ? [gap("renewalNotDelivered", {})] : []),
      ...about(
        names.filter((name) => !restricted.includes(name)),
        (open) => gap("authoritiesNotNamed", { names: open }),
      ),
      ...missing,
    ],
    // Whether a server takes what is brought to it, no plan says.
    unknown: covering.length > 0 && installable ? [gap("certificateShownUnknown", {})] : [],
    details,
  });
}

/** The hosts at which Outlook looks for its settings, as far as the stack publishes them. */
function autodiscoverHosts(posture: Posture): readonly string[] {
  return mailDomains(posture)
    .map(({ domain }) => `autodiscover.${domain}`)
    .filter(
      (host) =>
        exists(posture, host) &&
        ["A", "AAAA", "CNAME"].some((type) => answer(posture, host, type).length > 0),
    );
}

/** Row 11: one message can come back, and no intruder reaches the backup. */
export function backsUpMailboxes(posture: Posture): Judgement {
  const { backup } = posture;
  if (backup === null) {
    return judgement({ missing: [gap("backupMissing", {}, acceptance(posture, "backup-declared"))] });
  }
  const { granular, immutable, offSite, restoreTested, objectives, thirdLine } = backup;
  const kept = objectives !== null && !isBroken(posture, "backup-objectives");
  const wrong = corrections(posture, ["backup-"], ["backup-immutable", "backup-off-site", "backup-tested"]);
  return judgement({
    what: [
      ...(kept
        ? [
            achieved("backupObjectives", {
              lostHours: objectives.rpoHours,
              backHours: objectives.rtoHours,
              days: objectives.retentionDays,
            }),
          ]
        : []),
      ...(granular ? [achieved("mailboxesRestorable", {})] : []),
      ...(immutable ? [achieved("backupUnalterable", {})] : []),
      ...(offSite ? [achieved("backupElsewhere", {})] : []),
      ...(restoreTested ? [achieved("restoreTested", {})] : []),
      ...(thirdLine === null || thirdLine.queueDays === null
        ? []
        : [achieved("mailWaitsAtRelay", { days: thirdLine.queueDays })]),
      ...(thirdLine === null || thirdLine.archive === null ? [] : [achieved("mailCopiedAtRelay", {})]),
    ],
    missing: [
      ...(granular ? [] : [gap("mailboxesNotRestorable", {})]),
      ...(immutable ? [] : [gap("backupAlterable", {}, acceptance(posture, "backup-immutable"))]),
      ...(offSite ? [] : [gap("backupNotElsewhere", {}, acceptance(posture, "backup-off-site"))]),
      ...(restoreTested ? [] : [gap("restoreNotTested", {}, acceptance(posture, "backup-tested"))]),
      ...wrong.missing,
    ],
    details: [
      ...backup.repositories.map(
        ({ bucket, region, immutableDays }) =>
          `s3://${bucket}${region === null ? "" : ` ${region}`}${immutableDays === null ? "" : `, Object Lock ${immutableDays} d`}`,
      ),
      ...backup.snapshots.map(
        ({ retentionDays, vaults }) =>
          `AWS Backup${retentionDays === null ? "" : ` ${retentionDays} d`}, Vault Lock ${[...new Set(vaults.map(({ lock }) => lock))].join(", ")}`,
      ),
      ...wrong.details,
    ],
  });
}
