import { Sesv2EmailIdentity } from "@cdktf/provider-aws/lib/sesv2-email-identity";
import { Sesv2EmailIdentityMailFromAttributes } from "@cdktf/provider-aws/lib/sesv2-email-identity-mail-from-attributes";
import { Token } from "cdktf";
import { Construct } from "constructs";
import type { DnsZone } from "../../dns/dns-zone";
import { SES_DEFAULTS } from "./defaults";
import { dkimZone, feedbackEndpoint } from "./regions";

/** A mail domain and the zone that holds it. */
export interface SesDomain {
  /** The domain: A-labels, no trailing dot. */
  readonly domain: string;
  /** Zone in which its records are published. */
  readonly zone: DnsZone;
}

/** A domain that SES sends for. */
interface SendingDomainProps extends SesDomain {
  /** Region that sends. */
  readonly region: string;
  /** Configuration set for all its mail. */
  readonly configurationSetName: string;
  /** Label of the bounce domain below it. */
  readonly bounceLabel: string;
}

/** Easy DKIM always gives three (https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim-easy.html). */
const DKIM_KEYS = 3;

/**
 * A domain verified at SES, with everything that DNS must say about it: its DKIM keys, which SES rotates
 * itself, and a bounce domain of its own, so that SPF aligns for DMARC.
 *
 * Relaying to the server needs it too: Mail Manager delivers to verified domains only
 * (https://docs.aws.amazon.com/ses/latest/dg/eb-relay.html).
 */
export class SendingDomain extends Construct {
  /** Escape hatch: the identity. */
  readonly identity: Sesv2EmailIdentity;

  constructor(scope: Construct, id: string, props: SendingDomainProps) {
    super(scope, id);
    this.identity = new Sesv2EmailIdentity(this, "Resource", {
      region: props.region,
      emailIdentity: props.domain,
      configurationSetName: props.configurationSetName,
      dkimSigningAttributes: { nextSigningKeyLength: SES_DEFAULTS.dkimKeyLength },
    });
    this.publishKeys(props);
    this.publishBounceDomain(props);
  }

  private publishKeys({ domain, zone, region }: SendingDomainProps): void {
    for (let index = 0; index < DKIM_KEYS; index++) {
      const token = Token.asString(
        this.identity.interpolationForAttribute(`dkim_signing_attributes[0].tokens[${index}]`),
      );
      zone.addRecord({
        type: "CNAME",
        name: `${token}._domainkey.${domain}`,
        key: `dkim${index}.${domain}`,
        target: `${token}.${dkimZone(region)}`,
        comment: "a key that signs the domain's mail; SES rotates it",
      });
    }
  }

  private publishBounceDomain({ domain, zone, region, bounceLabel }: SendingDomainProps): void {
    const name = `${bounceLabel}.${domain}`;
    const records = [
      zone.addRecord({
        type: "MX",
        name,
        exchange: feedbackEndpoint(region),
        preference: 10,
        comment: "bounces go to SES",
      }),
      zone.addRecord({
        type: "SPF",
        name,
        mechanisms: [SES_DEFAULTS.spf],
        all: "~all",
        comment: "only SES sends under the bounce domain",
      }),
    ];
    new Sesv2EmailIdentityMailFromAttributes(this, "mail-from", {
      region,
      emailIdentity: this.identity.emailIdentity,
      mailFromDomain: name,
      behaviorOnMxFailure: SES_DEFAULTS.behaviorOnMxFailure,
      // SES looks for the records as soon as it hears of the domain, and gives up after three days.
      dependsOn: records,
    });
  }
}
