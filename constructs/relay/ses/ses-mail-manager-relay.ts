import { CloudformationStack } from "@cdktf/provider-aws/lib/cloudformation-stack";
import { Sesv2ConfigurationSet } from "@cdktf/provider-aws/lib/sesv2-configuration-set";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { CidrSet } from "../../core/cidr-set";
import { type Problem, throwIfAny, ValidationError } from "../../core/errors";
import { idFor } from "../../core/ids";
import type { Continuity, MxHost, Relay, SmartHost } from "../relay";
import { filterProblems, type MailFilter } from "./add-ons";
import { SES_DEFAULTS } from "./defaults";
import {
  ARCHIVE_OUTPUTS,
  INGRESS_HOST,
  IRREPLACEABLE,
  type MailManagerDesign,
  mailManagerTemplate,
} from "./mail-manager-template";
import { MAIL_MANAGER_REGIONS, smtpEndpoint } from "./regions";
import { SendingDomain, type SesDomain } from "./sending-domain";
import { SendingEvents } from "./sending-events";
import { type ArchiveRetention, renderTemplate } from "./template";

/** A relay made in the client's own AWS account. */
export interface SesMailManagerRelayProps {
  /** Prefix of the resources' names; the client's id. */
  readonly name: string;
  /** Region of the relay; may be another than the server's. */
  readonly region: string;
  /** Mail domains, at least one. */
  readonly domains: readonly SesDomain[];
  /** Public host name of the Exchange server, which answers the relay on port 25. */
  readonly serverHostName: string;
  /**
   * ARN of the Secrets Manager secret with `username` and `password` for the server's receive connector. Its
   * policies must let SES read it: docs/relay-ses.md.
   */
  readonly serverCredentialsArn: string;
  /** Where the SMTP credentials for sending are: `ssm:/path` or `secretsmanager:name`. */
  readonly smartHostCredentials: string;
  /**
   * Networks in which SES takes outgoing mail, such as those of an interface endpoint; the firewall then opens
   * the port to them only.
   *
   * @default - only the name is known; AWS lists no networks for it
   */
  readonly smartHostAddresses?: readonly string[];
  /**
   * Networks the relay delivers from: those that AWS lists for the Region
   * (https://docs.aws.amazon.com/general/latest/gr/ses.html#ses_mm_relay_ip_ranges).
   */
  readonly deliversFrom: readonly string[];
  /** Filter against spam and phishing. */
  readonly spamFilter: MailFilter;
  /** Filter against viruses. */
  readonly virusFilter: MailFilter;
  /**
   * Whether a sender must use TLS. Without TLS, a sender that knows none gets its mail through (RFC 3207 § 4
   * asks public servers for that); with it, nothing travels in the clear.
   *
   * @default "required"
   */
  readonly tls?: "required" | "opportunistic";
  /**
   * What becomes of mail that a filter does not clear.
   *
   * @default "quarantine"
   */
  readonly unwanted?: "quarantine" | "drop";
  /**
   * Keep a copy of delivered mail.
   *
   * @default true
   */
  readonly archive?: boolean;
  /**
   * How long copies are kept.
   *
   * @default "THREE_MONTHS"
   */
  readonly archiveRetention?: ArchiveRetention;
  /**
   * How long the quarantine keeps a message.
   *
   * @default "THREE_MONTHS"
   */
  readonly quarantineRetention?: ArchiveRetention;
  /**
   * ARN of the KMS key that encrypts copies and quarantine; another one later replaces the archives.
   *
   * @default - a key that AWS owns
   */
  readonly archiveKeyArn?: string;
  /**
   * Label of the domain that bounces go to, below each mail domain; nobody may send from it or receive in it.
   *
   * @default "bounce"
   */
  readonly bounceLabel?: string;
}

/** Longest name of a server that Mail Manager relays to (AWS::SES::MailManagerRelay ServerName). */
const MAX_SERVER_NAME = 100;

/** Minutes; an ingress endpoint takes a few to come up. */
const TIMEOUT_MINUTES = 30;

/**
 * The cloud relay on Amazon SES: Mail Manager takes, scans, keeps and relays incoming mail; SES sends what
 * leaves.
 *
 * Incoming is a CloudFormation stack, because the pinned provider has no resource for Mail Manager; a stack
 * policy keeps the host that MX names from being replaced.
 *
 * @throws ValidationError with every problem at once
 */
