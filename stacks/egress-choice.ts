import type { EgressNeeds } from "../constructs/edge/egress";
import type { Client } from "./client-schema";

/** What a client's server may reach besides its smart host. */
export function egressOf({ egress }: Client["edge"]): EgressNeeds {
  const { web, hybrid, dns, ntp, allow } = egress;
  return {
    web,
    hybrid,
    dns,
    ntp,
    allow: allow.map(({ host, cidr, port, protocol, reason }) => ({
      ...(host === undefined ? {} : { host }),
      ...(cidr === undefined ? {} : { cidr }),
      port,
      protocol,
      reason,
    })),
  };
}
