import { Token } from "cdktf";
import { CidrSet, cidrProblem, PRIVATE_IPV4 } from "../core/cidr-set";
import type { Problem } from "../core/errors";

/** From where a repository is reached; at least one of the two. */
export interface BackupSite {
  /**
   * Public addresses of the site, in CIDR notation.
   *
   * @default - none: through the endpoint only
   */
  readonly addresses?: readonly string[];
  /**
   * Id of the VPC endpoint for S3 through which a backup server on EC2 comes.
   *
   * @default - none: from the addresses only
   */
  readonly vpcEndpointId?: string;
}

/**
 * Condition that holds for every request that comes from elsewhere.
 *
 * Through an endpoint there is no `aws:SourceIp`, and elsewhere no `aws:SourceVpce`: a negated operator holds where its
 * key is missing, so a request is refused only where neither fits. What S3 asks KMS in the caller's name comes from an
 * AWS address; `aws:ViaAWSService` lets it pass
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-viaawsservice).
 */
export function fromElsewhere({
  addresses = [],
  vpcEndpointId,
}: BackupSite): Readonly<Record<string, unknown>> {
  return {
    ...(addresses.length === 0 ? {} : { NotIpAddress: { "aws:SourceIp": [...addresses].sort() } }),
    ...(vpcEndpointId === undefined ? {} : { StringNotEquals: { "aws:SourceVpce": vpcEndpointId } }),
    Bool: { "aws:ViaAWSService": "false" },
  };
}

/** What is wrong with a site. */
export function siteProblems({ addresses = [], vpcEndpointId }: BackupSite): readonly Problem[] {
  if (addresses.length === 0 && vpcEndpointId === undefined) {
    return [
      {
        code: "BackupSiteUnknown",
        property: "site",
        message:
          "nothing says from where the repository is reached, so a stolen key would work from everywhere; give the site's public addresses, or the id of a VPC endpoint for S3",
      },
    ];
  }
  return addresses
    .filter((address) => !Token.isUnresolved(address))
    .flatMap((address): readonly Problem[] => {
      const problem = cidrProblem(address);
      if (problem !== undefined) {
        return [{ code: "BadCidr", property: "site", message: problem }];
      }
      if (PRIVATE_IPV4.containsAll(CidrSet.of(address))) {
        return [
          {
            code: "CidrNotPublic",
            property: "site",
            message: `S3 sees the public address of the site, never ${address}; give that, or the id of a VPC endpoint`,
          },
        ];
      }
      return Number(address.split("/")[1]) < WIDEST_SITE && !address.includes(":")
        ? [
            {
              code: "CidrTooWide",
              property: "site",
              message: `${address} is not one site; name the addresses that the backup server really has`,
            },
          ]
        : [];
    });
}

/** No site has more public IPv4 addresses. */
const WIDEST_SITE = 22;