export class SesMailManagerRelay extends Construct implements Relay {
  readonly name = "Amazon SES Mail Manager";
  readonly deliversFrom: CidrSet;
  /** All customers of a Region deliver from the same networks, so that those do not tell who it is. */
  readonly signsInWith: string;
  readonly spf: readonly string[] = [SES_DEFAULTS.spf];
  readonly smartHosts: readonly SmartHost[];
  readonly continuity: Continuity;
  /** Id of the archive with copies of delivered mail; undefined where none are kept. */
  readonly mailArchiveId: string | undefined;
  /** Id of the archive with mail that was not delivered; undefined where such mail is dropped. */
  readonly quarantineArchiveId: string | undefined;
  /** Topic with bounces, complaints, delays and rejections of sent mail. */
  readonly eventsTopicArn: string;
  /** Escape hatch: what takes incoming mail. */
  readonly stack: CloudformationStack;
  /** Escape hatch: how mail is sent. */
  readonly configurationSet: Sesv2ConfigurationSet;
  private readonly domains: readonly string[];

  constructor(scope: Construct, id: string, props: SesMailManagerRelayProps) {
    super(scope, id);
    throwIfAny(mailManagerProblems(props), this);
    const design = designOf(props);
    this.domains = design.domains;
    this.deliversFrom = CidrSet.of(...props.deliversFrom);
    this.signsInWith = `secretsmanager:${props.serverCredentialsArn}`;
    this.smartHosts = [
      {
        host: smtpEndpoint(props.region),
        port: SES_DEFAULTS.submissionPort,
        tls: "starttls",
        credentials: props.smartHostCredentials,
        ...(props.smartHostAddresses === undefined
          ? {}
          : { addresses: CidrSet.of(...props.smartHostAddresses) }),
      },
    ];
    this.continuity = { webmail: "none", activation: activation(design.archiveRetention) };
    const template = mailManagerTemplate(design);
    this.stack = new CloudformationStack(this, "Resource", {
      name: `${props.name}-mail-manager`,
      region: props.region,
      templateBody: renderTemplate(template),
      policyBody: stackPolicy(IRREPLACEABLE.filter((logicalId) => logicalId in template.Resources)),
      timeoutInMinutes: TIMEOUT_MINUTES,
    });
    this.mailArchiveId =
      design.archiveRetention === undefined ? undefined : this.output(ARCHIVE_OUTPUTS.mail);
    this.quarantineArchiveId =
      design.unwanted === "drop" ? undefined : this.output(ARCHIVE_OUTPUTS.quarantine);
    this.configurationSet = new Sesv2ConfigurationSet(this, "configuration-set", {
      region: props.region,
      configurationSetName: `${props.name}-exchange`,
      deliveryOptions: { tlsPolicy: SES_DEFAULTS.tlsPolicy },
      reputationOptions: { reputationMetricsEnabled: true },
      sendingOptions: { sendingEnabled: true },
    });
    this.eventsTopicArn = new SendingEvents(this, "events", {
      name: props.name,
      region: props.region,
      configurationSet: {
        name: this.configurationSet.configurationSetName,
        arn: this.configurationSet.arn,
      },
    }).topicArn;
    const sending = new Construct(this, "sending");
    for (const { domain, zone } of props.domains) {
      new SendingDomain(sending, idFor(domain), {
        domain,
        zone,
        region: props.region,
        configurationSetName: this.configurationSet.configurationSetName,
        bounceLabel: props.bounceLabel ?? "bounce",
      });
    }
  }

  /** @throws ValidationError `RelayDomainUnknown` for a domain whose mail the endpoint refuses */
  mxHosts(domain: string): readonly MxHost[] {
    if (!this.domains.includes(domain)) {
      throw new ValidationError(
        [
          {
            code: "RelayDomainUnknown",
            message: `the ingress endpoint takes mail for ${this.domains.join(", ")} and refuses ${JSON.stringify(domain)}; add it to the relay's domains`,
          },
        ],
        this,
      );
    }
    return [{ host: this.output(INGRESS_HOST), key: "mail-manager", preference: 10 }];
  }

  /** Spelt without brackets and quotes, so that it may stand inside a text such as an MTA-STS policy. */
  private output(name: string): string {
    return Token.asString(this.stack.interpolationForAttribute(`outputs.${name}`));
  }
}

