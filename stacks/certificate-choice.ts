import type { Construct } from "constructs";
import { AcmMailCertificate } from "../constructs/certificate/acm-mail-certificate";
import { CertificateDelivery } from "../constructs/certificate/certificate-delivery";
import {
  type DnsChallenge,
  LetsEncryptCertificate,
} from "../constructs/certificate/lets-encrypt-certificate";
import { LetsEncryptServerCertificate } from "../constructs/certificate/lets-encrypt-server-certificate";
import type { MailCertificate } from "../constructs/certificate/mail-certificate";
import { Route53ChallengeWriter } from "../constructs/certificate/route53-challenge-writer";
import { LETS_ENCRYPT_DIRECTORY } from "../constructs/core/lets-encrypt-profiles";
import { AMAZON_AUTHORITIES } from "../constructs/dns/amazon-authorities";
import type { CaaIssuer } from "../constructs/dns/caa";
import { letsEncryptAuthorities } from "../constructs/dns/lets-encrypt-authorities";
import { Route53Zone } from "../constructs/dns/route53-zone";
import { delegateZone } from "../constructs/dns/zone-delegation";
import { certificateManagerService } from "../constructs/edge/aws/certificate-manager-service";
import { CERTIFICATE_ORDER_SERVICES } from "../constructs/edge/aws/certificate-order-services";
import type { EgressService } from "../constructs/edge/egress-services";
import { AcmeProvider } from "../providers/acme/provider";
import type { CertificateIssuer, CertificateSection } from "./certificate-schema";
import type { Client } from "./client-schema";
import type { ClientZones } from "./dns-wiring";
import { givenAwsPlaceOf } from "./edge-schema";
import type { Fleet } from "./fleet-schema";
import { officeAddresses } from "./office-addresses";

/** What a certificate is made for. */
interface CertificateWiringProps {
  readonly client: Client;
  readonly fleet: Fleet;
  readonly zones: ClientZones;
  /** Host names, the mail host first. */
  readonly names: readonly string[];
}

/** A value of a stack, for people. */
export interface CertificateOutput {
  readonly id: string;
  readonly value: unknown;
  readonly description: string;
}

/** The certificate of a client, and what else comes with its issuer. */
export interface CertificateWiring {
  readonly certificate: MailCertificate;
  /** What the server must reach to have it. */
  readonly services: readonly EgressService[];
  /**
   * Declares what brings it to the server, where something does.
   *
   * @param notifyTopicArn topic that hears of failures; undefined where the edge has none
   * @returns what people must know of it
   */
  readonly deliver: (
    scope: Construct,
    id: string,
    notifyTopicArn: string | undefined,
  ) => readonly CertificateOutput[];
  /**
   * The certificate and references to its key, for a firewall in the office that shows it too.
   *
   * @default - nobody but the server, or AWS, has the key
   */
  readonly onUnit?: { readonly certificatePem: string; readonly privateKeyPem: string };
}

/** What an issuer means: one entry for each that the schema knows. */
interface IssuerChoice<Section> {
  /** Can the server show the certificate that TLS inspection shows, and does AWS hold it? */
  readonly inspectable: (section: Section) => boolean;
  /** Authorities that CAA must admit. */
  readonly caaIssuers: (section: Section) => readonly CaaIssuer[];
  readonly declare: (
    scope: Construct,
    id: string,
    props: CertificateWiringProps,
    section: Section,
  ) => CertificateWiring;
}

