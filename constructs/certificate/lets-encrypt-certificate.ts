import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { AcmeCertificate } from "../../providers/acme/certificate";
import { AcmeRegistration } from "../../providers/acme/registration";
import {
  type CertificateLifetime,
  LEAST_OCCASIONS,
  occasions,
  type RenewalWindow,
  shortestLifetime,
  windowDays,
} from "../core/certificate-lifetime";
import { type Problem, throwIfAny } from "../core/errors";
import { LETS_ENCRYPT_PROFILES, type SCHEDULABLE_PROFILES } from "../core/lets-encrypt-profiles";
import { letsEncryptAuthorities } from "../dns/lets-encrypt-authorities";
import { readCertificateRequest } from "./certificate-request";
import { requestProblems } from "./certificate-request-problems";
import type { CertificateRenewal, MailCertificate } from "./mail-certificate";

/** A kind of certificate: `classic` has a common name, by which Exchange's connectors call it; `tlsserver` has none. */
export type LetsEncryptProfileName = (typeof SCHEDULABLE_PROFILES)[number];

/** How the names are proved: who writes the challenge's TXT records. */
export interface DnsChallenge {
  /** The plug-in, by the name the provider gives it (https://go-acme.github.io/lego/dns/). */
  readonly provider: string;
  /**
   * Its settings; no secrets, for Terraform keeps them in its state. Those it reads from the environment.
   *
   * @default - everything comes from the environment
   */
  readonly config?: Readonly<Record<string, string>>;
}

/** A certificate that Let's Encrypt issues when Terraform is applied. */
export interface LetsEncryptCertificateProps {
  /** Host names, A-labels, the mail host first; duplicates are dropped. */
  readonly names: readonly string[];
  /**
   * Certificate request in PEM, made on the server, where its key stays.
   *
   * @default - none; `keyInState` must then be true
   */
  readonly request?: string;
  /**
   * Let Terraform make the key, and keep it in its state, where whoever reads the state has it.
   *
   * @default false
   */
  readonly keyInState?: boolean;
  /**
   * Import a certificate whose key Terraform has into AWS Certificate Manager.
   *
   * @default true
   */
  readonly importIntoAws?: boolean;
  readonly dnsChallenge: DnsChallenge;
  /** Days between two applies of the stack, at most; somebody or something must see to it. */
  readonly appliesEveryDays: number;
  /**
   * The kind of certificate.
   *
   * @default "classic"
   */
  readonly profile?: LetsEncryptProfileName;
  /**
   * Resolvers that are asked whether the challenge is visible, as `host:port`; where the machine that applies sees
   * another DNS than the internet does.
   *
   * @default - the machine's own
   */
  readonly resolvers?: readonly string[];
}

/**
 * The provider's `min_days_dynamic`: a third of the lifetime, whatever that becomes
 * (https://github.com/vancluever/terraform-provider-acme/pull/563). Let's Encrypt advises the same
 * (https://letsencrypt.org/docs/integration-guide/#when-to-renew).
 */
const WINDOW: RenewalWindow = { lifetimeDividedBy: 3 };

/**
 * A certificate of Let's Encrypt, ordered and renewed by Terraform: at an apply, and only then.
 *
 * Within the last third of its life, or earlier when the authority says so (RFC 9773), an apply orders a new one. So
 * somebody must apply, often enough, and must bring the new certificate to the server.
 *
 * By default the key never leaves the server: the authority gets a certificate request, and only the certificate, which
 * is public, passes through Terraform. The key of the account at the authority does lie in the state, in every case:
 * this version of the provider offers nothing else. Whoever has it can order nothing without writing to the zone too,
 * but can revoke what was issued.
 *
 * @throws ValidationError `CertificateWithoutNames`, `CertificateRequestMissing` and other codes of requests,
 *   `CertificateAppliedTooSeldom`
 */
export class LetsEncryptCertificate extends Construct implements MailCertificate {
  readonly names: readonly string[];
  readonly authority = "Let's Encrypt";
  readonly certificateArn: string | undefined;
  readonly installable = true;
  readonly caaIssuers = letsEncryptAuthorities();
  readonly key: { readonly algorithm: "RSA"; readonly bits: number };
  readonly lifetimes: readonly CertificateLifetime[];
  readonly renewal: CertificateRenewal;
  /** The certificate in PEM, and those of the authorities above it. */
  readonly chain: string;
  /** Escape hatch: the certificate. */
  readonly certificate: AcmeCertificate;

