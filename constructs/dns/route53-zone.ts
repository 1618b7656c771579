import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Route53HostedZoneDnssec } from "@cdktf/provider-aws/lib/route53-hosted-zone-dnssec";
import { Route53KeySigningKey } from "@cdktf/provider-aws/lib/route53-key-signing-key";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Route53Zone as HostedZone } from "@cdktf/provider-aws/lib/route53-zone";
import {
  Fn,
  type IResolveContext,
  type ITerraformDependable,
  Lazy,
  type TerraformProvider,
  Token,
} from "cdktf";
import type { Construct } from "constructs";
import { ValidationError } from "../core/errors";
import { idFor } from "../core/ids";
import { accountAdministers, resourcePolicy } from "../core/resource-policy";
import type { DelegationSigner } from "./dns-record";
import { childOf, DEFAULT_TTL_SECONDS, DnsZoneBase, type RenderedRecord } from "./dns-zone";
import { quoteTxt, withoutDirectives } from "./txt";

/** A zone to be made at Route 53. */
export interface Route53ZoneProps {
  /** Apex of the zone; A-labels, no trailing dot. */
  readonly zoneName: string;
  /**
   * Sign the zone.
   *
   * @default true
   */
  readonly dnssec?: boolean;
  /**
   * Destroy the zone also while it holds records that are not Terraform's.
   *
   * @default false
   */
  readonly forceDestroy?: boolean;
}

/** A zone that exists at Route 53. */
export interface Route53ZoneAttributes {
  /** Apex of the zone; A-labels, no trailing dot. */
  readonly zoneName: string;
  /** The hosted zone's id, such as `Z0123456789ABCDEFGHIJ`. */
  readonly zoneId: string;
  /**
   * Sign the zone.
   *
   * @default false
   */
  readonly dnssec?: boolean;
  /**
   * Provider of the account that owns the zone.
   *
   * @default - the stack's own
   */
  readonly provider?: TerraformProvider;
}

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html */
const LIMITS = { minTtlSeconds: 0, maxTtlSeconds: 2_147_483_647 } as const;

/** Keys that sign zones live there, whatever the zone serves (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec-cmk-requirements.html). */
const SIGNING_REGION = "us-east-1";

/** A delegation set has four (https://docs.aws.amazon.com/Route53/latest/APIReference/API_DelegationSet.html). */
const NAME_SERVERS = 4;

/** All records of one name and type: Route 53 keeps them as one. */
interface RecordSet {
  readonly records: RenderedRecord[];
  readonly ttlSeconds: number;
  readonly resource: ITerraformDependable;
}

/**
 * A zone served by AWS Route 53.
 *
 * Records of one name and type are one record set there, so every TXT of a name, whoever asked for it,
 * lands in the same resource.
 */
export class Route53Zone extends DnsZoneBase {
  /** A zone the client already has; its other records are left alone. */
  static fromZoneAttributes(scope: Construct, id: string, attributes: Route53ZoneAttributes): Route53Zone {
    return new Route53Zone(scope, id, attributes);
  }

  readonly servedBy = "route53";
  readonly zoneId: string;
  readonly nameServers: readonly string[];
  readonly delegationSigner: DelegationSigner | undefined;
  private readonly provider: TerraformProvider | undefined;
  private readonly recordSets = new Map<string, RecordSet>();

  constructor(scope: Construct, id: string, props: Route53ZoneProps | Route53ZoneAttributes) {
    super(scope, id, props.zoneName, LIMITS);
    this.provider = "provider" in props ? props.provider : undefined;
    if ("zoneId" in props) {
      this.zoneId = props.zoneId;
      this.nameServers = [];
    } else {
      const zone = new HostedZone(this, "Resource", {
        name: props.zoneName,
        ...(props.forceDestroy === undefined ? {} : { forceDestroy: props.forceDestroy }),
      });
      this.zoneId = zone.zoneId;
      this.nameServers = Array.from({ length: NAME_SERVERS }, (_, index) =>
        Fn.element(zone.nameServers, index),
      );
    }
    this.delegationSigner = (props.dnssec ?? !("zoneId" in props)) ? this.sign(props.zoneName) : undefined;
  }