const CHOICES: {
  readonly [Issuer in CertificateIssuer]: IssuerChoice<Extract<CertificateSection, { issuer: Issuer }>>;
} = {
  acm: {
    inspectable: () => false,
    caaIssuers: () => AMAZON_AUTHORITIES,
    declare: (scope, id, props) => ({
      certificate: acmCertificate(scope, id, props, false),
      services: [],
      deliver: () => [],
    }),
  },
  "acm-exportable": {
    inspectable: () => true,
    caaIssuers: () => AMAZON_AUTHORITIES,
    declare: (scope, id, props) => {
      const certificate = acmCertificate(scope, id, props, true);
      return {
        certificate,
        services: [certificateManagerService(givenAwsPlaceOf(props.client.edge).region)],
        deliver: (place, name, notifyTopicArn) =>
          delivered(place, name, props.client, certificate, notifyTopicArn),
      };
    },
  },
  "lets-encrypt": {
    inspectable: ({ key }) => key === "in-state",
    caaIssuers: () => letsEncryptAuthorities(),
    declare: letsEncryptWiring,
  },
  "lets-encrypt-on-server": {
    inspectable: () => false,
    caaIssuers: ({ account }) => letsEncryptAuthorities(account),
    declare: orderedByServer,
  },
};

function choiceOf(section: CertificateSection): IssuerChoice<CertificateSection> {
  return CHOICES[section.issuer] as IssuerChoice<CertificateSection>;
}

/**
 * The certificate that a client file chooses.
 *
 * @throws ValidationError when the issuer cannot be used like this
 */
export function mailCertificateOf(
  scope: Construct,
  id: string,
  props: CertificateWiringProps,
): CertificateWiring {
  const section = props.client.certificate;
  return choiceOf(section).declare(scope, id, props, section);
}

/** Authorities that CAA must admit for a client's certificate. */
export function certificateAuthorities(section: CertificateSection): readonly CaaIssuer[] {
  return choiceOf(section).caaIssuers(section);
}

/** Can TLS be inspected with this certificate: does AWS hold it, and can the server show the same? */
export function isInspectable(section: CertificateSection): boolean {
  return choiceOf(section).inspectable(section);
}

/** What a stack states of its certificate, for people and for the posture. */
export function statedCertificate(certificate: MailCertificate): unknown {
  const { names, authority, caaIssuers, key, lifetimes, installable, renewal } = certificate;
  return {
    names,
    issuer: authority,
    caa_domains: caaIssuers.map(({ domain }) => domain),
    key,
    lifetimes,
    installable,
    renewal: {
      by: renewal.by,
      window:
        "days" in renewal.window ? renewal.window : { lifetime_divided_by: renewal.window.lifetimeDividedBy },
      ...(renewal.everyDays === undefined ? {} : { every_days: renewal.everyDays }),
    },
  };
}

function acmCertificate(
  scope: Construct,
  id: string,
  { names, zones }: CertificateWiringProps,
  exportable: boolean,
): AcmMailCertificate {
  return new AcmMailCertificate(scope, id, {
    names: names.map((name) => ({ name, zone: zones.of(name) })),
    exportable,
  });
}

/** The plug-in of each DNS host; its credentials are those of the environment. */
const CHALLENGES: {
  readonly [Host in Client["dns"]["host"]]: (client: Client) => DnsChallenge;
} = {
  cloudflare: () => ({ provider: "cloudflare" }),
  // Its zones belong to no Region, and its client does not start without one.
  route53: ({ edge }) => ({ provider: "route53", config: { AWS_REGION: givenAwsPlaceOf(edge).region } }),
};

function letsEncryptWiring(
  scope: Construct,
  id: string,
  { client, names }: CertificateWiringProps,
  section: Extract<CertificateSection, { issuer: "lets-encrypt" }>,
): CertificateWiring {
  const { request, resolvers } = section;
  new AcmeProvider(scope, "acme", { serverUrl: LETS_ENCRYPT_DIRECTORY });
  const certificate = new LetsEncryptCertificate(scope, id, {
    names,
    keyInState: section.key === "in-state",
    importIntoAws: client.edge.kind === "aws",
    ...(request === undefined ? {} : { request }),
    profile: section.profile,
    appliesEveryDays: section.appliesEveryDays,
    dnsChallenge: CHALLENGES[client.dns.host](client),
    ...(resolvers === undefined ? {} : { resolvers }),
  });
  return {
    certificate,
    services: [],
    ...(section.key === "in-state"
      ? {
          onUnit: {
            certificatePem: certificate.chain,
            privateKeyPem: certificate.certificate.privateKeyPem,
          },
        }
      : {}),
    deliver: () => [
      {
        id: "certificate_pem",
        value: certificate.chain,
        description:
          "The certificate and its chain, for the server; public. Install it after each apply that renewed it.",
      },
    ],
  };
}

