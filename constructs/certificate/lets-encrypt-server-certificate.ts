import { Construct } from "constructs";
import { ValidationError } from "../core/errors";
import { LETS_ENCRYPT_PROFILES } from "../core/lets-encrypt-profiles";
import type { CaaIssuer } from "../dns/caa";
import type { DnsZone } from "../dns/dns-zone";
import { letsEncryptAuthorities } from "../dns/lets-encrypt-authorities";
import type { CertificateName } from "./acm-mail-certificate";
import { AcmeChallengeDelegation } from "./acme-challenge-delegation";
import type { CertificateRenewal, MailCertificate } from "./mail-certificate";

/** A certificate that the server orders. */
export interface LetsEncryptServerCertificateProps {
  /** Names, the mail host first; duplicates are dropped. */
  readonly names: readonly CertificateName[];
  /** Zone in which the server answers the challenges; nothing else is in it. */
  readonly challengeZone: DnsZone;
  /**
   * URL of the server's account, such as `https://acme-v02.api.letsencrypt.org/acme/acct/123`: no other may order.
   * The server makes the account at its first order.
   *
   * @default - any account that passes the DNS challenge
   */
  readonly account?: string;
  /** Address that an authority writes to when it refuses a request. */
  readonly reports: string;
}

/**
 * A certificate of Let's Encrypt that the Exchange server orders and renews itself.
 *
 * The stack declares what lets it: where its challenges are answered, and whom CAA admits. The key is made on the
 * server and never leaves it, so AWS does not have it: neither TLS inspection nor a load balancer can show the
 * certificate. RSA 2048, because Exchange supports elliptic curves only in part.
 *
 * @throws ValidationError `CertificateWithoutNames`, `ChallengeZoneShared`
 */
export class LetsEncryptServerCertificate extends Construct implements MailCertificate {
  readonly names: readonly string[];
  readonly authority = "Let's Encrypt";
  readonly certificateArn = undefined;
  readonly installable = true;
  readonly caaIssuers: readonly CaaIssuer[];
  readonly key = { algorithm: "RSA", bits: 2048 } as const;
  /** Of the profile `classic`: the others have no common name, by which Exchange's connectors call it. */
  readonly lifetimes = LETS_ENCRYPT_PROFILES.classic.lifetimes;
  readonly renewal: CertificateRenewal = { by: "server", window: { lifetimeDividedBy: 3 }, everyDays: 1 };
  /** Owner name of the TXT record that answers the challenges. */
  readonly challengeName: string;

  constructor(scope: Construct, id: string, props: LetsEncryptServerCertificateProps) {
    super(scope, id);
    const names = [...new Map(props.names.map((entry) => [entry.name, entry])).values()];
    if (names.length === 0) {
      throw new ValidationError(
        [{ code: "CertificateWithoutNames", message: "a certificate needs at least the mail host's name" }],
        this,
      );
    }
    this.names = names.map(({ name }) => name);
    this.caaIssuers = letsEncryptAuthorities(props.account);
    const { challengeZone, reports } = props;
    this.challengeName = new AcmeChallengeDelegation(this, "challenges", {
      names,
      challengeZone,
      reports,
    }).challengeName;
  }
}