  protected override renderRecord(record: RenderedRecord): ITerraformDependable {
    const ttlSeconds = record.ttlSeconds ?? DEFAULT_TTL_SECONDS;
    // Names known only after apply are told apart by their key and never share a set.
    const identity = `${Token.isUnresolved(record.name) ? `key ${record.key}` : record.name} ${record.type}`;
    const known = this.recordSets.get(identity);
    if (known !== undefined) {
      if (known.ttlSeconds !== ttlSeconds) {
        throw new ValidationError(
          [
            {
              code: "BadTtl",
              message: `a TTL of ${ttlSeconds} s on ${record.type} of ${JSON.stringify(record.name)}, whose other records have ${known.ttlSeconds} s; Route 53 keeps one TTL for all records of a name and type`,
            },
          ],
          this,
        );
      }
      known.records.push(record);
      return known.resource;
    }
    const records = [record];
    const names = this.namespace(record.name);
    const [scope, id] = Token.isUnresolved(record.name)
      ? [childOf(names, record.type), idFor(`${record.key}`)]
      : [names, record.type];
    const resource = new Route53Record(scope, id, {
      zoneId: this.zoneId,
      name: record.name,
      type: record.type,
      ttl: ttlSeconds,
      ...(this.provider === undefined ? {} : { provider: this.provider }),
      // The set has no order of its own; sorted, it is the same whoever asks first. A token has the number in its text
      // that CDKTF gave it, so what is sorted is what Terraform reads.
      records: Lazy.listValue({
        produce: (context) =>
          records.map((each) => String(context.resolve(presentation(each, context)))).sort(),
      }),
      ...(record.dependsOn === undefined ? {} : { dependsOn: [...record.dependsOn] }),
    });
    this.recordSets.set(identity, { records, ttlSeconds, resource });
    return resource;
  }

  private sign(zoneName: string): DelegationSigner {
    const key = new KmsKey(this, "signing-key", {
      region: SIGNING_REGION,
      description: `signs the zone ${zoneName}`,
      customerMasterKeySpec: "ECC_NIST_P256",
      keyUsage: "SIGN_VERIFY",
      deletionWindowInDays: 30,
      policy: signingKeyPolicy(new DataAwsCallerIdentity(this, "account").accountId),
    });
    const signingKey = new Route53KeySigningKey(this, "key-signing-key", {
      hostedZoneId: this.zoneId,
      keyManagementServiceArn: key.arn,
      name: "protected_exchange",
    });
    new Route53HostedZoneDnssec(this, "dnssec", { hostedZoneId: this.zoneId, dependsOn: [signingKey] });
    return {
      keyTag: Token.asString(signingKey.keyTag),
      algorithm: Token.asString(signingKey.signingAlgorithmType),
      digestType: Token.asString(signingKey.digestAlgorithmType),
      digest: signingKey.digestValue,
    };
  }
}

function presentation(record: RenderedRecord, context: IResolveContext): string {
  switch (record.type) {
    case "A":
    case "AAAA":
      return record.address;
    case "CNAME":
      return record.target;
    case "MX":
      return `${record.preference} ${record.exchange}`;
    case "TXT":
      return providerTxt(String(context.resolve(record.text)));
    case "SRV":
      return `${record.priority} ${record.weight} ${record.port} ${record.target}`;
    case "CAA":
      return `${record.flags} ${record.tag} "${record.value}"`;
    case "NS":
      return record.nameServer;
    case "DS":
      return `${record.keyTag} ${record.algorithm} ${record.digestType} ${record.digest}`;
    case "TLSA":
      return `${record.usage} ${record.selector} ${record.matchingType} ${record.digest}`;
  }
}

/**
 * A text as the AWS provider wants it: it adds the outer quotes itself, and strings after the first are set
 * off by two quotes (https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_record).
 */
function providerTxt(text: string): string {
  return withoutDirectives(quoteTxt(text)).slice(1, -1).replaceAll('" "', '""');
}

/** What Route 53 needs from a key (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/access-control-managing-permissions.html#KMS-key-policy-for-DNSSEC). */
function signingKeyPolicy(account: string): string {
  const route53 = { Service: "dnssec-route53.amazonaws.com" };
  return resourcePolicy([
    accountAdministers(account),
    {
      Sid: "Route53Signs",
      Principal: route53,
      Action: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"],
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceAccount": account } },
    },
    {
      Sid: "Route53Grants",
      Principal: route53,
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ]);
}