function delivered(
  scope: Construct,
  id: string,
  client: Client,
  certificate: MailCertificate,
  notifyTopicArn: string | undefined,
): readonly CertificateOutput[] {
  if (notifyTopicArn === undefined) {
    throw new Error("the client file's check admits no such certificate behind an edge without alarms");
  }
  const delivery = new CertificateDelivery(scope, id, { name: client.id, certificate, notifyTopicArn });
  return [
    {
      id: "server_instance_profile",
      value: delivery.instanceProfileName,
      description: "Launch the Exchange server with this instance profile.",
    },
    {
      id: "server_tags",
      value: delivery.serverTags,
      description: "Launch the Exchange server with these tags.",
    },
    {
      id: "install_certificate",
      value: delivery.installCommand(givenAwsPlaceOf(client.edge).region),
      description:
        "Installs the certificate on the server at once; it happens by itself at each renewal, and once a day.",
    },
  ];
}

/** The zone in which a client's challenges are answered, unless its file names one. */
export function challengeZoneOf(domain: string): string {
  return `acme-challenge.${domain}`;
}

function orderedByServer(
  scope: Construct,
  id: string,
  { client, fleet, names, zones }: CertificateWiringProps,
  { account, challengeZone }: Extract<CertificateSection, { issuer: "lets-encrypt-on-server" }>,
): CertificateWiring {
  const zoneName = challengeZone ?? challengeZoneOf(zones.of(client.server.hostName).zoneName);
  const parent = zones.of(zoneName);
  // A signed zone above vouches for it; without one, nobody would look at the signatures.
  const zone = new Route53Zone(scope, "challenge-zone", {
    zoneName,
    dnssec: parent.delegationSigner !== undefined,
    // What the server writes there, Terraform does not know.
    forceDestroy: true,
  });
  delegateZone(parent, zone);
  const certificate = new LetsEncryptServerCertificate(scope, id, {
    names: names.map((name) => ({ name, zone: zones.of(name) })),
    challengeZone: zone,
    ...(account === undefined ? {} : { account }),
    reports: fleet.msp.contact,
  });
  const office = officeAddresses(client.edge);
  return {
    certificate,
    services: CERTIFICATE_ORDER_SERVICES,
    deliver: (place) => {
      const writer = new Route53ChallengeWriter(place, "challenge-writer", {
        name: client.id,
        zoneId: zone.zoneId,
        challengeName: certificate.challengeName,
        ...(office.length === 0 ? {} : { outsideAws: office.map((address) => `${address}/32`) }),
      });
      return orderOutputs(certificate, writer);
    },
  };
}

function orderOutputs(
  { challengeName }: LetsEncryptServerCertificate,
  { instanceProfileName, policy, userName }: Route53ChallengeWriter,
): readonly CertificateOutput[] {
  return [
    {
      id: "certificate_order",
      value: { challenge_name: challengeName, ...(userName === undefined ? {} : { writer: userName }) },
      description: "Where the server answers the challenges for its certificate, and as whom.",
    },
    {
      id: "challenge_policy_arn",
      value: policy.arn,
      description: "What lets the server answer them; for a role that it has already.",
    },
    ...(instanceProfileName === undefined
      ? []
      : [
          {
            id: "server_instance_profile",
            value: instanceProfileName,
            description: "Launch the Exchange server with this instance profile.",
          },
        ]),
  ];
}
