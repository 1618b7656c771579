import { prefixLength } from "../../constructs/core/cidr-set";
import { mailDomains } from "../../posture/dns/mail-names";
import type { CertificateFact, ExternalEdgeFact, Posture } from "../../posture/facts";
import { postureOf } from "../../posture/posture";
import { blockOf, type Json, objectOf, TerraformJson, textOf, textsOf } from "../../posture/terraform-json";
import { type BackupPlanFacts, backupPlanFacts } from "./backup/backup-plan";

/** How a server orders its own certificate. */
export interface CertificateOrder {
  /** Owner name of the TXT record that answers the challenges. */
  readonly challengeName: string;
  /**
   * Name of the user that writes the record, for whom somebody makes an access key.
   *
   * @default - the server's role on EC2
   */
  readonly writer?: string;
}

/** What Exchange must know about what stands around it. Every value is one that the Terraform JSON holds. */
export interface ExchangeFacts {
  /** The client's id. */
  readonly client: string;
  /** Public name of the server. */
  readonly mailHost: string;
  /** Names that the server's certificate must cover, the mail host's among them. */
  readonly certificateNames: readonly string[];
  /**
   * Command that has the stack install its certificate on the server.
   *
   * @default - the stack does not deliver its certificate; somebody installs one by hand
   */
  readonly installCertificate?: string;
  /**
   * File, beside the script, with the certificate that Terraform ordered for a request of this server.
   *
   * @default - Terraform orders none for it
   */
  readonly issuedCertificate?: string;
  /**
   * How the server orders its certificate itself.
   *
   * @default - it does not
   */
  readonly order?: CertificateOrder;
  /** Domains that receive mail, as A-labels. */
  readonly mailDomains: readonly string[];
  /** Port on which the relay delivers. */
  readonly smtpPort: number;
  /** Networks the relay delivers from. */
  readonly relayNetworks: readonly string[];
  /**
   * Networks that the server sees the relay's connections come from: the relay's own, or those of a load
   * balancer that puts its address in the place of the client's.
   */
  readonly connectionsFrom: readonly string[];
  /**
   * Where the user name and password are that the relay signs in with: `ssm:/path` or
   * `secretsmanager:name-or-ARN`.
   *
   * @default - it does not sign in; its networks tell who it is
   */
  readonly relayCredentials?: string;
  readonly smartHost: {
    readonly host: string;
    readonly port: number;
    /** Where the credentials are: `ssm:/path` or `secretsmanager:name`. */
    readonly credentials: string;
  };
  /** AWS Region in which the credentials are. */
  readonly region: string;
  /**
   * What somebody else's edge is to do, and the mail that goes through it.
   *
   * @default - the edge is part of the stack
   */
  readonly externalEdge?: { readonly edge: ExternalEdgeFact; readonly mail: Posture["mailFlow"] };
  /**
   * The backup of the mailboxes.
   *
   * @default - the stack has none
   */
  readonly backup?: BackupPlanFacts;
}

/** Thrown when a stack does not say what the runbook needs; names all that is missing. */
export class MissingFactsError extends Error {
  /** @param missing at least one, each with what to do */
  constructor(client: string, missing: readonly string[]) {
    super([`the stack of ${JSON.stringify(client)} has no runbook:`, ...missing].join("\n  - "));
    this.name = "MissingFactsError";
  }
}

/** Where SMTP between servers is spoken (RFC 5321 § 4.5.4.2). */
const SMTP = 25;
/** SMTP inside TLS from the first byte (RFC 8314 § 3.3); Exchange's send connectors begin with STARTTLS only. */
const IMPLICIT_TLS = 465;

/**
 * The facts of a stack that Exchange has to be told.
 *
 * @param client the client's id
 * @param json content of its `cdk.tf.json`
 * @param today day against which the posture holds exceptions; `YYYY-MM-DD`
 * @throws MissingFactsError when the stack lacks some
 */
