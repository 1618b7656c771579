import { Construct } from "constructs";
import { throwIfAny } from "../core/errors";
import { caaRecords } from "../dns/caa";
import type { DnsZone } from "../dns/dns-zone";
import type { CertificateName } from "./acm-mail-certificate";

/** Whose challenges are answered elsewhere, and where. */
export interface AcmeChallengeDelegationProps {
  /** Names that are certified, each with the zone that holds it. A wildcard has the challenge of its parent. */
  readonly names: readonly CertificateName[];
  /** The zone of the answers. Nothing else is in it, because whoever renews the certificate may write there. */
  readonly challengeZone: DnsZone;
  /** Address that an authority writes to when somebody asks it for a certificate of the challenge zone itself. */
  readonly reports: string;
}

/**
 * Below the challenge zone, the name of the one TXT record. An underscore, so that it is no host name: nobody can
 * be reached, greeted or certified under it.
 */
const CHALLENGE_LABEL = "_challenge";

/**
 * Answers to an authority's DNS challenges, moved into a zone of their own.
 *
 * A challenge is a TXT record at `_acme-challenge.<name>` (RFC 8555 § 8.4), and authorities follow an alias there
 * (https://letsencrypt.org/docs/challenge-types/#dns-01-challenge). With the alias, the server that renews its own
 * certificate writes one record of a zone that holds nothing else; whoever takes it over changes neither MX nor SPF.
 *
 * All names lead to the same record, which may hold several texts: one name to allow, however many are certified.
 * A certificate of the challenge zone's own names nobody may issue.
 *
 * @throws ValidationError `ChallengeZoneShared`
 */
export class AcmeChallengeDelegation extends Construct {
  /** Owner name of the TXT record that answers every challenge. */
  readonly challengeName: string;
  /** Names whose challenge is an alias of {@link challengeName}, sorted. */
  readonly delegatedNames: readonly string[];

  constructor(scope: Construct, id: string, props: AcmeChallengeDelegationProps) {
    super(scope, id);
    const { challengeZone } = props;
    const { zoneName } = challengeZone;
    const names = new Map(props.names.map(({ name, zone }) => [name.replace(/^\*\./, ""), zone]));
    throwIfAny(
      [...names].flatMap(([name, zone]) =>
        zone.zoneName === zoneName || name === zoneName || name.endsWith(`.${zoneName}`)
          ? [
              {
                code: "ChallengeZoneShared" as const,
                property: "challengeZone",
                message: `${JSON.stringify(name)} is in ${JSON.stringify(zoneName)} itself, where whoever renews the certificate may write; give the challenges a zone of their own`,
              },
            ]
          : [],
      ),
      this,
    );
    this.challengeName = `${CHALLENGE_LABEL}.${zoneName}`;
    this.delegatedNames = [...names.keys()].sort();
    for (const [name, zone] of names) {
      zone.addRecord({
        type: "CNAME",
        name: `_acme-challenge.${name}`,
        target: this.challengeName,
        comment: "the server answers its certificate's challenges there; every renewal needs it",
      });
    }
    for (const record of caaRecords(zoneName, { issue: [], reports: props.reports })) {
      challengeZone.addRecord(record);
    }
  }
}
