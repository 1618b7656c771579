import type { EgressService } from "../egress-services";

const PURPOSE = "certificate of the server";

/** What the server must be able to reach to order its certificate: the authority, and the DNS host of its challenges. */
export const CERTIFICATE_ORDER_SERVICES: readonly EgressService[] = [
  {
    service: "Let's Encrypt, orders",
    port: 443,
    hosts: ["acme-v02.api.letsencrypt.org"],
    purpose: PURPOSE,
    source: "https://letsencrypt.org/docs/acme-protocol-updates/",
  },
  {
    service: "AWS Route 53",
    port: 443,
    hosts: ["route53.amazonaws.com"],
    purpose: PURPOSE,
    source: "https://docs.aws.amazon.com/general/latest/gr/r53.html",
  },
];
