import type { EgressService } from "../egress-services";

/**
 * What the server must be able to reach to fetch an exportable certificate: AWS Certificate Manager, past the
 * network's own endpoints.
 *
 * @param region the certificate's, such as `eu-west-3`
 */
export function certificateManagerService(region: string): EgressService {
  return {
    service: "AWS Certificate Manager",
    port: 443,
    hosts: [`acm.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`],
    purpose: "certificate of the server",
    source: "https://docs.aws.amazon.com/general/latest/gr/acm.html",
  };
}