export function exchangeFacts(client: string, json: unknown, today: string): ExchangeFacts {
  const stack = new TerraformJson(json as Json);
  const posture = postureOf(json, today);
  const missing: string[] = [];
  const required = <Fact>(fact: Fact | undefined, problem: string): Fact => {
    if (fact === undefined) {
      missing.push(problem);
    }
    return fact as Fact;
  };
  const mailHost = required(
    mailHostOf(posture),
    'no address record leads to the output "server_addresses"; the mail host has no name',
  );
  const certificate = required(
    mailHost === undefined ? undefined : certificateOf(posture, mailHost),
    "no certificate covers the mail host",
  );
  const domains = [...new Set(mailDomains(posture).map(({ domain }) => domain))].sort();
  required(domains[0], "no domain has an MX; there is no mail to receive");
  const installCertificate = textOf(stack.output("install_certificate"));
  const order = orderOf(stack);
  const backup = backupPlanFacts(stack);
  const relayCredentials = textOf(objectOf(stack.output("relay")).signs_in_with);
  const networks = relayNetworks(posture, missing);
  const balancer = textsOf(stack.output("load_balancer_networks"));
  const facts = {
    client,
    mailHost,
    certificateNames: certificate?.names ?? [],
    ...(installCertificate === undefined ? {} : { installCertificate }),
    ...(order === undefined ? {} : { order }),
    ...(hasIssued(stack) ? { issuedCertificate: `${client}.certificate.pem` } : {}),
    mailDomains: domains,
    smtpPort: SMTP,
    relayNetworks: networks,
    connectionsFrom: balancer.length > 0 ? balancer : networks,
    ...(relayCredentials === undefined ? {} : { relayCredentials }),
    smartHost: smartHostOf(stack, posture, missing),
    region: required(
      regionOf(json as Json),
      "the aws provider names no region, and the smart host's credentials are on AWS; give edge.aws (account, region)",
    ),
    ...(backup === undefined ? {} : { backup }),
    ...(posture.externalEdge === null
      ? {}
      : {
          externalEdge: { edge: posture.externalEdge, mail: posture.mailFlow },
        }),
  };
  if (missing.length > 0) {
    throw new MissingFactsError(client, missing);
  }
  return facts;
}

/** Does Terraform hold a certificate whose key is where its request was made? */
function hasIssued(stack: TerraformJson): boolean {
  return (
    stack.output("certificate_pem") !== undefined &&
    stack.all("acme_certificate").some(({ attributes }) => attributes.certificate_request_pem !== undefined)
  );
}

/** What the output `certificate_order` says. */
function orderOf(stack: TerraformJson): CertificateOrder | undefined {
  const { challenge_name, writer } = objectOf(stack.output("certificate_order"));
  const challengeName = textOf(challenge_name);
  return challengeName === undefined
    ? undefined
    : {
        challengeName,
        ...(typeof writer === "string" ? { writer } : {}),
      };
}

function mailHostOf({ mailHosts, certificates }: Posture): string | undefined {
  return (
    mailHosts.find((name) => certificates.some((certificate) => certificate.names.includes(name))) ??
    mailHosts[0]
  );
}

function certificateOf({ certificates }: Posture, mailHost: string): CertificateFact | undefined {
  return certificates.find(({ names }) => names.includes(mailHost));
}

/** No relay has a network as wide: such a one is what is left of the whole internet when some are turned away. */
const WIDEST_RELAY = 8;

function relayNetworks({ mailFlow, exposures, externalEdge }: Posture, missing: string[]): readonly string[] {
  const asked = (externalEdge?.ingress ?? []).filter(({ port }) => port === SMTP);
  const deliversFrom =
    externalEdge === null ? mailFlow.deliversFrom : asked.flatMap(({ networks }) => networks);
  const open =
    asked.length > 0 || exposures.some(({ fromPort, toPort }) => fromPort <= SMTP && toPort >= SMTP);
  if (!open || deliversFrom.length === 0) {
    missing.push(`nothing can reach the server on ${SMTP}; open it to the relay`);
  }
  if (deliversFrom.some((block) => prefixLength(block) < WIDEST_RELAY)) {
    missing.push(
      `${SMTP} is open to the whole internet, so a connector for the relay alone would refuse mail that still arrives directly; close the firewall first`,
    );
  }
  return deliversFrom;
}

function smartHostOf(
  stack: TerraformJson,
  { mailFlow }: Posture,
  missing: string[],
): ExchangeFacts["smartHost"] {
  const { host = "", port = 0 } = mailFlow.smartHost ?? {};
  const credentials = textOf(objectOf(stack.output("smart_host")).credentials);
  if (mailFlow.smartHost === null) {
    missing.push('the output "smart_host" names no host; outgoing mail has nowhere to go');
  } else if (credentials === undefined) {
    missing.push(
      'the output "smart_host" does not say where the credentials are; add relay.smartHost.credentials',
    );
  }
  if (port === IMPLICIT_TLS) {
    missing.push(
      `the smart host's port is ${IMPLICIT_TLS}, where TLS begins without STARTTLS, which Exchange's send connectors cannot do; use 587`,
    );
  }
  return { host, port, credentials: credentials ?? "" };
}

/** Region of the aws provider without an alias: the one of the server. */
function regionOf(root: Json): string | undefined {
  const providers = objectOf(objectOf(root).provider).aws;
  const own = Array.isArray(providers)
    ? providers.find((provider: Json) => objectOf(provider).alias === undefined)
    : providers;
  return textOf(blockOf(own).region);
}