  constructor(scope: Construct, id: string, props: LetsEncryptCertificateProps) {
    super(scope, id);
    this.names = [...new Set(props.names)];
    const { keyInState = false, profile = "classic", appliesEveryDays: everyDays } = props;
    this.lifetimes = LETS_ENCRYPT_PROFILES[profile].lifetimes;
    this.renewal = { by: "apply", window: WINDOW, everyDays };
    throwIfAny(
      [
        ...namesProblems(this.names),
        ...(keyInState ? [] : requestProblems(props.request, this.names)),
        ...scheduleProblems(this.lifetimes, everyDays),
      ],
      this,
    );
    const request = keyInState ? undefined : readCertificateRequest(props.request ?? "");
    this.key = { algorithm: "RSA", bits: request?.keyBits ?? DEFAULT_BITS };
    const [first = "", ...others] = this.names;
    // No address: Let's Encrypt stopped writing in June 2025, and keeps addresses for news only.
    const account = new AcmeRegistration(this, "account", {});
    this.certificate = new AcmeCertificate(this, keyInState ? "with-key" : "Resource", {
      accountKeyPem: account.accountKeyPem,
      ...(request === undefined
        ? { commonName: first, subjectAlternativeNames: others, keyType: String(DEFAULT_BITS) }
        : { certificateRequestPem: request.pem }),
      profile,
      minDaysDynamic: true,
      // It waits for the moment that the authority chose for no apply: renewalInfoMaxSleep stays 0.
      useRenewalInfo: true,
      // One that is replaced is still shown until somebody has installed its successor.
      revokeCertificateOnDestroy: false,
      dnsChallenge: [
        {
          provider: props.dnsChallenge.provider,
          ...(props.dnsChallenge.config === undefined ? {} : { config: props.dnsChallenge.config }),
        },
      ],
      ...(props.resolvers === undefined ? {} : { recursiveNameservers: props.resolvers }),
      lifecycle: { createBeforeDestroy: true },
    });
    this.chain = `${this.certificate.certificatePem}${this.certificate.issuerPem}`;
    if (keyInState) {
      Annotations.of(this).addWarning(KEY_IN_STATE);
    }
    if (keyInState && (props.importIntoAws ?? true)) {
      this.certificateArn = new AcmCertificate(this, "imported", {
        privateKey: this.certificate.privateKeyPem,
        certificateBody: this.certificate.certificatePem,
        certificateChain: this.certificate.issuerPem,
        lifecycle: { createBeforeDestroy: true },
      }).arn;
    }
  }
}

const DEFAULT_BITS = 2048;

const KEY_IN_STATE =
  "CertificateKeyInState: Terraform makes this certificate's private key and keeps it in its state, in clear: whoever reads the state can pose as the mail host; make the key on the server instead (certificate.key: on-server)";

function namesProblems(names: readonly string[]): readonly Problem[] {
  return names.length > 0
    ? []
    : [{ code: "CertificateWithoutNames", message: "a certificate needs at least the mail host's name" }];
}

/**
 * What is wrong with a schedule of applies: fewer than two of them would fall into the time in which the certificate
 * can be renewed. Held against the shortest lifetime that is announced, so that it need not be thought of again.
 */
export function scheduleProblems(
  lifetimes: readonly CertificateLifetime[],
  everyDays: number,
): readonly Problem[] {
  const lifetime = shortestLifetime(lifetimes);
  const window = windowDays(WINDOW, lifetime);
  const most = Math.floor(window / LEAST_OCCASIONS);
  const falls = occasions(window, everyDays);
  return falls >= LEAST_OCCASIONS
    ? []
    : [
        {
          code: "CertificateAppliedTooSeldom",
          property: "appliesEveryDays",
          message: `of applies every ${everyDays} days, ${falls === 0 ? "not one surely falls" : "only one surely falls"} into the last ${window} days of a certificate of ${lifetime} days, in which it is renewed; apply every ${most} days at least, so that one may fail`,
        },
      ];
}