function designOf(props: SesMailManagerRelayProps): MailManagerDesign {
  return {
    domains: props.domains.map(({ domain }) => domain),
    filters: { spam: props.spamFilter, virus: props.virusFilter },
    serverHostName: props.serverHostName,
    credentialsArn: props.serverCredentialsArn,
    tls: props.tls ?? "required",
    unwanted: props.unwanted ?? "quarantine",
    archiveRetention:
      props.archive === false ? undefined : (props.archiveRetention ?? SES_DEFAULTS.retention),
    quarantineRetention: props.quarantineRetention ?? SES_DEFAULTS.retention,
    archiveKeyArn: props.archiveKeyArn,
  };
}

/** AWS does not document for how long a relay tries a server that does not answer, so no number of days is stated. */
function activation(retention: ArchiveRetention | undefined): string {
  return retention === undefined
    ? "nothing to switch on: no copy of delivered mail is kept"
    : `nothing to switch on: an administrator searches and exports the copies of the last ${retention.toLowerCase().replaceAll("_", " ")} in the SES console`;
}

/** Everything may change but what mail depends on: a new endpoint has another host name, and MX would point nowhere. */
function stackPolicy(irreplaceable: readonly string[]): string {
  return JSON.stringify({
    Statement: [
      { Effect: "Allow", Action: "Update:*", Principal: "*", Resource: "*" },
      {
        Effect: "Deny",
        Action: ["Update:Delete", "Update:Replace"],
        Principal: "*",
        Resource: irreplaceable.map((logicalId) => `LogicalResourceId/${logicalId}`),
      },
    ],
  });
}

/** A relay's properties, as far as they can be wrong. */
interface SesMailManagerChoices extends Omit<SesMailManagerRelayProps, "domains"> {
  /** Mail domains, at least one. */
  readonly domains: readonly Pick<SesDomain, "domain">[];
}

/** Everything that is wrong with a relay's properties, before anything is declared. */
export function mailManagerProblems(props: SesMailManagerChoices): readonly Problem[] {
  const names = props.domains.map(({ domain }) => domain);
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  const problems: readonly (Problem | false)[] = [
    !MAIL_MANAGER_REGIONS.includes(props.region) && {
      code: "RelayRegionUnknown",
      property: "region",
      message: `Amazon SES Mail Manager is not in ${JSON.stringify(props.region)}; it is in ${MAIL_MANAGER_REGIONS.join(", ")}`,
    },
    names.length === 0 && {
      code: "NoMailDomain",
      property: "domains",
      message: "the relay has no domain to take mail for; give at least one",
    },
    repeated.length > 0 && {
      code: "DuplicateDomain",
      property: "domains",
      message: `${repeated.map((name) => JSON.stringify(name)).join(", ")} given twice; give each domain once`,
    },
    !(
      /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(props.serverHostName) &&
      props.serverHostName.length <= MAX_SERVER_NAME
    ) && {
      code: "BadHostName",
      property: "serverHostName",
      message: `${JSON.stringify(props.serverHostName)} is not a host name that Mail Manager can relay to: at most ${MAX_SERVER_NAME} letters, digits, hyphens and dots, and public`,
    },
    secretProblem(props),
    props.deliversFrom.length === 0 && {
      code: "VendorValueUnconfirmed",
      property: "deliversFrom",
      message:
        "the catalogue does not hold the networks that Amazon SES Mail Manager delivers from; copy those of the Region from https://docs.aws.amazon.com/general/latest/gr/ses.html#ses_mm_relay_ip_ranges",
    },
  ];
  return [
    ...problems.filter((problem) => problem !== false),
    ...filterProblems("spam", props.spamFilter),
    ...filterProblems("virus", props.virusFilter),
  ];
}

function secretProblem({ serverCredentialsArn, region }: SesMailManagerChoices): Problem | false {
  const shape = /^arn:aws:secretsmanager:([a-z0-9-]+):\d{12}:secret:[a-zA-Z0-9/_+=,.@-]+$/;
  if (Token.isUnresolved(serverCredentialsArn) || shape.exec(serverCredentialsArn)?.[1] === region) {
    return false;
  }
  // The value is not repeated: it may be the secret.
  return {
    code: "BadSecretReference",
    property: "serverCredentialsArn",
    message: `not the ARN of a secret in ${region}; store username and password of the receive connector there, and write its ARN, such as "arn:aws:secretsmanager:${region}:123456789012:secret:clinic/relay-1a2B3c"`,
  };
}
