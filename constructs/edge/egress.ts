import { CidrSet } from "../core/cidr-set";
import { throwIfAny } from "../core/errors";

/** One way out. */
export interface EgressRule {
  readonly protocol: "tcp";
  /** Destination port. */
  readonly port: number;
  /** Where to. */
  readonly destinations: CidrSet;
  /** Why the server needs it. */
  readonly purpose: string;
}

/**
 * What every Exchange server must be able to reach.
 *
 * 443 carries the Exchange Emergency Mitigation service, the fastest defence against a new attack
 * (https://learn.microsoft.com/exchange/exchange-emergency-mitigation-service), and Windows Update;
 * 80 carries revocation lists and OCSP, without which certificates cannot be checked.
 */
export const SERVER_EGRESS: readonly EgressRule[] = [
  {
    protocol: "tcp",
    port: 80,
    destinations: CidrSet.ANY_IPV4,
    purpose: "certificate revocation lists, OCSP",
  },
  {
    protocol: "tcp",
    port: 443,
    destinations: CidrSet.ANY_IPV4,
    purpose: "Exchange Emergency Mitigation, Windows Update",
  },
];

/**
 * What may leave: the server's own needs, and mail to the smart host.
 *
 * @param smartHostPort the relay's outgoing port
 * @param smartHostAddresses where that port may be reached
 * @throws ValidationError `SmartHostPort25Anywhere`: on port 25 every mail server answers
 */
export function exchangeEgress(
  smartHostPort: number,
  smartHostAddresses: CidrSet = CidrSet.ANY_IPV4,
): readonly EgressRule[] {
  throwIfAny(
    smartHostPort === 25 && smartHostAddresses.containsAll(CidrSet.ANY_IPV4)
      ? [
          {
            code: "SmartHostPort25Anywhere",
            message:
              "port 25 would be open to every mail server of the world; name the smart host's networks",
          },
        ]
      : [],
  );
  return [
    ...SERVER_EGRESS,
    {
      protocol: "tcp" as const,
      port: smartHostPort,
      destinations: smartHostAddresses,
      purpose: "mail to the smart host",
    },
  ].sort((a, b) => a.port - b.port);
}
