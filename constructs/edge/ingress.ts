import { CidrSet } from "../core/cidr-set";
import { type Problem, throwIfAny } from "../core/errors";

/** One way in. */
export interface IngressRule {
  readonly protocol: "tcp";
  /** 25 or 443; there is no third. */
  readonly port: 25 | 443;
  /** Who may use it. */
  readonly sources: CidrSet;
  /** Who that is, for people. */
  readonly purpose: string;
}

/** Who may reach the server. */
export interface IngressProps {
  /** Networks the relay delivers from; the whole internet only while a client moves to its relay. */
  readonly smtpFrom: CidrSet;
  /**
   * Networks whose users may reach Exchange over HTTPS.
   *
   * @default - the whole internet
   */
  readonly httpsFrom?: CidrSet;
}

/**
 * The whole truth about what may come in: 25/tcp from the relay, 443/tcp from the users, nothing else.
 *
 * A closed type: there is no way to spell a third port.
 */
export class Ingress {
  /** @throws ValidationError `IngressEmpty` when nobody could reach a port */
  static of(props: IngressProps): Ingress {
    const httpsFrom = props.httpsFrom ?? CidrSet.ANY;
    throwIfAny([
      ...(props.smtpFrom.isEmpty
        ? [
            {
              code: "IngressEmpty" as const,
              message: "no network may deliver mail to port 25; give the relay's",
            },
          ]
        : []),
      ...(httpsFrom.isEmpty
        ? [{ code: "IngressEmpty" as const, message: "no network may reach port 443; give the users'" }]
        : []),
    ]);
    return new Ingress([
      {
        protocol: "tcp",
        port: 25,
        sources: props.smtpFrom,
        purpose: props.smtpFrom.containsAll(CidrSet.ANY_IPV4)
          ? "mail from anyone, not locked to the relay"
          : "mail from the relay",
      },
      { protocol: "tcp", port: 443, sources: httpsFrom, purpose: "Outlook, phones and webmail" },
    ]);
  }

  private constructor(
    /** The two ways in, by port. */
    readonly rules: readonly IngressRule[],
  ) {}
}

/** What keeps an ingress from an edge whose public addresses are of IPv4: a port that nobody could reach there. */
export function ipv4IngressProblems({ rules }: Ingress): readonly Problem[] {
  return rules
    .filter(({ sources }) => sources.ipv4.isEmpty)
    .map(({ port, purpose }) => ({
      code: "IngressEmpty" as const,
      property: "ingress",
      message: `nobody could reach port ${port} (${purpose}) over IPv4, which the published addresses are of; give IPv4 networks, too`,
    }));
}
