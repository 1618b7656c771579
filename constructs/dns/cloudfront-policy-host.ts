import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { CloudfrontDistribution } from "@cdktf/provider-aws/lib/cloudfront-distribution";
import { CloudfrontFunction } from "@cdktf/provider-aws/lib/cloudfront-function";
import { dependable, type ITerraformDependable, Lazy } from "cdktf";
import { Construct } from "constructs";
import { ValidationError } from "../core/errors";
import { lookupInSet } from "../core/set-lookup";
import { AMAZON_AUTHORITIES } from "./amazon-authorities";
import type { DnsZone } from "./dns-zone";
import { type MtaStsPolicyHost, POLICY_PATH, policyHostName } from "./mta-sts";
import { eventPolicyScript } from "./policy-script";

/** Serves MTA-STS policies from CloudFront. */
export interface CloudFrontPolicyHostProps {
  /** Prefix of the resources' names; the client's id. */
  readonly name: string;
}

/** What serves the policies, made with the first of them. */
interface PolicySite {
  readonly certificate: AcmCertificate;
  readonly validation: AcmCertificateValidation;
  readonly distribution: CloudfrontDistribution;
}

/** CloudFront takes certificates from this Region only (https://docs.aws.amazon.com/acm/latest/userguide/acm-services.html). */
const CERTIFICATE_REGION = "us-east-1";

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-functions */
const MAX_FUNCTION_BYTES = 10_240;

/** AWS's managed policy that caches nothing (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html). */
const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

/**
 * MTA-STS policies answered by a CloudFront function, with one distribution for all mail domains and a
 * certificate of its own.
 *
 * The function answers every request itself; the origin that a distribution must name is never asked.
 */
export class CloudFrontPolicyHost extends Construct implements MtaStsPolicyHost {
  readonly caaIssuers = AMAZON_AUTHORITIES;
  readonly namesAreOurs = false;
  private readonly policies = new Map<string, string>();
  private site: PolicySite | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: CloudFrontPolicyHostProps,
  ) {
    super(scope, id);
    this.node.addValidation({ validate: () => this.sizeProblems() });
  }

  addPolicy(domain: string, zone: DnsZone, policy: string): readonly ITerraformDependable[] {
    const host = policyHostName(domain);
    this.policies.set(host, policy);
    this.site ??= this.declare(host);
    const { certificate, validation, distribution } = this.site;
    const proof = zone.addRecord({
      type: "CNAME",
      name: validationOption(certificate, host, "resource_record_name"),
      key: host,
      target: validationOption(certificate, host, "resource_record_value"),
      comment: "proves the policy host's name to AWS; every renewal needs it",
    });
    validation.dependsOn = [...(validation.dependsOn ?? []), dependable(proof)];
    const address = zone.addRecord({
      type: "CNAME",
      name: host,
      target: distribution.domainName,
      comment: "senders read here that the relay must use TLS",
    });
    return [distribution, address];
  }

  private declare(first: string): PolicySite {
    const hosts = (): string[] => [...this.policies.keys()].sort();
    const others = (): string[] => hosts().filter((host) => host !== first);
    const certificate = new AcmCertificate(this, "certificate", {
      region: CERTIFICATE_REGION,
      domainName: first,
      subjectAlternativeNames: Lazy.listValue({ produce: others }, { omitEmpty: true }),
      validationMethod: "DNS",
      keyAlgorithm: "RSA_2048",
      lifecycle: { createBeforeDestroy: true },
    });
    const validation = new AcmCertificateValidation(this, "validation", {
      region: CERTIFICATE_REGION,
      certificateArn: certificate.arn,
      validationRecordFqdns: Lazy.listValue({
        produce: (context) =>
          hosts().map((host) =>
            String(context.resolve(validationOption(certificate, host, "resource_record_name"))),
          ),
      }),
    });
    const answers = new CloudfrontFunction(this, "function", {
      name: `${this.props.name}-mta-sts`,
      comment: "MTA-STS policies",
      runtime: "cloudfront-js-2.0",
      publish: true,
      code: Lazy.stringValue({ produce: () => eventPolicyScript(this.policies) }),
    });
    const distribution = new CloudfrontDistribution(this, "Resource", {
      enabled: true,
      comment: `${this.props.name}: MTA-STS policies`,
      aliases: Lazy.listValue({ produce: hosts }),
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      priceClass: "PriceClass_100",
      origin: [
        {
          originId: "unused",
          domainName: first,
          customOriginConfig: {
            httpPort: 80,
            httpsPort: 443,
            originProtocolPolicy: "https-only",
            originSslProtocols: ["TLSv1.2"],
          },
        },
      ],
      defaultCacheBehavior: {
        targetOriginId: "unused",
        allowedMethods: ["GET", "HEAD"],
        cachedMethods: ["GET", "HEAD"],
        // A policy must not be reached over a redirect (RFC 8461 § 3.3), so plain HTTP is refused.
        viewerProtocolPolicy: "https-only",
        cachePolicyId: CACHING_DISABLED,
        compress: false,
        functionAssociation: [{ eventType: "viewer-request", functionArn: answers.arn }],
      },
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: {
        acmCertificateArn: validation.certificateArn,
        minimumProtocolVersion: "TLSv1.2_2021",
        sslSupportMethod: "sni-only",
      },
    });
    return { certificate, validation, distribution };
  }

  private sizeProblems(): string[] {
    const size = Buffer.byteLength(eventPolicyScript(this.policies));
    if (size <= MAX_FUNCTION_BYTES) {
      return [];
    }
    return [
      new ValidationError(
        [
          {
            code: "PolicyScriptTooLarge",
            message: `the policies of ${this.policies.size} domains make a function of ${size} octets; CloudFront takes ${MAX_FUNCTION_BYTES} (each is served at ${POLICY_PATH})`,
          },
        ],
        this,
      ).message,
    ];
  }
}

function validationOption(certificate: AcmCertificate, name: string, value: string): string {
  return lookupInSet({
    fqn: certificate.fqn,
    set: "domain_validation_options",
    key: "domain_name",
    equals: name,
    value,
    apply: ["trimsuffix", "."],
  });
}
